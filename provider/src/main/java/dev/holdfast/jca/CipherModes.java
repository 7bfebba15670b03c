// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Transformation;

/** Makes a row's cipher. Apart from the rows, which are loaded where nobody asks for one. */
final class CipherModes {
  private CipherModes() {}

  static HoldfastCipher cipher(Row row) {
    Transformation form = (Transformation) row.form();
    return new HoldfastCipher(row.name(), form.keyBits(), mode(row.name(), form));
  }

  private static CipherMode mode(String name, Transformation form) {
    return switch (form.way()) {
      case BLOCKS -> new BlocksMode(name, form.blockMode(), form.padded());
      case GCM -> new GcmMode(name);
      case CCM -> new CcmMode(name);
      case CHACHA20_POLY1305 -> new ChaCha20Mode(name);
      case KEY_WRAP -> new KeyWrapMode(name, false, form.padded());
      case KEY_WRAP_WITH_PADDING -> new KeyWrapMode(name, true, false);
      case OAEP -> new OaepMode(name, form.digest(), form.mgfDigest());
      case RSA -> new RsaMode(name, form.padded());
      case MESSAGE -> new MessageMode(name);
    };
  }
}
