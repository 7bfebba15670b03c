// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The record of a KMS key: the container, and what it takes to find its backing keys.
 *
 * @param maker who is making it while its state is Creating, as {@link Maker} writes it
 * @param deletion when it is to be deleted while that is pending, else the epoch
 * @param wrappedSealingKey the key that seals its material, wrapped; empty where a token keeps it
 * @param versions its backing keys, the first the oldest; the last is the current one
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
record KeyRecord(
    KeyId id,
    KeySpec spec,
    Set<KeyUsage> usages,
    KeyState state,
    Instant created,
    String description,
    String backend,
    String maker,
    Instant deletion,
    byte[] wrappedSealingKey,
    List<Version> versions) {
  static final String KIND = "key";

  /** Owners under which rows are found whose life is not finished; other keys have none. */
  static final String CREATING = "creating";

  static final String DELETING = "deleting";

  private static final int FORM = 1;

  /**
   * One backing key.
   *
   * @param material 16 bytes that name it, its CKA_ID on a token
   * @param reference what its backend needs to open it
   * @param publicKey SubjectPublicKeyInfo, empty for secret keys
   */
  @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
  record Version(
      int number, byte[] material, byte[] reference, byte[] publicKey, Instant created) {}

  Version current() {
    return versions.get(versions.size() - 1);
  }

  /** The owner column of its row. */
  String owner() {
    return switch (state) {
      case CREATING -> CREATING;
      case PENDING_DELETION -> DELETING;
      default -> "";
    };
  }

  KeyRecord enabled(byte[] reference, byte[] publicKey) {
    Version made = new Version(1, current().material(), reference, publicKey, current().created());
    return new KeyRecord(
        id,
        spec,
        usages,
        KeyState.ENABLED,
        created,
        description,
        backend,
        "",
        Instant.EPOCH,
        wrappedSealingKey,
        List.of(made));
  }

  KeyRecord pendingDeletion(Instant when) {
    return new KeyRecord(
        id,
        spec,
        usages,
        KeyState.PENDING_DELETION,
        created,
        description,
        backend,
        "",
        when,
        wrappedSealingKey,
        versions);
  }

  byte[] encode() {
    List<Der.Writer> encoded = new ArrayList<>();
    for (Version version : versions) {
      encoded.add(
          new Der.Writer(FORM)
              .number(version.number())
              .bytes(version.material())
              .bytes(version.reference())
              .bytes(version.publicKey())
              .time(version.created()));
    }
    return new Der.Writer(FORM)
        .text(id.value())
        .text(spec.name())
        .texts(usages.stream().map(Enum::name).sorted().toList())
        .text(state.name())
        .time(created)
        .text(description)
        .text(backend)
        .text(maker)
        .time(deletion)
        .bytes(wrappedSealingKey)
        .list(encoded)
        .done();
  }

  static KeyRecord decode(String name, byte[] encoded) throws KeyOperationException {
    String what = "The record of key " + name;
    Der.Reader in = new Der.Reader(what, encoded, FORM);
    try {
      return new KeyRecord(
          new KeyId(in.text()),
          KeySpec.parse(in.text()),
          usages(in.texts()),
          KeyState.valueOf(in.text()),
          in.time(),
          in.text(),
          in.text(),
          in.text(),
          in.time(),
          in.bytes(),
          versions(in.list()));
    } catch (IllegalArgumentException e) {
      throw new KeyOperationException(Reason.UNSUPPORTED, what + " says what we do not know", e);
    }
  }

  private static Set<KeyUsage> usages(List<String> names) {
    Set<KeyUsage> usages = EnumSet.noneOf(KeyUsage.class);
    names.forEach(name -> usages.add(KeyUsage.valueOf(name)));
    return usages;
  }

  private static List<Version> versions(List<Der.Reader> readers) throws KeyOperationException {
    List<Version> versions = new ArrayList<>();
    for (Der.Reader in : readers) {
      versions.add(new Version((int) in.number(), in.bytes(), in.bytes(), in.bytes(), in.time()));
    }
    return versions;
  }
}
