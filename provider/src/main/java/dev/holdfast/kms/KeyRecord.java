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
import java.util.Optional;
import java.util.Set;

/**
 * The record of a KMS key: the container, and what it takes to find its backing keys.
 *
 * @param maker who is making it while its state is Creating, as {@link Maker} writes it
 * @param deletion when it is to be deleted while that is pending, else the epoch
 * @param wrappedSealingKey the key that seals its material, wrapped; empty where a token keeps it
 * @param versions its backing keys, the first the oldest; the last that is finished is the current
 *     one
 * @param details all the rest
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
    List<Version> versions,
    KeyDetails details) {
  static final String KIND = "key";

  /** Owners under which rows are found whose life is not finished; other keys have none. */
  static final String CREATING = "creating";

  static final String DELETING = "deleting";
  static final String ROTATING = "rotating";

  /** Since form 2 there are details, and versions say how they came to be. */
  private static final int FORM = 2;

  /**
   * One backing key.
   *
   * @param material 16 bytes that name it, its CKA_ID on a token
   * @param reference what its backend needs to open it
   * @param publicKey SubjectPublicKeyInfo, empty for secret keys
   * @param rotation how it came to be, in AWS's words; empty for the first
   * @param maker who is making it, as {@link Maker} writes it; empty once it is made
   */
  @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
  record Version(
      int number,
      byte[] material,
      byte[] reference,
      byte[] publicKey,
      Instant created,
      String rotation,
      String maker) {
    boolean isMade() {
      return maker.isEmpty();
    }

    Version made(byte[] madeReference) {
      return new Version(number, material, madeReference, publicKey, created, rotation, "");
    }
  }

  /** The backing key that encrypts and signs; of a key that is being made, the one to come. */
  Version current() {
    for (int at = versions.size() - 1; at > 0; at--) {
      if (versions.get(at).isMade()) {
        return versions.get(at);
      }
    }
    return versions.get(0);
  }

  /** A rotation that was begun and not finished. */
  Optional<Version> unfinished() {
    Version last = versions.get(versions.size() - 1);
    return last.isMade() ? Optional.empty() : Optional.of(last);
  }

  /** The owner column of its row. */
  String owner() {
    return switch (state) {
      case CREATING -> CREATING;
      case PENDING_DELETION -> DELETING;
      default -> unfinished().isPresent() ? ROTATING : "";
    };
  }

  /** Whether it is in nobody's key store: being made, or being deleted. */
  static boolean isHidden(String owner) {
    return owner.equals(CREATING) || owner.equals(DELETING);
  }

  KeyRecord enabled(byte[] reference, byte[] publicKey) {
    Version made =
        new Version(1, current().material(), reference, publicKey, current().created(), "", "");
    return with(KeyState.ENABLED, Instant.EPOCH, List.of(made), details, description);
  }

  KeyRecord pendingDeletion(Instant when, int days) {
    return with(KeyState.PENDING_DELETION, when, versions, details.withWindow(days), description);
  }

  /** In a state that no deletion is pending in. */
  KeyRecord inState(KeyState other) {
    return with(other, Instant.EPOCH, versions, details.withWindow(0), description);
  }

  KeyRecord withDetails(KeyDetails other) {
    return with(state, deletion, versions, other, description);
  }

  KeyRecord withDescription(String text) {
    return with(state, deletion, versions, details, text);
  }

  KeyRecord withVersions(List<Version> others) {
    return with(state, deletion, others, details, description);
  }

  private KeyRecord with(
      KeyState newState,
      Instant newDeletion,
      List<Version> newVersions,
      KeyDetails newDetails,
      String newDescription) {
    return new KeyRecord(
        id,
        spec,
        usages,
        newState,
        created,
        newDescription,
        backend,
        newState == KeyState.CREATING ? maker : "",
        newDeletion,
        wrappedSealingKey,
        List.copyOf(newVersions),
        newDetails);
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
              .time(version.created())
              .text(version.rotation())
              .text(version.maker()));
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
        .list(List.of(details.encode()))
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
          versions(in.list(FORM)),
          in.version() == 1 ? KeyDetails.NONE : KeyDetails.decode(in.list(KeyDetails.form())));
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
      boolean first = in.version() == 1;
      versions.add(
          new Version(
              (int) in.number(),
              in.bytes(),
              in.bytes(),
              in.bytes(),
              in.time(),
              first ? "" : in.text(),
              first ? "" : in.text()));
    }
    return versions;
  }
}
