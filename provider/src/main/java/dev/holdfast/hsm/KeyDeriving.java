// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.CKA_VALUE;
import static dev.holdfast.pkcs11.Cka.CKA_VALUE_LEN;

import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.Ckd;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Secrets that a token's keys agree on, as keys that stay there, or read where bytes are wanted.
 */
final class KeyDeriving {
  private static final byte[] NO_SHARED_DATA = {};

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final KeyMaking making;

  KeyDeriving(TokenConnection connection, TokenObjects objects, KeyMaking making) {
    this.connection = connection;
    this.objects = objects;
    this.making = making;
  }

  /** The secret's bytes: an object that may be read, in a session, for the length of this call. */
  byte[] derive(TokenKey key, DerivationScheme scheme) throws KeyOperationException {
    Mechanism mechanism = mechanism(key, scheme);
    int length = secretLength(key.spec());
    byte[] secret =
        objects.use(
            key,
            (session, handle) -> {
              try (Template readable = Templates.readableSecret(length).build()) {
                long derived = session.deriveKey(mechanism, handle, readable);
                return readAndDestroy(session, derived);
              }
            });
    requireSecret(key, secret, length);
    return secret;
  }

  private static byte[] readAndDestroy(Session session, long derived) throws Pkcs11Exception {
    try {
      return session.getAttributesOfNew(derived, CKA_VALUE).bytes(CKA_VALUE).orElse(NO_SHARED_DATA);
    } finally {
      session.destroySessionObject(derived);
    }
  }

  /** A point of small order agrees with every key on zeros; and no token may shorten a secret. */
  private void requireSecret(TokenKey key, byte[] secret, int length) throws KeyOperationException {
    if (secret.length != length) {
      throw new KeyOperationException(
          Reason.INTERNAL,
          connection.where(key) + ": the token agrees on " + secret.length + " bytes");
    }
    int any = 0;
    for (byte b : secret) {
      any |= b;
    }
    if (any == 0 && key.spec().parameterSet().isPresent()) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, "The other side's public key has a small order");
    }
  }

  /**
   * The secret as a key. PKCS#11 shortens a secret at its beginning and the JCA at its end, and
   * some tokens refuse keys for HMAC that are shorter than the digest: only a secret that is used
   * whole, as it is, stays on the token from the beginning. Others are read, cut and taken in
   * again.
   */
  TokenKey deriveKey(
      TokenKey key, DerivationScheme scheme, int offset, KeySpec spec, Set<KeyUsage> usages)
      throws KeyOperationException {
    int length = spec.bits() / 8;
    if (offset == 0
        && length == secretLength(key.spec())
        && length == Templates.secretLength(spec)) {
      return stayingThere(key, scheme, spec, usages);
    }
    byte[] secret = derive(key, scheme);
    byte[] part = Arrays.copyOfRange(secret, offset, offset + length);
    try {
      return making.take(spec, usages, part, Optional.empty());
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(part, (byte) 0);
    }
  }

  private TokenKey stayingThere(
      TokenKey key, DerivationScheme scheme, KeySpec spec, Set<KeyUsage> usages)
      throws KeyOperationException {
    Mechanism mechanism = mechanism(key, scheme);
    return making.derived(
        key,
        spec,
        usages,
        (session, base, place) -> {
          try (Template template =
              Templates.secretKey(spec, usages, place)
                  .set(CKA_VALUE_LEN, spec.bits() / 8L)
                  .build()) {
            return session.deriveKey(mechanism, base, template);
          }
        });
  }

  /** Bytes of what two keys of a kind agree on. */
  private static int secretLength(KeySpec spec) {
    return spec.curve().map(curve -> curve.coordinateLength()).orElse((spec.bits() + 7) / 8);
  }

  private Mechanism mechanism(TokenKey key, DerivationScheme scheme) throws KeyOperationException {
    if (!connection.capabilities().supports(scheme)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, connection.where(key) + ": the token does not offer " + scheme);
    }
    PublicKey peer =
        scheme instanceof DerivationScheme.Ecdh ecdh
            ? ecdh.peer()
            : ((DerivationScheme.Xdh) scheme).peer();
    byte[] point =
        SubjectPublicKeyInfo.getInstance(peer.getEncoded()).getPublicKeyData().getOctets();
    return Mechanism.ecdh1Derive(
        Ckm.CKM_ECDH1_DERIVE,
        Ckd.CKD_NULL,
        NO_SHARED_DATA,
        connection.capabilities().quirks().derPeer()
            ? PublicKeys.der(new DEROctetString(point))
            : point);
  }
}
