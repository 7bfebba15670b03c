// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** What the service says of a key, made from its record. */
final class Descriptions {
  static final String ORIGIN = "AWS_KMS";

  private Descriptions() {}

  static KeyMetadata of(KeyRecord record, Place place) {
    String id = record.id().value();
    boolean deleting = record.state() == KeyState.PENDING_DELETION;
    return new KeyMetadata(
        place.account(),
        id,
        place.arnOfKey(id),
        record.created(),
        record.state() == KeyState.ENABLED,
        record.description(),
        usage(record),
        record.state().kmsName(),
        deleting ? record.deletion() : null,
        null,
        ORIGIN,
        null,
        null,
        null,
        record.details().isManaged() ? "AWS" : "CUSTOMER",
        record.spec().name(),
        record.spec().name(),
        algorithms(record, KeyUsage.ENCRYPT_DECRYPT),
        algorithms(record, KeyUsage.SIGN_VERIFY),
        algorithms(record, KeyUsage.KEY_AGREEMENT),
        algorithms(record, KeyUsage.ENCAPSULATE_DECAPSULATE),
        false,
        deleting ? record.details().window() : null,
        algorithms(record, KeyUsage.GENERATE_VERIFY_MAC),
        rotates(record.spec()) && record.state() != KeyState.CREATING
            ? materialId(record, record.current())
            : null);
  }

  /** A key made through the JCA can have several usages. */
  static String usage(KeyRecord record) {
    return record.usages().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  static List<String> algorithms(KeyRecord record, KeyUsage usage) {
    return record.usages().contains(usage)
        ? new ArrayList<>(Specs.algorithms(record.spec().name(), usage))
        : List.of();
  }

  /** Whether keys of a spec get new material. */
  static boolean rotates(KeySpec spec) {
    return spec.type() == KeyType.SYMMETRIC_DEFAULT;
  }

  static String materialId(KeyRecord record, KeyRecord.Version version) {
    return materialId(record.id().value(), version.material());
  }

  /** The 64 digits by which AWS's API names a material; they tell nothing of it. */
  static String materialId(String keyId, byte[] material) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(("holdfast material id 1\n" + keyId + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest(material));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256", e);
    }
  }

  /** When a key rotates next; null where it does not. */
  static Instant nextRotation(KeyRecord record) {
    KeyDetails.Rotation rotation = record.details().rotation();
    return rotation.automatic() && record.state() != KeyState.PENDING_DELETION
        ? rotation.next()
        : null;
  }
}
