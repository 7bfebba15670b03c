// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.KmsOperation;
import dev.holdfast.kms.api.VerifyRequest;
import dev.holdfast.model.KeyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every operation on a key in each of the eight states, and every operation as a dry run. What is
 * expected stands here once more, after AWS's table, and not in the code under test's words.
 */
class KmsStatesTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final String DRY_RUN =
      "DryRunOperationException: The request would have succeeded, but the DryRun option is set.";

  /** The first letter of each outcome. */
  private static final Map<Character, String> OUTCOMES =
      Map.of(
          'o', DRY_RUN,
          'd', "DisabledException: ARN is disabled.",
          'p', "KMSInvalidStateException: ARN is pending deletion.",
          'r', "KMSInvalidStateException: ARN is pending replica deletion.",
          'i', "KMSInvalidStateException: ARN is pending import.",
          'u', "KMSInvalidStateException: ARN is unavailable.",
          'c', "KMSInvalidStateException: ARN is creating.",
          'x', "KMSInvalidStateException: ARN is updating.",
          'n', "KMSInvalidStateException: ARN is not pending deletion.",
          'g',
              "UnsupportedOperationException: ARN origin is EXTERNAL which is not valid for this"
                  + " operation.");

  private static final List<KeyState> STATES =
      List.of(
          KeyState.ENABLED,
          KeyState.DISABLED,
          KeyState.PENDING_DELETION,
          KeyState.PENDING_REPLICA_DELETION,
          KeyState.PENDING_IMPORT,
          KeyState.UNAVAILABLE,
          KeyState.CREATING,
          KeyState.UPDATING);

  @EveryVault
  void everyOperation_inEveryState_doesWhatTheTableSays(Backend backend) throws Exception {
    KmsCalls calls = new KmsCalls(BENCH, backend);
    KeyService kms = BENCH.service(backend);
    List<String> wrong = new ArrayList<>();
    for (int column = 0; column < STATES.size(); column++) {
      for (String key : calls.keys.values()) {
        RecordSurgery.force(BENCH.fixture(backend).vault(), key, STATES.get(column));
      }
      for (Map.Entry<String, KmsCalls.Row> row : calls.rows.entrySet()) {
        String key = calls.keys.get(row.getValue().kind());
        String arn = kms.describeKey(DescribeKeyRequest.of(key)).keyMetadata().arn();
        String expected =
            OUTCOMES.get(row.getValue().expected().charAt(column)).replace("ARN", arn);
        String found = outcome(row.getValue().call(), kms, key);
        if (!found.equals(expected)) {
          wrong.add(row.getKey() + " in " + STATES.get(column) + ": " + found);
        }
      }
    }
    for (String key : calls.keys.values()) {
      RecordSurgery.force(BENCH.fixture(backend).vault(), key, KeyState.ENABLED);
    }
    assertEquals(List.of(), wrong);
  }

  private static String outcome(KmsCalls.Call call, KeyService kms, String key) {
    KmsException end = assertThrows(KmsException.class, () -> call.on(kms, key));
    return end.toString();
  }

  @EveryVault
  void everyOperationOffered_hasADryRun_thatWritesNothing(Backend backend) throws Exception {
    KmsCalls calls = new KmsCalls(BENCH, backend);
    KeyService kms = BENCH.service(backend);
    Set<String> offered = new TreeSet<>();
    for (KmsOperation operation : KmsOperation.values()) {
      if (operation.standing() == KmsOperation.Standing.OFFERED) {
        offered.add(operation.kmsName());
      }
    }
    if (backend != Backend.SEALED) {
      offered.removeAll(Set.of("Encapsulate", "Decapsulate"));
    }
    // Cancelling takes a deletion to cancel.
    assertEquals(offered, new TreeSet<>(calls.rows.keySet()));
    calls.rows.remove("CancelKeyDeletion");
    long writes = RecordSurgery.writes(BENCH.fixture(backend).vault());
    for (Map.Entry<String, KmsCalls.Row> row : calls.rows.entrySet()) {
      assertEquals(
          DRY_RUN,
          outcome(row.getValue().call(), kms, calls.keys.get(row.getValue().kind())),
          row.getKey());
    }
    assertEquals(writes, RecordSurgery.writes(BENCH.fixture(backend).vault()));
  }

  @EveryVault
  void aDryRunThatWouldFail_failsAsTheRealCallWould(Backend backend) throws Exception {
    KmsCalls calls = new KmsCalls(BENCH, backend);
    KeyService kms = BENCH.service(backend);
    byte[] changed = calls.sealed.toByteArray();
    changed[changed.length - 1] ^= 1;
    KmsBench.refused(
        KmsError.INVALID_CIPHERTEXT,
        () -> kms.decrypt(DecryptRequest.of(Blob.of(changed)).withDryRun(true)));
    KmsBench.refused(
        KmsError.KMS_INVALID_SIGNATURE,
        () ->
            kms.verify(
                VerifyRequest.of(
                        calls.keys.get("SIGN"),
                        Blob.ofUtf8("other"),
                        calls.signature,
                        "ECDSA_SHA_256")
                    .withDryRun(true)));
    KmsBench.refused(
        KmsError.DRY_RUN_OPERATION,
        () ->
            kms.decrypt(
                DecryptRequest.of(null)
                    .withKeyId(calls.keys.get("SYMMETRIC"))
                    .withDryRun(true)
                    .withDryRunModifiers(List.of("IGNORE_CIPHERTEXT"))));
    assertTrue(
        KmsBench.refused(
                KmsError.VALIDATION,
                () ->
                    kms.decrypt(
                        DecryptRequest.of(calls.sealed)
                            .withDryRunModifiers(List.of("IGNORE_CIPHERTEXT"))))
            .contains("DryRun"));
  }
}
