// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.QuickVault;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CancelKeyDeletionRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DueReport;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.wiring.Vaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Deletion in a vault whose token cannot be written to: the records say what is to happen, and it
 * happens once the token lets it.
 */
class ReadOnlyDeletionTest {
  private final KmsBench.MovedClock clock = new KmsBench.MovedClock();
  private Fixture fixture;
  private Path writable;
  private Path readOnly;

  @BeforeEach
  void makeVault() throws Exception {
    fixture = Fixture.of(Backend.NSS_TOKEN);
    Path store = fixture.folder().resolve("vault.db");
    QuickVault.initialise(store, Fixture.VAULT_PIN.toCharArray());
    String text =
        "vault = jdbc:sqlite:"
            + store
            + "\npin = file:"
            + fixture.folder().resolve("pin")
            + "\n"
            + Files.readString(fixture.configuration());
    writable = Files.writeString(fixture.folder().resolve("vault.properties"), text);
    readOnly =
        Files.writeString(
            fixture.folder().resolve("read-only-vault.properties"),
            text.replace("flags=noModDB", "flags=noModDB,readOnly"));
  }

  @AfterEach
  void end() throws Exception {
    close(writable);
    close(readOnly);
    fixture.close();
  }

  private KeyService open(Path configuration) throws Exception {
    return Holdfast.keyService(configuration, Optional.empty(), clock);
  }

  private static void close(Path configuration) throws Exception {
    Vaults.close(Vaults.open(Configuration.ofFile(configuration), Optional.empty()));
  }

  private static void signs(KeyService kms, String id) {
    kms.sign(SignRequest.of(id, Blob.ofUtf8("message"), "ECDSA_SHA_256"));
  }

  @Test
  void deletion_waitsUntilTheTokenCanBeWrittenTo() throws Exception {
    KeyService owner = open(writable);
    CreateKeyRequest request =
        CreateKeyRequest.of().withKeySpec("ECC_NIST_P256").withKeyUsage("SIGN_VERIFY");
    String id = owner.createKey(request).keyMetadata().keyId();
    close(writable);

    KeyService reader = open(readOnly);
    ScheduleKeyDeletionRequest deletion =
        ScheduleKeyDeletionRequest.of(id).withPendingWindowInDays(7);
    assertEquals("PendingDeletion", reader.scheduleKeyDeletion(deletion).keyState());
    reader.cancelKeyDeletion(CancelKeyDeletionRequest.of(id));
    reader.enableKey(EnableKeyRequest.of(id));
    signs(reader, id);
    reader.scheduleKeyDeletion(deletion);
    clock.move(Duration.ofDays(8));
    DueReport report = reader.runDue();
    assertEquals(List.of(), report.deleted());
    assertEquals(1, report.failed().size(), report::toString);
    assertTrue(
        report.failed().get(0).contains(id) && report.failed().get(0).contains("read-only"),
        report::toString);
    assertThrows(KmsException.class, () -> signs(reader, id));
    close(readOnly);

    KeyService again = open(writable);
    assertTrue(again.runDue().failed().isEmpty());
    KmsBench.refused(KmsError.NOT_FOUND, () -> again.describeKey(DescribeKeyRequest.of(id)));
  }
}
