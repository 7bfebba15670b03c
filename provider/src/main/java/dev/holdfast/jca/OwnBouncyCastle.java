// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * An instance of Bouncy Castle's provider for what the JDK does not have, which is not registered.
 */
final class OwnBouncyCastle {
  private OwnBouncyCastle() {}

  /** Apart, since a provider of that size is made only if it is needed. */
  private static final class Holder {
    private static final Provider PROVIDER = new BouncyCastleProvider();
  }

  static Provider provider() {
    return Holder.PROVIDER;
  }

  /** Whether no registered provider but Holdfast has an algorithm. */
  static boolean isNeededFor(String type, String name) {
    for (Provider provider : Security.getProviders()) {
      if (!provider.getName().equals("Holdfast") && offers(provider, type, name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean offers(Provider provider, String type, String name) {
    if (provider.getService(type, name) != null) {
      return true;
    }
    if (!type.equals("Cipher")) {
      return false;
    }
    // A transformation can be registered in parts; only Cipher itself puts them together.
    try {
      return Cipher.getInstance(name, provider) != null;
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      return false;
    }
  }
}
