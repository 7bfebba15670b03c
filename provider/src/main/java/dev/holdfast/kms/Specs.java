// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** AWS's key specs: the usages each goes with, and the algorithms of each pair. */
final class Specs {
  /** The rows, in AWS's order of reading. */
  private static final Map<String, Map<KeyUsage, List<String>>> ROWS = new LinkedHashMap<>();

  private static final String SIGN_RSA =
      "RSASSA_PKCS1_V1_5_SHA_256 RSASSA_PKCS1_V1_5_SHA_384 RSASSA_PKCS1_V1_5_SHA_512"
          + " RSASSA_PSS_SHA_256 RSASSA_PSS_SHA_384 RSASSA_PSS_SHA_512";
  private static final String ENCRYPT_RSA = "RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256";

  static {
    row("SYMMETRIC_DEFAULT", KeyUsage.ENCRYPT_DECRYPT, "SYMMETRIC_DEFAULT");
    for (String rsa : List.of("RSA_2048", "RSA_3072", "RSA_4096")) {
      row(rsa, KeyUsage.ENCRYPT_DECRYPT, ENCRYPT_RSA);
      row(rsa, KeyUsage.SIGN_VERIFY, SIGN_RSA);
    }
    row("ECC_NIST_P256", KeyUsage.SIGN_VERIFY, "ECDSA_SHA_256");
    row("ECC_NIST_P256", KeyUsage.KEY_AGREEMENT, "ECDH");
    row("ECC_NIST_P384", KeyUsage.SIGN_VERIFY, "ECDSA_SHA_384");
    row("ECC_NIST_P384", KeyUsage.KEY_AGREEMENT, "ECDH");
    row("ECC_NIST_P521", KeyUsage.SIGN_VERIFY, "ECDSA_SHA_512");
    row("ECC_NIST_P521", KeyUsage.KEY_AGREEMENT, "ECDH");
    row("ECC_SECG_P256K1", KeyUsage.SIGN_VERIFY, "ECDSA_SHA_256");
    row("ECC_NIST_EDWARDS25519", KeyUsage.SIGN_VERIFY, "ED25519_SHA_512 ED25519_PH_SHA_512");
    for (String set : List.of("ML_DSA_44", "ML_DSA_65", "ML_DSA_87")) {
      row(set, KeyUsage.SIGN_VERIFY, "ML_DSA_SHAKE_256");
    }
    for (String set : List.of("ML_KEM_512", "ML_KEM_768", "ML_KEM_1024")) {
      row(set, KeyUsage.ENCAPSULATE_DECAPSULATE, "ML_KEM");
    }
    for (String bits : List.of("224", "256", "384", "512")) {
      row("HMAC_" + bits, KeyUsage.GENERATE_VERIFY_MAC, "HMAC_SHA_" + bits);
    }
  }

  private Specs() {}

  private static void row(String spec, KeyUsage usage, String algorithms) {
    ROWS.computeIfAbsent(spec, name -> new LinkedHashMap<>())
        .put(usage, Arrays.asList(algorithms.split(" ", -1)));
  }

  /** The names of all specs. */
  static List<String> names() {
    return List.copyOf(ROWS.keySet());
  }

  /** The specs of key pairs that are data keys: all that are neither symmetric nor ML-DSA. */
  static List<String> pairNames() {
    return ROWS.keySet().stream()
        .filter(name -> KeySpec.parse(name).type().isAsymmetric() && !name.startsWith("ML_DSA"))
        .toList();
  }

  /** The usages that go with a spec; empty for specs that are not AWS's. */
  static Set<KeyUsage> usages(String spec) {
    return ROWS.getOrDefault(spec, Map.of()).keySet();
  }

  /** The algorithms of a spec for one usage; none for pairs that are not AWS's. */
  static List<String> algorithms(String spec, KeyUsage usage) {
    return ROWS.getOrDefault(spec, Map.of()).getOrDefault(usage, List.of());
  }

  /** Every algorithm name for a usage. */
  static List<String> algorithms(KeyUsage usage) {
    Set<String> all = new LinkedHashSet<>();
    ROWS.values().forEach(row -> all.addAll(row.getOrDefault(usage, List.of())));
    return List.copyOf(new ArrayList<>(all));
  }

  static List<String> usageNames() {
    return Arrays.stream(KeyUsage.values()).map(Enum::name).toList();
  }

  static Optional<KeyUsage> usage(String name) {
    return Arrays.stream(KeyUsage.values()).filter(usage -> usage.name().equals(name)).findFirst();
  }
}
