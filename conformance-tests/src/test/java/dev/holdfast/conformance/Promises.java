// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.model.Algorithm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Holdfast has promised to offer, written down apart from the table of algorithms: a row that
 * gets lost there does not get lost here. What the table has beyond this is welcome.
 */
final class Promises {
  static final Set<String> CURVES =
      Set.of(
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "secp256k1",
          "brainpoolP256r1",
          "brainpoolP384r1",
          "brainpoolP512r1");

  static final int RSA_LEAST = 2048;
  static final int RSA_MOST = 4096;

  /** Bytes of the shortest HMAC key (SP 800-131A: 112 bits). */
  static final int HMAC_LEAST = 14;

  private static final String DIGESTS =
      "SHA1 SHA224 SHA256 SHA384 SHA512 SHA512/224 SHA512/256 SHA3-224 SHA3-256 SHA3-384 SHA3-512";

  /** Where a name has an asterisk it stands for eleven: one for each digest. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(
              "Signature",
              "NONEwithRSA *withRSA RSASSA-PSS *withRSA/PSS *withRSAandMGF1 NONEwithECDSA"
                  + " *withECDSA NONEwithECDSAinP1363Format *withECDSAinP1363Format Ed25519 Ed448"
                  + " EdDSA ML-DSA ML-DSA-44 ML-DSA-65 ML-DSA-87"),
          Map.entry(
              "Cipher",
              "AES/GCM/NoPadding AES/CBC/NoPadding AES/CBC/PKCS5Padding AES/CTR/NoPadding"
                  + " AES/ECB/NoPadding AES/ECB/PKCS5Padding AES/CCM/NoPadding AES/KW/NoPadding"
                  + " AES/KW/PKCS5Padding AES/KWP/NoPadding AESWrap AESWrapPad ChaCha20-Poly1305"
                  + " RSA RSA/ECB/PKCS1Padding RSA/ECB/NoPadding RSA/ECB/OAEPPadding"
                  + " RSA/ECB/OAEPWithSHA-1AndMGF1Padding RSA/ECB/OAEPWithSHA1AndMGF1Padding"
                  + " RSA/ECB/OAEPWithSHA-224AndMGF1Padding RSA/ECB/OAEPWithSHA-256AndMGF1Padding"
                  + " RSA/ECB/OAEPWithSHA-384AndMGF1Padding RSA/ECB/OAEPWithSHA-512AndMGF1Padding"
                  + " RSA/ECB/OAEPWithSHA-512/224AndMGF1Padding"
                  + " RSA/ECB/OAEPWithSHA-512/256AndMGF1Padding DESede/CBC/NoPadding"
                  + " DESede/CBC/PKCS5Padding Holdfast"),
          Map.entry("Mac", "Hmac* AESCMAC AES-CMAC"),
          Map.entry(
              "KeyAgreement",
              "ECDH XDH X25519 X448 ECDHwithSHA1KDF ECDHwithSHA224KDF ECDHwithSHA256KDF"
                  + " ECDHwithSHA384KDF ECDHwithSHA512KDF XDHwithSHA256HKDF XDHwithSHA384HKDF"
                  + " XDHwithSHA512HKDF"),
          Map.entry("KEM", "ML-KEM ML-KEM-512 ML-KEM-768 ML-KEM-1024"),
          Map.entry("KDF", "HKDF-SHA256 HKDF-SHA384 HKDF-SHA512"),
          Map.entry("KeyGenerator", "AES ChaCha20 DESede Hmac* Holdfast"),
          Map.entry("SecretKeyFactory", "AES ChaCha20 DESede Generic Hmac*"),
          Map.entry(
              "KeyPairGenerator",
              "RSA RSASSA-PSS EC EdDSA Ed25519 Ed448 XDH X25519 X448"
                  + " ML-DSA ML-DSA-44 ML-DSA-65 ML-DSA-87"
                  + " ML-KEM ML-KEM-512 ML-KEM-768 ML-KEM-1024"),
          Map.entry(
              "KeyFactory",
              "RSA RSASSA-PSS EC EdDSA Ed25519 Ed448 XDH X25519 X448"
                  + " ML-DSA ML-DSA-44 ML-DSA-65 ML-DSA-87"
                  + " ML-KEM ML-KEM-512 ML-KEM-768 ML-KEM-1024"),
          Map.entry("AlgorithmParameters", "CCM"),
          Map.entry("KeyStore", "Holdfast"));

  /**
   * What backends do not offer, by how it begins: algorithms and keys as their specs name them. All
   * else they do; where a newer token offers more, this has to be told.
   */
  private static final Map<String, List<String>> LACKING =
      Map.of(
          "auto",
          List.of(),
          "openssl",
          List.of(),
          "jdk",
          List.of(
              "AES_CCM", "AES_CMAC", "ECC_BRAINPOOL", "ECC_SECG", "ML_DSA", "ML_KEM", "SLH_DSA"),
          "accp",
          List.of(
              "AES_CCM",
              "AES_CMAC",
              "AES_CTR",
              "AES_ECB",
              "AES_KW",
              "CHACHA20_POLY1305",
              "DES_EDE_CBC",
              "ECC_BRAINPOOL",
              "ECC_EDWARDS448",
              "ECC_X25519",
              "ECC_X448",
              "HMAC_SHA3_",
              "HMAC_SHA_224",
              "HMAC_SHA_512_",
              "ML_KEM",
              "SLH_DSA",
              "XDH"),
          "bc",
          List.of("AES_KW"),
          "SOFTHSM",
          List.of(
              "ML_",
              "SLH_DSA",
              "HKDF",
              "GENERIC",
              "CHACHA20",
              "AES_CCM",
              "HMAC_SHA3_",
              "HMAC_SHA_512_"),
          "NSS",
          List.of(
              "ML_",
              "SLH_DSA",
              "HKDF",
              "GENERIC",
              "ECC_X25519",
              "ECC_X448",
              "EDDSA",
              "ECC_NIST_EDWARDS25519",
              "ECC_EDWARDS448",
              "ECC_SECG",
              "ECC_BRAINPOOL",
              "AES_CCM",
              "HMAC_SHA3_",
              "HMAC_SHA_512_"));

