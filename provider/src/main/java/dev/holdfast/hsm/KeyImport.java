// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.SignScheme;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.Set;

/** Takes in one key made elsewhere, and proves that its halves belong together. */
final class KeyImport {
  private static final int DIGEST_LENGTH = 32;

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final KeyMaker maker;
  private final Operations operations;

  KeyImport(
      TokenConnection connection, TokenObjects objects, KeyMaker maker, Operations operations) {
    this.connection = connection;
    this.objects = objects;
    this.maker = maker;
    this.operations = operations;
  }

  TokenKey run(
      KeySpec spec,
      Set<KeyUsage> usages,
      byte[] pkcs8OrSecret,
      Optional<PublicKey> given,
      Templates.Place place)
      throws KeyOperationException {
    try (KeyMaterial material = KeyMaterial.of(spec, pkcs8OrSecret)) {
      Optional<PublicKey> publicKey =
          spec.type().isAsymmetric() ? given.or(material::publicKey) : Optional.empty();
      checkPublicKey(spec, publicKey, material);
      TokenKey key = create(spec, usages, material, publicKey, place);
      if (publicKey.isPresent() && usages.contains(KeyUsage.SIGN_VERIFY)) {
        checkPair(key, publicKey.get());
      }
      return key;
    }
  }

  private TokenKey create(
      KeySpec spec,
      Set<KeyUsage> usages,
      KeyMaterial material,
      Optional<PublicKey> publicKey,
      Templates.Place place)
      throws KeyOperationException {
    try {
      return maker.create(spec, usages, material, publicKey, place);
    } catch (KeyOperationException e) {
      if (e.reason() != Reason.UNSUPPORTED && e.reason() != Reason.NOT_ALLOWED) {
        throw e;
      }
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          e.getMessage()
              + "; this token takes in no keys by C_CreateObject: generate the key on it, or import"
              + " it with the HSM's own tools",
          e);
    }
  }

  private void checkPublicKey(KeySpec spec, Optional<PublicKey> publicKey, KeyMaterial material)
      throws KeyOperationException {
    if (!spec.type().isAsymmetric()) {
      return;
    }
    boolean fits =
        publicKey.isPresent()
            && publicKey.get().getAlgorithm().equals(spec.type().name())
            && material.publicKey().isPresent()
            && publicKey.get().equals(material.publicKey().get());
    if (!fits) {
      throw mismatch("");
    }
  }

  /** One signature: what the material says of its own public half is not proof. */
  private void checkPair(TokenKey key, PublicKey publicKey) throws KeyOperationException {
    byte[] digest = new byte[DIGEST_LENGTH];
    new SecureRandom().nextBytes(digest);
    try {
      boolean fits =
          publicKey instanceof RSAPublicKey rsa
              ? opensRsa(rsa, operations.sign(key, SignScheme.rsaPkcs1Raw(), digest), digest)
              : verifiesEc(publicKey, operations.sign(key, SignScheme.ecdsa(), digest), digest);
      if (!fits) {
        throw mismatch(key);
      }
    } catch (KeyOperationException e) {
      objects.destroy(key);
      // A token that fails to compute with the material has been given no key either.
      throw e.reason() == Reason.INTERNAL || e.reason() == Reason.BAD_INPUT ? mismatch(key) : e;
    }
  }

  private static boolean opensRsa(RSAPublicKey key, byte[] signature, byte[] digest) {
    BigInteger block =
        new BigInteger(1, signature).modPow(key.getPublicExponent(), key.getModulus());
    byte[] wanted = Mechanisms.pkcs1Block(digest, (key.getModulus().bitLength() + 7) / 8);
    return wanted != null && block.equals(new BigInteger(1, wanted));
  }

  private static boolean verifiesEc(PublicKey key, byte[] signature, byte[] digest) {
    try {
      Signature verifier = Signature.getInstance("NONEwithECDSA");
      verifier.initVerify(key);
      verifier.update(digest);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private KeyOperationException mismatch(Object subject) {
    return new KeyOperationException(
        Reason.WRONG_KEY,
        connection.where(subject) + ": the private key does not belong to the public key");
  }
}
