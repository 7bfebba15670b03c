// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DueReport;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of a key whose records are in PostgreSQL, to its end. */
class KmsPostgresTest {
  @Test
  void aKeyLivesAndEndsInPostgres() throws Exception {
    KmsBench.MovedClock clock = new KmsBench.MovedClock();
    try (Fixture fixture = Fixture.onPostgres()) {
      KeyService kms = Holdfast.keyService(fixture.configuration(), Optional.empty(), clock);
      KeyMetadata key = kms.createKey(CreateKeyRequest.of()).keyMetadata();
      kms.createAlias(CreateAliasRequest.of("alias/there", key.keyId()));
      Blob message = Blob.ofUtf8("a message");
      Blob sealed = kms.encrypt(EncryptRequest.of("alias/there", message)).ciphertextBlob();
      kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
      fixture.reopen();
      kms = Holdfast.keyService(fixture.configuration(), Optional.empty(), clock);
      assertEquals(message, kms.decrypt(DecryptRequest.of(sealed)).plaintext());
      kms.scheduleKeyDeletion(
          ScheduleKeyDeletionRequest.of(key.keyId()).withPendingWindowInDays(7));
      clock.move(Duration.ofDays(8));
      DueReport report = kms.runDue();
      assertEquals(List.of(), report.failed());
      assertEquals(List.of(key.keyId()), report.deleted());
      assertFalse(RecordSurgery.exists(fixture.vault(), key.keyId()));
      // The store is as usable as before it was cleared up.
      assertEquals("Enabled", kms.createKey(CreateKeyRequest.of()).keyMetadata().keyState());
    }
  }
}