  private static final Map<String, Set<String>> BY_ENGINE = new HashMap<>();

  static {
    NAMES.forEach((engine, names) -> BY_ENGINE.put(engine, names(names)));
  }

  private Promises() {}

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : text.split(" ", -1)) {
      for (String digest : DIGESTS.split(" ", -1)) {
        names.add(name.replace("*", digest));
      }
    }
    return names;
  }

  /** The engine types of the JCA, for some of which a JDK can be too old. */
  static Set<String> engines() {
    return BY_ENGINE.keySet();
  }

  /** What was promised of an engine type, by the names that callers use. */
  static Set<String> of(String engine) {
    return BY_ENGINE.getOrDefault(engine, Set.of());
  }

  static boolean has(String engine, String algorithm) {
    return of(engine).contains(algorithm);
  }

  /** What computes with a backend's keys: the make of its token, or the engine. */
  static String setup(Backend backend) {
    return backend.hasToken()
        ? backend.make().name()
        : System.getProperty("holdfast.engine", "auto");
  }

  /** Bytes of the longest IV with which a token of that make computes AES-GCM. */
  static int longestGcmIv(String setup) {
    // OpenSSL takes no longer ones, and SoftHSM does not look at its answer.
    return setup.equals("SOFTHSM") ? 128 : Integer.MAX_VALUE;
  }

  /** By setup, how the names of all begin that it lacks. */
  static Map<String, List<String>> lacking() {
    return LACKING;
  }

  /** Whether a backend is known to lack an algorithm, or keys of a kind; all else it has. */
  static boolean lacks(Backend backend, Algorithm algorithm) {
    return mayLack(setup(backend), algorithm.toString());
  }

  /** Whether a backend of that setup is known to lack it. */
  static boolean mayLack(String setup, String what) {
    return LACKING.get(setup).stream().anyMatch(what::startsWith);
  }
}
