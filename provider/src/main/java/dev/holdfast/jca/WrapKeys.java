// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.WrapKeyDerivation.Function;
import org.bouncycastle.crypto.DerivationFunction;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KDFParameters;
import org.bouncycastle.jcajce.provider.util.DigestFactory;
import org.bouncycastle.jcajce.spec.UserKeyingMaterialSpec;

/**
 * Derives the keys that wrap CMS's keys, by Bouncy Castle. Apart from {@link WrapKeyDerivation},
 * which is in the table and so is loaded by the first question of any program.
 */
final class WrapKeys {
  private WrapKeys() {}

  /**
   * Makes a key.
   *
   * @param material what both sides know; null for nothing
   * @return {@code length} bytes, which the caller wipes
   */
  static byte[] derive(
      WrapKeyDerivation way, byte[] secret, UserKeyingMaterialSpec material, int length) {
    byte[] known = material == null ? null : material.getUserKeyingMaterial();
    org.bouncycastle.crypto.Digest hash = DigestFactory.getDigest(way.digest().jcaName());
    DerivationFunction derivation;
    if (way.function() == Function.HKDF) {
      derivation = new HKDFBytesGenerator(hash);
      derivation.init(
          new HKDFParameters(secret, material == null ? null : material.getSalt(), known));
    } else {
      derivation = new KDF2BytesGenerator(hash);
      derivation.init(new KDFParameters(secret, known));
    }
    byte[] key = new byte[length];
    derivation.generateBytes(key, 0, length);
    return key;
  }
}
