// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import java.security.KeyStore;

/** Deletes an entry, and says when. */
final class DeletingProcess {
  private DeletingProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration and the alias
   */
  public static void main(String[] arguments) throws Exception {
    KeyStore keyStore =
        KeyStore.getInstance("Holdfast", new HoldfastProvider().configure(arguments[0]));
    keyStore.load(null, null);
    keyStore.deleteEntry(arguments[1]);
    System.out.println("deleted " + System.currentTimeMillis());
  }
}
