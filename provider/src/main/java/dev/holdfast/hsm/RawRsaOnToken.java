// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/** The RSA operation without padding on a token, CKM_RSA_X_509. */
final class RawRsaOnToken {
  private static final Mechanism RAW = Mechanism.of(Ckm.CKM_RSA_X_509);

  private final TokenConnection connection;
  private final TokenObjects objects;

  RawRsaOnToken(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  byte[] sign(TokenKey key, byte[] block) throws KeyOperationException {
    int size = key.spec().bits() / 8;
    return whole(
        key,
        objects.use(
            key, (session, handle) -> session.sign(RAW, handle, block, 0, block.length, size)));
  }

  byte[] decrypt(TokenKey key, byte[] block) throws KeyOperationException {
    return whole(key, objects.use(key, (session, handle) -> session.decrypt(RAW, handle, block)));
  }

  /** A result as long as the modulus; some tokens leave out leading zeros. */
  private static byte[] whole(TokenKey key, byte[] result) {
    int length = key.spec().bits() / 8;
    if (result.length == length) {
      return result;
    }
    byte[] padded = new byte[length];
    System.arraycopy(result, 0, padded, length - result.length, result.length);
    return padded;
  }

  BigInteger modulus(TokenKey key) throws KeyOperationException {
    return key.publicKey()
        .filter(RSAPublicKey.class::isInstance)
        .map(publicKey -> ((RSAPublicKey) publicKey).getModulus())
        .orElseThrow(
            () ->
                new KeyOperationException(
                    Reason.WRONG_KEY,
                    connection.where(key) + ": the token does not show the key's modulus"));
  }
}
