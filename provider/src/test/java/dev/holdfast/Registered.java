// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.security.Provider;
import java.security.Security;

/** Holdfast in the JVM's provider list for as long as a test lasts. */
record Registered(Provider provider) implements AutoCloseable {
  static Registered first(Provider provider) {
    Security.insertProviderAt(provider, 1);
    return new Registered(provider);
  }

  static Registered last(Provider provider) {
    Security.addProvider(provider);
    return new Registered(provider);
  }

  @Override
  public void close() {
    Security.removeProvider(provider.getName());
  }
}
