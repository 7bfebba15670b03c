// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SoftHsmTokens;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A SoftHSM2 with tokens in a temporary directory. A machine without SoftHSM2 fails these tests, on
 * purpose.
 */
final class SoftHsm implements AutoCloseable {
  static final String PIN = "1234-user";
  static final String SO_PIN = "5678-so";

  final SoftHsmTokens tokens;
  final Pkcs11Module module;

  private SoftHsm(SoftHsmTokens tokens, Pkcs11Module module) {
    this.tokens = tokens;
    this.module = module;
  }

  static SoftHsm start(Path directory, String... labels) throws Exception {
    return start(Libraries.softHsm(), directory, labels);
  }

  static SoftHsm start(Path library, Path directory, String... labels) throws Exception {
    SoftHsmTokens tokens = prepare(directory, labels);
    return new SoftHsm(tokens, Pkcs11Module.open(library, Optional.empty()));
  }

  static SoftHsmTokens prepare(Path directory, String... labels) throws Exception {
    SoftHsmTokens tokens = SoftHsmTokens.at(directory.resolve("softhsm2.conf"));
    for (String label : labels) {
      tokens.add(label, SO_PIN, PIN);
    }
    return tokens.use();
  }

  Token token(String label) throws Pkcs11Exception {
    return module.token(label);
  }

  /** A pool that is logged in. */
  SessionPool pool(String label) throws Pkcs11Exception {
    SessionPool pool = SessionPool.open(token(label), PoolSettings.defaults());
    pool.login(PIN::toCharArray);
    return pool;
  }

  @Override
  public void close() {
    module.close();
  }
}
