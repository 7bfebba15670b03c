// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.policy.Authorizer;
import dev.holdfast.seal.Seal;
import dev.holdfast.store.RecordStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** Makes and opens vaults from the parts that an assembler has chosen. */
public final class VaultOpener {
  /** The vault's owner, the principal that {@code init} makes. */
  public static final String OWNER = "root";

  private VaultOpener() {}

  /**
   * Who opens, and how.
   *
   * @param weakPinAllowed whether a short PIN may be set
   * @param maxStale how old the last look at the store may be before uses are refused
   * @param clock what rotations and deletions go by
   * @param place the region and account that stand in every ARN
   */
  public record Terms(
      String principal, boolean weakPinAllowed, Duration maxStale, Clock clock, Place place) {
    /** In the region {@code local} of no account. */
    public Terms(String principal, boolean weakPinAllowed, Duration maxStale, Clock clock) {
      this(principal, weakPinAllowed, maxStale, clock, Place.NOWHERE);
    }
  }

  /**
   * Makes a root key and the owner's wrap of it in an empty store. The PIN stays the caller's to
   * wipe.
   */
  public static void initialise(RecordStore store, char[] pin, boolean weakPinAllowed)
      throws KeyOperationException {
    if (!weakPinAllowed) {
      Pins.refuseWeak(pin);
    }
    String vaultId = UUID.randomUUID().toString();
    try (Keyring keyring = new Keyring(vaultId, Seal.randomSecret(Seal.KEY_LENGTH));
        SecretMemory headKey = keyring.headKey()) {
      PrincipalRecord owner = keyring.wrapFor(OWNER, pin);
      Ledger.initialise(
          store,
          headKey,
          vaultId,
          records -> {
            records.put(PrincipalRecord.KIND, OWNER, "", owner.encode());
            return null;
          });
    }
  }

  /**
   * Opens a vault. When this throws, the store is closed and the backends are not.
   *
   * @param backends the backends by name
   * @param newKeys the name of the one where new keys go
   * @throws KeyOperationException with reason LOGIN for a wrong PIN, TAMPERED for a changed vault
   */
  public static Vault open(
      RecordStore store, char[] pin, Terms terms, Map<String, KeyBackend> backends, String newKeys)
      throws KeyOperationException {
    try {
      return openRecords(store, pin, terms, backends, newKeys);
    } catch (KeyOperationException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Vault openRecords(
      RecordStore store, char[] pin, Terms terms, Map<String, KeyBackend> backends, String newKeys)
      throws KeyOperationException {
    Keyring keyring = unlock(store, terms.principal(), pin);
    Ledger ledger = new Ledger(store, keyring.headKey());
    Watch watch = null;
    try {
      watch =
          new Watch(
              ledger, terms.maxStale(), () -> backends.values().forEach(KeyBackend::releaseAll));
      return assemble(ledger, keyring, watch, terms, backends, newKeys);
    } catch (KeyOperationException | RuntimeException e) {
      if (watch != null) {
        watch.close();
      }
      ledger.close();
      keyring.close();
      throw e;
    }
  }

  private static Vault assemble(
      Ledger ledger,
      Keyring keyring,
      Watch watch,
      Terms terms,
      Map<String, KeyBackend> backends,
      String newKeys)
      throws KeyOperationException {
    RecordDirectory[] directory = new RecordDirectory[1];
    Vault vault =
        new Vault(
            self ->
                directory[0] =
                    new RecordDirectory(
                        self,
                        ledger,
                        keyring,
                        terms.principal(),
                        terms.weakPinAllowed(),
                        watch,
                        terms.clock(),
                        backends.get(newKeys),
                        backends),
            terms.principal(),
            Authorizer.ownerOnly(OWNER),
            AuditLog.NONE,
            backends.get(newKeys),
            List.copyOf(backends.values()));
    directory[0].reconcile();
    vault.keepsRecords(directory[0].containers(), terms.place());
    return vault;
  }

  private static Keyring unlock(RecordStore store, String principal, char[] pin)
      throws KeyOperationException {
    byte[] body =
        store
            .read(rows -> rows.get(PrincipalRecord.KIND, principal))
            .orElseThrow(
                () ->
                    new KeyOperationException(
                        Reason.LOGIN,
                        "The vault " + store.location() + " has no principal " + principal));
    PrincipalRecord record = PrincipalRecord.decode(principal, body);
    return new Keyring(record.vaultId(), record.unwrap(pin, store.location()));
  }

  /**
   * Opens a token that stands alone: no records, its own objects are the keys.
   *
   * @param backend a backend with an inventory
   * @param pinCheck whether a PIN is the one the token was opened with
   */
  public static Vault openToken(KeyBackend backend, Predicate<char[]> pinCheck) {
    return new Vault(
        self -> new TokenDirectory(self, backend, pinCheck),
        OWNER,
        Authorizer.ownerOnly(OWNER),
        AuditLog.NONE,
        backend,
        List.of(backend));
  }
}
