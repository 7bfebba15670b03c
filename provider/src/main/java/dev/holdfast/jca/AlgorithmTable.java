// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.Scheme.AES_GCM;
import static dev.holdfast.jca.AlgorithmTable.Scheme.ECDSA;
import static dev.holdfast.jca.AlgorithmTable.Scheme.HMAC;
import static dev.holdfast.jca.AlgorithmTable.Scheme.KEY_STORE;
import static dev.holdfast.jca.AlgorithmTable.Scheme.PAIRS;
import static dev.holdfast.jca.AlgorithmTable.Scheme.RSA_OAEP;
import static dev.holdfast.jca.AlgorithmTable.Scheme.RSA_PKCS1;
import static dev.holdfast.jca.AlgorithmTable.Scheme.RSA_PSS;
import static dev.holdfast.jca.AlgorithmTable.Scheme.SECRETS;
import static dev.holdfast.model.Digest.SHA_1;
import static dev.holdfast.model.Digest.SHA_256;
import static dev.holdfast.model.Digest.SHA_384;
import static dev.holdfast.model.Digest.SHA_512;

import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;

/**
 * Every algorithm that Holdfast offers, one row each. The provider registers from it, and the
 * README's table and the conformance tests are made from it.
 *
 * <p>Immutable. Names and object identifiers are those of the Java Security Standard Algorithm
 * Names; beside them stand the names under which other libraries ask.
 *
 * <p>Every JVM that has Holdfast registered reads it at its start, used or not. So rows are plain
 * data, with no lambda and no class of an engine: those would cost more than all the rest.
 */
