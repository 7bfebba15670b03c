// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.MacScheme;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;

/** Message authentication codes with a provider's keys: each scheme bears the JCA's name. */
final class MacKeys {
  private MacKeys() {}

  /** Every algorithm of the JCA that a scheme comes down to. */
  static List<JcaName> ways() {
    return Stream.of(MacScheme.values()).map(scheme -> JcaName.mac(scheme.jcaName())).toList();
  }

  static Optional<JcaName> wayOf(MacScheme scheme) {
    return Optional.of(JcaName.mac(scheme.jcaName()));
  }

  static byte[] mac(ProviderKey key, MacScheme scheme, byte[] in, int offset, int length)
      throws GeneralSecurityException {
    Mac mac = key.mac(scheme.jcaName());
    mac.update(in, offset, length);
    return mac.doFinal();
  }
}
