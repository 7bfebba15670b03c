// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Transformation;
import dev.holdfast.jca.CipherRows.Way;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyType;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The rows of {@code Cipher}, which backend has which, and keys for them. */
final class CipherKit {
  private CipherKit() {}

  static Transformation form(Row row) {
    return (Transformation) row.form();
  }

  /** Every row but Holdfast's own, of which no other provider has one to compare with. */
  static List<Row> rows() {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.type().equals("Cipher") && form(row).way() != Way.MESSAGE)
        .toList();
  }

  /** Every row that a backend has. */
  static List<Row> rows(Backend backend) {
    return rows().stream().filter(row -> !Promises.lacks(backend, scheme(row))).toList();
  }

  /** The mode of whoever puts something in. */
  static int forward(Row row) {
    return switch (form(row).way()) {
      case KEY_WRAP, KEY_WRAP_WITH_PADDING -> Cipher.WRAP_MODE;
      default -> Cipher.ENCRYPT_MODE;
    };
  }

  /** What a backend is asked for on behalf of a row. */
  static CipherScheme scheme(Row row) {
    Transformation form = form(row);
    byte[] none = new byte[0];
    return switch (form.way()) {
      case BLOCKS ->
          new CipherScheme.Blocks(form.blockMode(), new byte[form.blockMode().ivLength()]);
      case GCM -> new CipherScheme.AesGcm(new byte[12], none, 128);
      case CCM -> new CipherScheme.AesCcm(new byte[12], none, 128);
      case CHACHA20_POLY1305 -> new CipherScheme.ChaCha20Poly1305(new byte[12], none);
      case KEY_WRAP -> new CipherScheme.AesKeyWrap(false, new byte[8]);
      case KEY_WRAP_WITH_PADDING -> new CipherScheme.AesKeyWrap(true, new byte[4]);
      case OAEP -> new CipherScheme.RsaOaep(form.digest(), form.mgfDigest(), none);
      case MESSAGE -> new CipherScheme.Derived(new byte[CipherScheme.Derived.NONCE], none);
      case RSA -> form.padded() ? new CipherScheme.RsaPkcs1() : new CipherScheme.RsaRaw();
    };
  }

  static boolean isSymmetric(Row row) {
    return row.keyType() != KeyType.RSA;
  }

  /** A software key that a symmetric row takes; of several sizes, the one with that number. */
  static SecretKey software(Row row, int number) {
    return switch (row.keyType()) {
      case CHACHA20 -> key("ChaCha20", 32);
      case DES_EDE -> key("DESede", 24);
      default -> {
        int bits = form(row).keyBits();
        yield key("AES", bits == 0 ? new int[] {16, 24, 32}[number % 3] : bits / 8);
      }
    };
  }

  private static SecretKey key(String algorithm, int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return new SecretKeySpec(bytes, algorithm);
  }
}