public final class AlgorithmTable {
  private static final List<Row> ROWS =
      List.of(
          row(PAIRS, KeyType.RSA, null, "RSA", "1.2.840.113549.1.1.1"),
          row(PAIRS, KeyType.EC, null, "EC", "1.2.840.10045.2.1", "EllipticCurve"),
          row(SECRETS, KeyType.AES, null, "AES", "2.16.840.1.101.3.4.1"),
          row(SECRETS, KeyType.HMAC, SHA_256, "HmacSHA256", "1.2.840.113549.2.9"),
          row(SECRETS, KeyType.HMAC, SHA_384, "HmacSHA384", "1.2.840.113549.2.10"),
          row(SECRETS, KeyType.HMAC, SHA_512, "HmacSHA512", "1.2.840.113549.2.11"),
          row(RSA_PKCS1, KeyType.RSA, null, "NONEwithRSA"),
          row(RSA_PKCS1, KeyType.RSA, SHA_256, "SHA256withRSA", "1.2.840.113549.1.1.11"),
          row(RSA_PKCS1, KeyType.RSA, SHA_384, "SHA384withRSA", "1.2.840.113549.1.1.12"),
          row(RSA_PKCS1, KeyType.RSA, SHA_512, "SHA512withRSA", "1.2.840.113549.1.1.13"),
          row(RSA_PSS, KeyType.RSA, null, "RSASSA-PSS", "1.2.840.113549.1.1.10", "PSS"),
          // Bouncy Castle's names, under which it and Netty ask for PSS with a digest's defaults.
          pss(SHA_256, "SHA256withRSAandMGF1", "SHA256withRSA/PSS", "SHA256withRSASSA-PSS"),
          pss(SHA_384, "SHA384withRSAandMGF1", "SHA384withRSA/PSS", "SHA384withRSASSA-PSS"),
          pss(SHA_512, "SHA512withRSAandMGF1", "SHA512withRSA/PSS", "SHA512withRSASSA-PSS"),
          row(ECDSA, KeyType.EC, null, "NONEwithECDSA"),
          row(ECDSA, KeyType.EC, SHA_256, "SHA256withECDSA", "1.2.840.10045.4.3.2"),
          row(ECDSA, KeyType.EC, SHA_384, "SHA384withECDSA", "1.2.840.10045.4.3.3"),
          row(ECDSA, KeyType.EC, SHA_512, "SHA512withECDSA", "1.2.840.10045.4.3.4"),
          row(AES_GCM, KeyType.AES, null, "AES/GCM/NoPadding"),
          oaep(SHA_1, "RSA/ECB/OAEPPadding"),
          oaep(SHA_1, "RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "RSA/ECB/OAEPWithSHA1AndMGF1Padding"),
          oaep(SHA_256, "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"),
          oaep(SHA_384, "RSA/ECB/OAEPWithSHA-384AndMGF1Padding"),
          oaep(SHA_512, "RSA/ECB/OAEPWithSHA-512AndMGF1Padding"),
          row(HMAC, KeyType.HMAC, SHA_256, "HmacSHA256", "1.2.840.113549.2.9"),
          row(HMAC, KeyType.HMAC, SHA_384, "HmacSHA384", "1.2.840.113549.2.10"),
          row(HMAC, KeyType.HMAC, SHA_512, "HmacSHA512", "1.2.840.113549.2.11"),
          row(KEY_STORE, null, null, "Holdfast"));

  private AlgorithmTable() {}

  /** What a row's algorithm does; several may share the one SPI class of their engine. */
  public enum Scheme {
    PAIRS("KeyPairGenerator", "dev.holdfast.jca.HoldfastKeyPairGenerator"),
    SECRETS("KeyGenerator", "dev.holdfast.jca.HoldfastKeyGenerator"),
    RSA_PKCS1("Signature", "dev.holdfast.jca.HoldfastSignature"),
    RSA_PSS("Signature", "dev.holdfast.jca.HoldfastSignature"),
    ECDSA("Signature", "dev.holdfast.jca.HoldfastSignature"),
    AES_GCM("Cipher", "dev.holdfast.jca.HoldfastCipher"),
    RSA_OAEP("Cipher", "dev.holdfast.jca.HoldfastCipher"),
    HMAC("Mac", "dev.holdfast.jca.HoldfastMac"),
    KEY_STORE("KeyStore", "dev.holdfast.jca.HoldfastKeyStore");

    private final String type;
    private final String engine;

    Scheme(String type, String engine) {
      this.type = type;
      this.engine = engine;
    }

    /** Whether it makes keys, and so hides from callers that do not name the provider. */
    boolean isGenerator() {
      return this == PAIRS || this == SECRETS;
    }

    /** The name of the SPI class. */
    String engine() {
      return engine;
    }
  }

  /**
   * One algorithm.
   *
   * @param key the type of key it makes or uses; null for the key store
   * @param digest the digest that the name says; null where it says none
   * @param name the standard name
   * @param aliases other names, object identifiers among them in both forms the JCA knows
   */
  public record Row(Scheme scheme, KeyType key, Digest digest, String name, List<String> aliases) {
    /** The JCA's engine type, as in {@code Signature}. */
    public String type() {
      return scheme.type;
    }

    /** Whether it uses keys of ours that are like this. */
    boolean accepts(KeySpec spec) {
      return !scheme.isGenerator()
          && spec.type() == key
          && (scheme != HMAC || spec.digest().orElseThrow() == digest);
    }

    /** Makes the SPI object, without I/O. */
    Object make(VaultAccess vaults) {
      return switch (scheme) {
        case PAIRS -> new HoldfastKeyPairGenerator(vaults, defaults());
        case SECRETS -> new HoldfastKeyGenerator(vaults, defaults());
        case RSA_PKCS1 -> new HoldfastSignature(name, SignScheme.Kind.RSA_PKCS1, digest);
        case RSA_PSS -> new HoldfastSignature(name, SignScheme.Kind.RSA_PSS, digest);
        case ECDSA -> new HoldfastSignature(name, SignScheme.Kind.ECDSA, digest);
        case AES_GCM -> new HoldfastCipher(name, new GcmMode());
        case RSA_OAEP -> new HoldfastCipher(name, new OaepMode(name, digest));
        case HMAC -> new HoldfastMac(MacScheme.of(digest));
        case KEY_STORE -> new HoldfastKeyStore(vaults);
      };
    }

    /** The key that a generator makes when it is told nothing. */
    private KeySpec defaults() {
      return switch (key) {
        case RSA -> KeySpec.rsa(3072);
        case EC -> KeySpec.ec(EcCurve.P_256);
        case AES -> KeySpec.aes(256);
        case HMAC -> KeySpec.hmac(digest);
      };
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

  private static Row pss(Digest digest, String name, String... aliases) {
    return row(RSA_PSS, KeyType.RSA, digest, name, aliases);
  }

  private static Row oaep(Digest digest, String name, String... aliases) {
    return row(RSA_OAEP, KeyType.RSA, digest, name, aliases);
  }

  /** An object identifier among the aliases is entered in the two forms the JCA asks for. */
  private static Row row(
      Scheme scheme, KeyType key, Digest digest, String name, String... aliases) {
    List<String> names = new ArrayList<>();
    for (String alias : aliases) {
      names.add(alias);
      if (Character.isDigit(alias.charAt(0))) {
        names.add("OID.".concat(alias));
      }
    }
    return new Row(scheme, key, digest, name, List.copyOf(names));
  }
}
