// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Ckf.CKF_SIGN;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme;
import dev.holdfast.model.SignScheme.Kind;
import dev.holdfast.pkcs11.Approval;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.rsa.Digests;
import dev.holdfast.rsa.RsaPadding;

/**
 * What keys on a token sign, each as one Init and one final call. Where a token lacks a padding, it
 * does the raw RSA operation and the padding is put on here; where it has nothing that takes a
 * digest, it gets the message.
 */
final class TokenOperations {
  private final TokenConnection connection;
  private final TokenObjects objects;
  private final PrivateKeyCalls calls;
  private final RawRsaOnToken rawRsa;

  TokenOperations(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
    this.calls = new PrivateKeyCalls(connection, objects);
    this.rawRsa = new RawRsaOnToken(connection, calls);
  }

  byte[] sign(TokenKey key, SignScheme scheme, byte[] input) throws KeyOperationException {
    if (connection.capabilities().wantsMessage(scheme)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          connection.where(key)
              + ": the token signs with "
              + scheme
              + " only what it has hashed itself; give it the message and not the digest");
    }
    return switch (scheme.kind()) {
      case ECDSA -> signEcdsa(key, input);
      case RSA_PKCS1 -> signPkcs1(key, scheme, input);
      case RSA_PSS -> signPss(key, scheme, input);
      case RSA_RAW -> rawRsa.sign(key, input);
      case EDDSA -> signEddsa(key, scheme, input);
      case ML_DSA, ML_DSA_MU, SLH_DSA -> throw unsupported(key, scheme);
    };
  }

  /** Has the token hash a message and sign, where it takes no digest. */
  byte[] signMessage(TokenKey key, SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (!connection.capabilities().wantsMessage(scheme)) {
      throw unsupported(key, scheme);
    }
    long hashing = Mechanisms.hashing(scheme).orElseThrow();
    Mechanism mechanism =
        scheme.kind() == Kind.RSA_PSS ? Mechanisms.pss(hashing, scheme) : Mechanism.of(hashing);
    try {
      byte[] signature =
          calls.signMessage(key, mechanism, in, offset, length, signatureLength(key.spec()));
      return scheme.kind() == Kind.ECDSA ? Mechanisms.ecdsaDer(signature) : signature;
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  private byte[] signEcdsa(TokenKey key, byte[] digest) throws KeyOperationException {
    byte[] input = Mechanisms.ecdsaInput(key.spec().curve().orElseThrow(), digest);
    return Mechanisms.ecdsaDer(sign(key, Mechanism.of(Ckm.CKM_ECDSA), input));
  }

  private byte[] signEddsa(TokenKey key, SignScheme scheme, byte[] message)
      throws KeyOperationException {
    if (!connection.capabilities().supports(scheme)) {
      throw unsupported(key, scheme);
    }
    return sign(key, Mechanism.of(Ckm.CKM_EDDSA), message);
  }

  private KeyOperationException unsupported(TokenKey key, SignScheme scheme) {
    return new KeyOperationException(
        Reason.UNSUPPORTED, connection.where(key) + " does not sign with " + scheme);
  }

  private byte[] signPkcs1(TokenKey key, SignScheme scheme, byte[] input)
      throws KeyOperationException {
    byte[] encoded = input;
    if (scheme.digest().isPresent()) {
      encoded = Digests.digestInfo(scheme.digest().get(), input);
    }
    if (connection.capabilities().has(Ckm.CKM_RSA_PKCS, CKF_SIGN)) {
      return sign(key, Mechanism.of(Ckm.CKM_RSA_PKCS), encoded);
    }
    byte[] block = Mechanisms.pkcs1Block(encoded, key.spec().bits() / 8);
    if (block == null) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, connection.where(key) + ": too short for " + scheme);
    }
    return rawRsa.sign(key, block);
  }

  private byte[] signPss(TokenKey key, SignScheme scheme, byte[] digest)
      throws KeyOperationException {
    if (connection.capabilities().signsPss(scheme)) {
      try {
        return attemptSign(key, Mechanisms.pss(Ckm.CKM_RSA_PKCS_PSS, scheme), digest);
      } catch (Pkcs11Exception e) {
        if (!CkrTable.isRefusedMechanism(e)) {
          throw connection.failure(e, key);
        }
        connection.capabilities().answers().distrust(scheme, "the token answers " + e.rvName());
      }
    }
    return RsaPadding.signPss(
        block -> rawRsa.sign(key, block), rawRsa.modulus(key), scheme, digest);
  }

  private byte[] sign(TokenKey key, Mechanism mechanism, byte[] input)
      throws KeyOperationException {
    try {
      return attemptSign(key, mechanism, input);
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  private byte[] attemptSign(TokenKey key, Mechanism mechanism, byte[] input)
      throws Pkcs11Exception, KeyOperationException {
    return calls.sign(key, mechanism, input, signatureLength(key.spec()));
  }

  private static int signatureLength(KeySpec spec) {
    if (spec.type() == KeyType.RSA) {
      return spec.bits() / 8;
    }
    // Ed448 has 57 bytes in each half, one more than its field (RFC 8032, section 5.2.6).
    int half = (spec.bits() + 7) / 8;
    return spec.parameterSet().filter(ParameterSet.ED448::equals).isPresent()
        ? 2 * (half + 1)
        : 2 * half;
  }

  byte[] mac(TokenKey key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    Mechanism mechanism = Mechanism.of(Mechanisms.mac(scheme));
    return objects.use(
        key,
        (session, handle) ->
            MessageParts.sign(
                session,
                mechanism,
                handle,
                Approval.NOT_NEEDED,
                in,
                offset,
                length,
                scheme.length()));
  }
}
