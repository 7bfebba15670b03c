// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.CKA_ALWAYS_AUTHENTICATE;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.pkcs11.Approval;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;

/**
 * What a private key computes: one Init and one call, and between them the login that some keys
 * want for each use. Whether a key does is asked once, when it is first used, and costs nothing
 * after.
 */
final class PrivateKeyCalls {
  private final TokenConnection connection;
  private final TokenObjects objects;

  PrivateKeyCalls(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  /**
   * C_SignInit and C_Sign.
   *
   * @param size bytes of the signature
   */
  byte[] sign(TokenKey key, Mechanism mechanism, byte[] input, int size)
      throws Pkcs11Exception, KeyOperationException {
    Approval login = connection.operationLogin();
    return objects.attempt(
        key,
        (session, handle) ->
            session.sign(
                mechanism,
                handle,
                approval(session, handle, key, login),
                input,
                0,
                input.length,
                size));
  }

  /**
   * The same for a mechanism that hashes, with as many calls as {@link MessageParts} makes.
   *
   * @param size bytes of the signature
   */
  byte[] signMessage(TokenKey key, Mechanism mechanism, byte[] in, int offset, int length, int size)
      throws Pkcs11Exception, KeyOperationException {
    Approval login = connection.operationLogin();
    return objects.attempt(
        key,
        (session, handle) ->
            MessageParts.sign(
                session,
                mechanism,
                handle,
                approval(session, handle, key, login),
                in,
                offset,
                length,
                size));
  }

  /** C_DecryptInit and C_Decrypt. */
  byte[] decrypt(TokenKey key, Mechanism mechanism, byte[] input)
      throws Pkcs11Exception, KeyOperationException {
    Approval login = connection.operationLogin();
    return objects.attempt(
        key,
        (session, handle) ->
            session.decrypt(mechanism, handle, approval(session, handle, key, login), input));
  }

  private static Approval approval(Session session, long handle, TokenKey key, Approval login)
      throws Pkcs11Exception {
    return wantsLogin(session, handle, key) ? login : Approval.NOT_NEEDED;
  }

  /** CKA_ALWAYS_AUTHENTICATE of a private key; false where the token does not know it. */
  static boolean wantsLogin(Session session, long handle, TokenKey key) throws Pkcs11Exception {
    Boolean known = key.wantsLogin();
    if (known == null) {
      known =
          session
              .getAttributes(handle, CKA_ALWAYS_AUTHENTICATE)
              .bool(CKA_ALWAYS_AUTHENTICATE)
              .orElse(false);
      key.rememberWantsLogin(known);
    }
    return known;
  }
}
