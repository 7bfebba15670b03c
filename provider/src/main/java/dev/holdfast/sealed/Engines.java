// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

/** The engines by the names they have in the configuration. */
public final class Engines {
  private Engines() {}

  /**
   * An engine. Loads nothing: what is missing is said by the first use.
   *
   * @param name auto, jdk, accp, bc or openssl
   */
  public static Engine of(String name) {
    return name.equals(OpenSslEngine.NAME) ? new OpenSslEngine() : ProviderEngine.of(name);
  }
}
