// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DecryptResponse;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.UpdateAliasRequest;
import dev.holdfast.wiring.Vaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two openings of one vault, as two processes have them: what one changes the other obeys. */
class KmsSharingTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final Blob MESSAGE = Blob.ofUtf8("a message");

  /** Longer than a second is against the promise. */
  private static final Duration PROMISE = Duration.ofSeconds(1);

  /** Another opening: another setting makes it one of its own. */
  private static Path otherConfiguration(Backend backend) throws Exception {
    Path configuration = BENCH.fixture(backend).configuration();
    Path other = configuration.resolveSibling("other.properties");
    Files.writeString(other, Files.readString(configuration) + "maxStale = 17\n");
    return other;
  }

  @EveryVault
  void changesOfAnotherProcess_areObeyed(Backend backend) throws Exception {
    KeyService here = BENCH.service(backend);
    Path configuration = otherConfiguration(backend);
    KeyService there = Holdfast.keyService(configuration, Optional.empty(), BENCH.clock());
    Vault vault = Vaults.open(Configuration.ofFile(configuration), Optional.empty());
    try {
      KeyMetadata key = BENCH.symmetric(backend);
      String id = key.keyId();
      BENCH.alias(backend, "alias/shared-" + backend, key);
      Blob old = there.encrypt(EncryptRequest.of(id, MESSAGE)).ciphertextBlob();
      assertEquals(MESSAGE, here.decrypt(DecryptRequest.of(old)).plaintext());
      // Material that was made a moment ago is looked for before it is called unknown.
      here.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(id));
      Blob fresh = here.encrypt(EncryptRequest.of(id, MESSAGE)).ciphertextBlob();
      DecryptResponse opened = there.decrypt(DecryptRequest.of(fresh));
      assertEquals(MESSAGE, opened.plaintext());
      assertNotEquals(key.currentKeyMaterialId(), opened.keyMaterialId());
      KeyMetadata second = BENCH.symmetric(backend);
      here.updateAlias(UpdateAliasRequest.of("alias/shared-" + backend, second.keyId()));
      within(
          () ->
              there
                  .encrypt(EncryptRequest.of("alias/shared-" + backend, MESSAGE))
                  .keyId()
                  .equals(second.arn()));
      here.disableKey(DisableKeyRequest.of(id));
      within(() -> refused(there, old, KmsError.DISABLED));
      here.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(id).withPendingWindowInDays(7));
      within(() -> refused(there, old, KmsError.KMS_INVALID_STATE));
      BENCH.clock().move(Duration.ofDays(8));
      assertTrue(here.runDue().deleted().contains(id));
      within(() -> refused(there, old, KmsError.INVALID_CIPHERTEXT));
    } finally {
      Vaults.close(vault);
    }
  }

  private interface Question {
    boolean isTrue();
  }

  private static void within(Question question) throws InterruptedException {
    long end = System.nanoTime() + PROMISE.toNanos();
    while (!question.isTrue()) {
      assertTrue(System.nanoTime() < end, "a change was not obeyed within a second");
      Thread.sleep(20);
    }
  }

  private static boolean refused(KeyService kms, Blob sealed, KmsError error) {
    try {
      kms.decrypt(DecryptRequest.of(sealed));
      return false;
    } catch (KmsException e) {
      return e.error() == error;
    }
  }
}
