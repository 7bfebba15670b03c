// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Ckf.CKF_DECRYPT;
import static dev.holdfast.pkcs11.Ckf.CKF_SIGN;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/** The RSA operation without padding on a token, CKM_RSA_X_509. */
final class RawRsaOnToken {
  private static final Mechanism RAW = Mechanism.of(Ckm.CKM_RSA_X_509);

  private final TokenConnection connection;
  private final PrivateKeyCalls calls;

  RawRsaOnToken(TokenConnection connection, PrivateKeyCalls calls) {
    this.connection = connection;
    this.calls = calls;
  }

  byte[] sign(TokenKey key, byte[] block) throws KeyOperationException {
    requireOffered(key, CKF_SIGN);
    try {
      return whole(key, calls.sign(key, RAW, block, key.spec().bits() / 8));
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  byte[] decrypt(TokenKey key, byte[] block) throws KeyOperationException {
    requireOffered(key, CKF_DECRYPT);
    try {
      return whole(key, calls.decrypt(key, RAW, block));
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  private void requireOffered(TokenKey key, long flag) throws KeyOperationException {
    if (!connection.capabilities().has(Ckm.CKM_RSA_X_509, flag)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          connection.where(key) + ": the token has no raw RSA, in which the padding could be done");
    }
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
