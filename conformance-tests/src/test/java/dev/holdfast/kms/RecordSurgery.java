// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyState;
import dev.holdfast.seal.Seal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Brings keys into states that no operation of this version leads to, and looks at records. */
public final class RecordSurgery {
  private RecordSurgery() {}

  /** Sets a key's state, as a later version's operations will. */
  public static void force(Vault vault, String keyId, KeyState state) throws KeyOperationException {
    var unused =
        vault
            .containers()
            .orElseThrow()
            .change(
                keyId,
                record ->
                    state == KeyState.PENDING_DELETION
                        ? record.pendingDeletion(Instant.now().plus(Duration.ofDays(7)), 7)
                        : record.inState(state));
  }

  /** How often the vault's records were written. */
  public static long writes(Vault vault) throws KeyOperationException {
    return vault.containers().orElseThrow().read(records -> records.counter());
  }

  /** Whether there is a record of a key. */
  public static boolean exists(Vault vault, String keyId) throws KeyOperationException {
    return vault
        .containers()
        .orElseThrow()
        .read(records -> records.get(KeyRecord.KIND, keyId).isPresent());
  }

  /** The sealed material of a key, all versions, as it lies in the record. */
  public static List<byte[]> references(Vault vault, String keyId) throws KeyOperationException {
    return vault.containers().orElseThrow().record(keyId).versions().stream()
        .map(KeyRecord.Version::reference)
        .toList();
  }

  /** The names of a key's materials: CKA_IDs on a token. */
  public static List<byte[]> materials(Vault vault, String keyId) throws KeyOperationException {
    return vault.containers().orElseThrow().record(keyId).versions().stream()
        .map(KeyRecord.Version::material)
        .toList();
  }

  /** Writes a key's record and its aliases again, in the form of the first version. */
  public static void writeInFirstForm(Vault vault, String keyId) throws KeyOperationException {
    Containers containers = vault.containers().orElseThrow();
    KeyRecord record = containers.record(keyId);
    KeyRecord.Version version = record.current();
    byte[] old =
        new Der.Writer(1)
            .text(record.id().value())
            .text(record.spec().name())
            .texts(record.usages().stream().map(Enum::name).sorted().toList())
            .text(record.state().name())
            .time(record.created())
            .text(record.description())
            .text(record.backend())
            .text("")
            .time(Instant.EPOCH)
            .bytes(record.wrappedSealingKey())
            .list(
                List.of(
                    new Der.Writer(1)
                        .number(version.number())
                        .bytes(version.material())
                        .bytes(version.reference())
                        .bytes(version.publicKey())
                        .time(version.created())))
            .done();
    var unused =
        containers.write(
            records -> {
              records.put(KeyRecord.KIND, keyId, "", old);
              for (String alias : records.owned(NameRecord.ALIAS, keyId)) {
                records.put(
                    NameRecord.ALIAS,
                    alias,
                    keyId,
                    new Der.Writer(1)
                        .text(keyId)
                        .time(record.created())
                        .certificates(List.of())
                        .done());
              }
              return null;
            });
  }

  /** Leaves a rotation as a process leaves it that dies between the token and the record. */
  public static void leaveRotation(Vault vault, String keyId) throws KeyOperationException {
    var unused =
        vault
            .containers()
            .orElseThrow()
            .change(
                keyId,
                record -> {
                  List<KeyRecord.Version> versions = new ArrayList<>(record.versions());
                  versions.add(
                      new KeyRecord.Version(
                          versions.size() + 1,
                          new byte[16],
                          new byte[0],
                          new byte[0],
                          Instant.now().minus(Duration.ofDays(1)),
                          "ON_DEMAND",
                          "another-host/1/1"));
                  return record.withVersions(versions);
                });
  }

  /** Lets a second principal into a vault, with the owner's PIN. */
  public static void addPrincipal(Vault vault, String name, char[] pin)
      throws KeyOperationException {
    var unused =
        vault
            .containers()
            .orElseThrow()
            .write(
                records -> {
                  byte[] body = records.get(PrincipalRecord.KIND, VaultOpener.OWNER).orElseThrow();
                  PrincipalRecord owner = PrincipalRecord.decode(VaultOpener.OWNER, body);
                  byte[] context =
                      ("holdfast root key 1\n" + owner.vaultId() + "\n" + name)
                          .getBytes(StandardCharsets.UTF_8);
                  // Stretched no more than the fixture's owner: a fresh stretch takes long.
                  try (SecretMemory root = owner.unwrap(pin, "the test's vault");
                      SecretMemory pinKey = Pins.stretch(pin, owner.stretch())) {
                    byte[] wrapped = Seal.seal(pinKey, root, context);
                    PrincipalRecord added =
                        new PrincipalRecord(name, owner.vaultId(), owner.stretch(), wrapped);
                    records.put(PrincipalRecord.KIND, name, "", added.encode());
                  }
                  return null;
                });
  }
}
