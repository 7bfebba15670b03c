// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;

/**
 * Serves keys that are not ours, for code that names Holdfast, or got it by being first, and brings
 * an ordinary key.
 *
 * <p>Asking the JCA without a provider's name is enough: it chooses by key, and the table says no
 * to every key that is not a handle, so that the choice never comes back here. Ciphers and MACs
 * that nobody else has are computed by a Bouncy Castle of our own.
 */
final class Elsewhere {
  private Elsewhere() {}

  /**
   * @param params set after the key, since that order leaves the choice of a provider open; null
   *     for none
   * @param random may be null
   */
  static Signature signer(
      String name, AlgorithmParameterSpec params, PrivateKey key, SecureRandom random)
      throws InvalidKeyException {
    requireKey(key, name);
    try {
      Signature signature = Signature.getInstance(name);
      if (random == null) {
        signature.initSign(key);
      } else {
        signature.initSign(key, random);
      }
      return with(signature, params);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw nobody(name, e);
    }
  }

  static Signature verifier(String name, AlgorithmParameterSpec params, PublicKey key)
      throws InvalidKeyException {
    requireKey(key, name);
    try {
      Signature signature = Signature.getInstance(name);
      signature.initVerify(key);
      return with(signature, params);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw nobody(name, e);
    }
  }

  private static Signature with(Signature signature, AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params != null) {
      signature.setParameter(params);
    }
    return signature;
  }

  static Cipher cipher(
      String name, int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    requireKey(key, name);
    try {
      return init(Cipher.getInstance(name), opmode, key, params, random);
    } catch (NoSuchAlgorithmException | NoSuchPaddingException | InvalidKeyException e) {
      if (!OwnBouncyCastle.isNeededFor("Cipher", name)) {
        throw e instanceof InvalidKeyException refusal ? refusal : nobody(name, e);
      }
    }
    try {
      Cipher cipher = Cipher.getInstance(name, OwnBouncyCastle.provider());
      return init(cipher, opmode, key, params, random);
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw nobody(name, e);
    }
  }

  private static Cipher init(
      Cipher cipher, int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params == null) {
      cipher.init(opmode, key, random);
    } else {
      cipher.init(opmode, key, params, random);
    }
    return cipher;
  }

  static Mac mac(String name, Key key) throws InvalidKeyException {
    requireKey(key, name);
    try {
      return init(Mac.getInstance(name), key);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      if (!OwnBouncyCastle.isNeededFor("Mac", name)) {
        throw e instanceof InvalidKeyException refusal ? refusal : nobody(name, e);
      }
    }
    try {
      return init(Mac.getInstance(name, OwnBouncyCastle.provider()), key);
    } catch (NoSuchAlgorithmException e) {
      throw nobody(name, e);
    }
  }

  private static Mac init(Mac mac, Key key) throws InvalidKeyException {
    mac.init(key);
    return mac;
  }

  static KeyAgreement agreement(
      String name, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    requireKey(key, name);
    try {
      return init(KeyAgreement.getInstance(name), key, params, random);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      if (!OwnBouncyCastle.isNeededFor("KeyAgreement", name)) {
        throw e instanceof InvalidKeyException refusal ? refusal : nobody(name, e);
      }
    }
    try {
      return init(KeyAgreement.getInstance(name, OwnBouncyCastle.provider()), key, params, random);
    } catch (NoSuchAlgorithmException e) {
      throw nobody(name, e);
    }
  }

  private static KeyAgreement init(
      KeyAgreement agreement, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params == null && random == null) {
      agreement.init(key);
    } else if (params == null) {
      agreement.init(key, random);
    } else {
      agreement.init(key, params, random);
    }
    return agreement;
  }

  private static void requireKey(Key key, String name) throws InvalidKeyException {
    if (key == null) {
      throw new InvalidKeyException(name + " needs a key");
    }
  }

  private static InvalidKeyException nobody(String name, Exception cause) {
    return new InvalidKeyException(
        "Not a Holdfast key, and no other provider serves it for " + name, cause);
  }
}
