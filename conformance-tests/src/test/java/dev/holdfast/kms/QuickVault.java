// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.seal.Seal;
import dev.holdfast.store.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Makes a vault like any other, but that its owner's record asks for the least Argon2id there is,
 * so that a test can open it a thousand times. How a PIN is stretched is for the record to say.
 */
public final class QuickVault {
  private QuickVault() {}

  public static void initialise(Path file, char[] pin) throws KeyOperationException {
    initialise(file, pin, 8, 1);
  }

  /** As {@link #initialise(Path, char[])}, with Argon2id parameters of the caller's. */
  public static void initialise(Path file, char[] pin, int memoryKib, int passes)
      throws KeyOperationException {
    String vaultId = UUID.randomUUID().toString();
    byte[] context =
        ("holdfast root key 1\n" + vaultId + "\n" + VaultOpener.OWNER)
            .getBytes(StandardCharsets.UTF_8);
    Pins.Stretch wanted = new Pins.Stretch(memoryKib, passes, 1, new byte[16]);
    Pins.Stretch least = new Pins.Stretch(8, 1, 1, new byte[16]);
    SecretMemory root = Seal.randomSecret(Seal.KEY_LENGTH);
    try (SqliteStore store = SqliteStore.create(file);
        Keyring keyring = new Keyring(vaultId, root);
        SecretMemory headKey = keyring.headKey();
        SecretMemory pinKey = Pins.stretch(pin, least)) {
      PrincipalRecord owner =
          new PrincipalRecord(VaultOpener.OWNER, vaultId, wanted, Seal.seal(pinKey, root, context));
      Ledger.initialise(
          store,
          headKey,
          vaultId,
          records -> {
            records.put(PrincipalRecord.KIND, VaultOpener.OWNER, "", owner.encode());
            return null;
          });
    }
  }
}
