// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a name stands for: a key with the certificates set under that name, or a certificate alone.
 *
 * @param key the key; empty for a trusted certificate
 * @param chain the key's certificates, its own first, may be empty; or the one trusted certificate
 */
public record Entry(
    String name, Instant created, Optional<ManagedKey> key, List<X509Certificate> chain) {
  public Entry {
    chain = List.copyOf(chain);
  }
}
