// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the provider of the JDK for an algorithm, whatever else is registered and in whatever
 * order, so that the engine's results do not depend on the configuration around it and never come
 * back to Holdfast.
 */
final class JdkProviders {
  private static final List<String> PREFERRED =
      List.of("SunRsaSign", "SunEC", "SunJCE", "SUN", "BCFIPS", "BC");
  private static final Map<String, Provider> FOUND = new ConcurrentHashMap<>();

  private JdkProviders() {}

  static Provider of(String type, String algorithm) throws NoSuchAlgorithmException {
    String wanted = type + "." + algorithm;
    Provider found = FOUND.get(wanted);
    if (found == null) {
      found = find(type, algorithm);
      FOUND.put(wanted, found);
    }
    return found;
  }

  private static Provider find(String type, String algorithm) throws NoSuchAlgorithmException {
    for (String name : PREFERRED) {
      Provider provider = Security.getProvider(name);
      if (provider != null && offers(provider, type, algorithm)) {
        return provider;
      }
    }
    // Another vendor's JDK: its own providers stand in the list too.
    for (Provider provider : Security.getProviders()) {
      if (!provider.getName().equals("Holdfast") && offers(provider, type, algorithm)) {
        return provider;
      }
    }
    throw new NoSuchAlgorithmException("No provider of this JDK offers " + type + " " + algorithm);
  }

  private static boolean offers(Provider provider, String type, String algorithm) {
    if (provider.getService(type, algorithm) != null) {
      return true;
    }
    // A transformation may be registered by its algorithm alone.
    int slash = algorithm.indexOf('/');
    return slash > 0 && provider.getService(type, algorithm.substring(0, slash)) != null;
  }
}
