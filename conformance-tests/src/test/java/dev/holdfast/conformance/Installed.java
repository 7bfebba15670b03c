// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.security.Provider;
import java.security.Security;

/** Holdfast in the JVM's list of providers, until it is closed. */
final class Installed implements AutoCloseable {
  private Installed() {}

  /** The documented place. */
  static Installed last(Fixture fixture) {
    return at(fixture.provider(), Security.getProviders().length + 1);
  }

  static Installed at(Provider provider, int position) {
    Security.removeProvider("Holdfast");
    Security.insertProviderAt(provider, position);
    return new Installed();
  }

  @Override
  public void close() {
    Security.removeProvider("Holdfast");
  }
}
