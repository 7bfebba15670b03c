// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.kms.api.KeyService;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.KeyServices;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.time.Clock;
import java.util.Optional;

/**
 * The way to what the JCA has no words for: the key management service of a vault.
 *
 * <p>Keys are the same wherever they are asked for: what {@code createKey} makes and names is in
 * the {@code KeyStore}, and what a KeyStore names is listed by the service.
 *
 * <p><b>Threads:</b> safe for use by several threads. A vault is opened once in a process and
 * shared.
 */
public final class Holdfast {
  private Holdfast() {}

  /**
   * The service of the configuration that {@link HoldfastProvider} uses: the system property {@code
   * holdfast.config}, else the variable {@code HOLDFAST_CONFIG}.
   *
   * @throws KeyStoreException if there is none, or its vault cannot be opened; the message says why
   */
  public static KeyService keyService() throws KeyStoreException {
    return of(KeyServices::configured);
  }

  /**
   * The service of a configuration.
   *
   * @param configuration the properties file
   * @throws KeyStoreException if its vault cannot be opened; the message says why
   */
  public static KeyService keyService(Path configuration) throws KeyStoreException {
    return keyService(configuration, Optional.empty(), Clock.systemUTC());
  }

  /**
   * The service of a configuration.
   *
   * @param configuration the properties file
   * @param pin the vault's PIN; empty for the configuration's. The caller wipes it.
   * @param clock what rotations and deletions go by, if the vault is not open yet
   * @throws KeyStoreException if its vault cannot be opened; the message says why
   */
  public static KeyService keyService(Path configuration, Optional<char[]> pin, Clock clock)
      throws KeyStoreException {
    return of(() -> KeyServices.ofFile(configuration, pin, clock));
  }

  private interface Opening {
    KeyService service() throws KeyOperationException;
  }

  private static KeyService of(Opening opening) throws KeyStoreException {
    try {
      return opening.service();
    } catch (KeyOperationException e) {
      throw new KeyStoreException(e.getMessage(), e);
    }
  }
}
