// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.security.GeneralSecurityException;

/** Makes the SPI objects; apart from {@link JcaEngine}, as this is loaded by the first use only. */
final class Engines {
  private Engines() {}

  /** A new SPI object for a row, made without I/O. */
  static Object make(AlgorithmTable.Row row, VaultAccess vaults) throws GeneralSecurityException {
    return switch (row.engine()) {
      case KEY_PAIR_GENERATOR ->
          new HoldfastKeyPairGenerator(vaults, row.name(), (GeneratorRows.Generator) row.form());
      case KEY_GENERATOR ->
          new HoldfastKeyGenerator(vaults, ((GeneratorRows.Generator) row.form()).defaults());
      case SECRET_KEY_FACTORY ->
          new HoldfastSecretKeyFactory(vaults, ((GeneratorRows.Generator) row.form()).defaults());
      case KEY_FACTORY ->
          new HoldfastKeyFactory(vaults, row.name(), (FactoryRows.Taking) row.form());
      case SIGNATURE -> new HoldfastSignature(row.name(), (SignatureRows.Signing) row.form());
      case CIPHER -> CipherModes.cipher(row);
      case MAC -> new HoldfastMac(((MacRows.Mac) row.form()).scheme());
      case KEY_AGREEMENT -> new HoldfastKeyAgreement(row);
      case ALGORITHM_PARAMETERS -> new HoldfastParameters(row.name());
      case KEM -> new HoldfastKem(row, vaults);
      case KDF -> new HoldfastKdf(row);
      case KEY_STORE -> new HoldfastKeyStore(vaults);
    };
  }
}
