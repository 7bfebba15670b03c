// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;

/**
 * The JCA's engine types that Holdfast serves, each with the one SPI class behind it. A row of the
 * table says which.
 *
 * <p>The classes are named and not referred to, and there is not a lambda here: this is what a JVM
 * loads that has Holdfast registered and never uses it.
 */
public enum JcaEngine {
  KEY_PAIR_GENERATOR("KeyPairGenerator", "HoldfastKeyPairGenerator") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastKeyPairGenerator(vaults, row.name(), (GeneratorRows.Generator) row.form());
    }
  },
  KEY_GENERATOR("KeyGenerator", "HoldfastKeyGenerator") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastKeyGenerator(vaults, ((GeneratorRows.Generator) row.form()).defaults());
    }
  },
  SECRET_KEY_FACTORY("SecretKeyFactory", "HoldfastSecretKeyFactory") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastSecretKeyFactory(
          vaults, ((GeneratorRows.Generator) row.form()).defaults());
    }
  },
  KEY_FACTORY("KeyFactory", "HoldfastKeyFactory") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastKeyFactory(vaults, row.name(), (FactoryRows.Taking) row.form());
    }
  },
  SIGNATURE("Signature", "HoldfastSignature") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastSignature(row.name(), (SignatureRows.Signing) row.form());
    }
  },
  CIPHER("Cipher", "HoldfastCipher") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return CipherModes.cipher(row);
    }
  },
  MAC("Mac", "HoldfastMac") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastMac(((MacRows.Mac) row.form()).scheme());
    }
  },
  KEY_AGREEMENT("KeyAgreement", "HoldfastKeyAgreement") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastKeyAgreement(row);
    }
  },
  ALGORITHM_PARAMETERS("AlgorithmParameters", "HoldfastParameters") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastParameters(row.name());
    }
  },
  KEM("KEM", "HoldfastKem", 21) {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastKem(row, vaults);
    }
  },
  KDF("KDF", "HoldfastKdf", 25) {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults)
        throws InvalidAlgorithmParameterException {
      return new HoldfastKdf(row);
    }
  },
  KEY_STORE("KeyStore", "HoldfastKeyStore") {
    @Override
    Object make(AlgorithmTable.Row row, VaultAccess vaults) {
      return new HoldfastKeyStore(vaults);
    }
  };

  private final String type;
  private final String spi;
  private final int since;

  JcaEngine(String type, String spi) {
    this(type, spi, 17);
  }

  JcaEngine(String type, String spi, int since) {
    this.type = type;
    this.spi = spi;
    this.since = since;
  }

  /** The JDK with which the JCA has got this engine type; 17 for all that are older. */
  public int since() {
    return since;
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

  /** A new SPI object for a row, made without I/O. */
  abstract Object make(AlgorithmTable.Row row, VaultAccess vaults) throws GeneralSecurityException;
}
