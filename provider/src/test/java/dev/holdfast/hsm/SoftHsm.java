// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.backend.KeyContext;
import dev.holdfast.config.HsmSettings;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SoftHsmTokens;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * A SoftHSM2 token in a temporary directory, and the tools that other people use on it. A machine
 * without SoftHSM2 or OpenSC fails these tests, on purpose.
 */
final class SoftHsm {
  static final String PIN = "1234-user";
  static final String TOKEN = "payments";

  private final SoftHsmTokens tokens;

  private SoftHsm(SoftHsmTokens tokens) {
    this.tokens = tokens;
  }

  /** Makes a token and points this process's SoftHSM at it. */
  static SoftHsm start(Path directory) throws Exception {
    SoftHsmTokens tokens = SoftHsmTokens.at(directory.resolve("softhsm2.conf"));
    tokens.add(TOKEN, "5678-so", PIN);
    return new SoftHsm(tokens.use());
  }

  static HsmSettings settings(Path library, String token) {
    return new HsmSettings(
        "main", library, token, Optional.empty(), Optional.empty(), 4, Duration.ofSeconds(5));
  }

  HsmBackend backend() {
    return new HsmBackend(settings(Libraries.softHsm(), TOKEN), PIN::toCharArray);
  }

  /** What another program sees and does. */
  String pkcs11Tool(String... arguments) throws Exception {
    return tokens.pkcs11Tool(TOKEN, PIN, arguments);
  }

  /** What a vault would say of a new key. */
  static KeyContext context(String label) {
    byte[] material = new byte[16];
    new SecureRandom().nextBytes(material);
    return new KeyContext() {
      @Override
      public KeyId id() {
        return new KeyId(label);
      }

      @Override
      public int version() {
        return 1;
      }

      @Override
      public byte[] materialId() {
        return material.clone();
      }

      @Override
      public String label() {
        return label;
      }

      @Override
      public SecretMemory sealingKey() {
        throw new AssertionError("A token seals nothing");
      }
    };
  }
}
