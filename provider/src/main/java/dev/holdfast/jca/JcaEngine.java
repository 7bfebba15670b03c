// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

/**
 * The JCA's engine types that Holdfast serves, each with the one SPI class behind it. A row of the
 * table says which, and {@link Engines} makes it.
 *
 * <p>The classes are named and not referred to, and there is neither a lambda here nor a constant
 * with a body: this is what a JVM loads that has Holdfast registered and never uses it.
 */
public enum JcaEngine {
  KEY_PAIR_GENERATOR("KeyPairGenerator", "HoldfastKeyPairGenerator"),
  KEY_GENERATOR("KeyGenerator", "HoldfastKeyGenerator"),
  SECRET_KEY_FACTORY("SecretKeyFactory", "HoldfastSecretKeyFactory"),
  KEY_FACTORY("KeyFactory", "HoldfastKeyFactory"),
  SIGNATURE("Signature", "HoldfastSignature"),
  CIPHER("Cipher", "HoldfastCipher"),
  MAC("Mac", "HoldfastMac"),
  KEY_AGREEMENT("KeyAgreement", "HoldfastKeyAgreement"),
  ALGORITHM_PARAMETERS("AlgorithmParameters", "HoldfastParameters"),
  KEM("KEM", "HoldfastKem", 21),
  KDF("KDF", "HoldfastKdf", 25),
  KEY_STORE("KeyStore", "HoldfastKeyStore");

  private final String type;
  private final String spi;
  private final int since;
  private final boolean there;

  JcaEngine(String type, String spi) {
    this(type, spi, 17);
  }

  JcaEngine(String type, String spi, int since) {
    this.type = type;
    this.spi = spi;
    this.since = since;
    this.there = since <= Runtime.version().feature() || isBackported(type);
  }

  /** Later builds of JDK 17 have got KEM, which needs nothing else that is newer. */
  private static boolean isBackported(String type) {
    return type.equals("KEM")
        && Class.forName(Object.class.getModule(), "javax.crypto.KEM") != null;
  }

  /** The JDK with which the JCA has got this engine type; 17 for all that are older. */
  public int since() {
    return since;
  }

  /** Whether the JCA of this JDK has it. */
  public boolean isThere() {
    return there;
  }

  /** The engine type's standard name. */
  public String type() {
    return type;
  }

  /** The full name of the SPI class. */
  public String className() {
    return "dev.holdfast.jca.".concat(spi);
  }

  /** Whether it makes keys. */
  boolean isGenerator() {
    return this == KEY_PAIR_GENERATOR || this == KEY_GENERATOR;
  }

  /** Whether it makes keys or takes them in, and so hides from callers that do not name us. */
  boolean isHidden() {
    return isGenerator() || this == KEY_FACTORY || this == SECRET_KEY_FACTORY;
  }
}
