// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme.Kind;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Every algorithm that Holdfast offers, one row each. The provider registers from it, and the
 * README's table and the conformance tests are made from it.
 *
 * <p>Immutable. Names and object identifiers are those of the Java Security Standard Algorithm
 * Names; beside them stand the names under which other libraries ask.
 */
public final class AlgorithmTable {
  static final String SIGNATURE = "Signature";
  static final String CIPHER = "Cipher";
  static final String MAC = "Mac";
  static final String KEY_PAIR_GENERATOR = "KeyPairGenerator";
  static final String KEY_GENERATOR = "KeyGenerator";
  static final String KEY_STORE = "KeyStore";

  private static final List<Row> ROWS = build();

  private AlgorithmTable() {}

  /**
   * One algorithm.
   *
   * @param type the JCA's engine type, as in {@code Signature}
   * @param name the standard name
   * @param aliases other names, object identifiers among them
   * @param engine the one SPI class of the engine
   * @param accepts which keys of ours it serves; nothing for engines that take no key
   * @param factory makes the SPI object, without I/O
   */
  public record Row(
      String type,
      String name,
      List<String> aliases,
      Class<?> engine,
      Predicate<KeySpec> accepts,
      Function<VaultAccess, Object> factory) {
    /** Whether it makes keys, and so hides from callers that do not name the provider. */
    boolean isGenerator() {
      return type.equals(KEY_PAIR_GENERATOR) || type.equals(KEY_GENERATOR);
    }
  }

  /** The table, in the order in which people read it. */
  public static List<Row> rows() {
    return ROWS;
  }

  /** The services of a provider, all rows, over its vaults. */
  public static List<Provider.Service> services(Provider provider, VaultAccess vaults) {
    List<Provider.Service> services = new ArrayList<>();
    for (Row row : ROWS) {
      services.add(new HoldfastService(provider, row, vaults));
    }
    return services;
  }

  private static List<Row> build() {
    List<Row> rows = new ArrayList<>();
    rows.add(pairs(KeySpec.rsa(3072), names("1.2.840.113549.1.1.1")));
    rows.add(pairs(KeySpec.ec(EcCurve.P_256), names("1.2.840.10045.2.1", "EllipticCurve")));
    rows.add(secrets(KeySpec.aes(256), names("2.16.840.1.101.3.4.1")));
    addSignatures(rows);
    addCiphers(rows);
    addMacs(rows);
    rows.add(
        new Row(
            KEY_STORE,
            "Holdfast",
            List.of(),
            HoldfastKeyStore.class,
            spec -> false,
            HoldfastKeyStore::new));
    return List.copyOf(rows);
  }

  private static void addSignatures(List<Row> rows) {
    rows.add(signature("NONEwithRSA", Kind.RSA_PKCS1, null, List.of()));
    rows.add(
        signature("SHA256withRSA", Kind.RSA_PKCS1, Digest.SHA_256, names("1.2.840.113549.1.1.11")));
    rows.add(
        signature("SHA384withRSA", Kind.RSA_PKCS1, Digest.SHA_384, names("1.2.840.113549.1.1.12")));
    rows.add(
        signature("SHA512withRSA", Kind.RSA_PKCS1, Digest.SHA_512, names("1.2.840.113549.1.1.13")));
    rows.add(signature("RSASSA-PSS", Kind.RSA_PSS, null, names("1.2.840.113549.1.1.10", "PSS")));
    for (Digest digest : List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
      // Bouncy Castle's names, under which it and Netty ask for PSS with a digest's defaults.
      String prefix = digest.jcaName().replace("-", "") + "withRSA";
      rows.add(
          signature(
              prefix + "andMGF1",
              Kind.RSA_PSS,
              digest,
              List.of(prefix + "/PSS", prefix + "SSA-PSS")));
    }
    rows.add(signature("NONEwithECDSA", Kind.ECDSA, null, List.of()));
    rows.add(
        signature("SHA256withECDSA", Kind.ECDSA, Digest.SHA_256, names("1.2.840.10045.4.3.2")));
    rows.add(
        signature("SHA384withECDSA", Kind.ECDSA, Digest.SHA_384, names("1.2.840.10045.4.3.3")));
    rows.add(
        signature("SHA512withECDSA", Kind.ECDSA, Digest.SHA_512, names("1.2.840.10045.4.3.4")));
  }

  private static void addCiphers(List<Row> rows) {
    rows.add(
        new Row(
            CIPHER,
            "AES/GCM/NoPadding",
            List.of(),
            HoldfastCipher.class,
            spec -> spec.type() == KeyType.AES,
            vaults -> new HoldfastCipher("AES/GCM/NoPadding", new GcmMode())));
    rows.add(oaep("RSA/ECB/OAEPPadding", Digest.SHA_1, List.of()));
    rows.add(
        oaep(
            "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
            Digest.SHA_1,
            List.of("RSA/ECB/OAEPWithSHA1AndMGF1Padding")));
    for (Digest digest : List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
      rows.add(oaep("RSA/ECB/OAEPWith" + digest.jcaName() + "AndMGF1Padding", digest, List.of()));
    }
  }

  private static void addMacs(List<Row> rows) {
    for (MacScheme scheme : MacScheme.values()) {
      List<String> aliases =
          switch (scheme) {
            case HMAC_SHA_256 -> names("1.2.840.113549.2.9");
            case HMAC_SHA_384 -> names("1.2.840.113549.2.10");
            case HMAC_SHA_512 -> names("1.2.840.113549.2.11");
          };
      rows.add(secrets(KeySpec.hmac(scheme.digest()), aliases));
      rows.add(
          new Row(
              MAC,
              scheme.jcaName(),
              aliases,
              HoldfastMac.class,
              spec -> spec.digest().filter(scheme.digest()::equals).isPresent(),
              vaults -> new HoldfastMac(scheme)));
    }
  }

  private static Row pairs(KeySpec defaults, List<String> aliases) {
    return new Row(
        KEY_PAIR_GENERATOR,
        defaults.jcaName(),
        aliases,
        HoldfastKeyPairGenerator.class,
        spec -> false,
        vaults -> new HoldfastKeyPairGenerator(vaults, defaults));
  }

  private static Row secrets(KeySpec defaults, List<String> aliases) {
    return new Row(
        KEY_GENERATOR,
        defaults.jcaName(),
        aliases,
        HoldfastKeyGenerator.class,
        spec -> false,
        vaults -> new HoldfastKeyGenerator(vaults, defaults));
  }

  private static Row signature(String name, Kind kind, Digest digest, List<String> aliases) {
    KeyType type = kind == Kind.ECDSA ? KeyType.EC : KeyType.RSA;
    return new Row(
        SIGNATURE,
        name,
        aliases,
        HoldfastSignature.class,
        spec -> spec.type() == type,
        vaults -> new HoldfastSignature(name, kind, digest));
  }

  private static Row oaep(String name, Digest digest, List<String> aliases) {
    return new Row(
        CIPHER,
        name,
        aliases,
        HoldfastCipher.class,
        spec -> spec.type() == KeyType.RSA,
        vaults -> new HoldfastCipher(name, new OaepMode(name, digest)));
  }

  /** An object identifier in the two forms in which the JCA is asked for one, and other names. */
  private static List<String> names(String oid, String... others) {
    List<String> names = new ArrayList<>(List.of(others));
    names.add(oid);
    names.add("OID." + oid);
    return List.copyOf(names);
  }
}
