// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * An unsealed key as the object of a provider, with the JCA objects that have been made for it:
 * making and initialising them anew would cost more than many an operation. For one caller at a
 * time. What it is used for is in {@link SignKeys}, {@link CipherKeys} and {@link MacKeys}.
 */
final class ProviderKey implements EngineKey {
  private final KeySpec spec;
  private final ProviderFamily family;
  private final SharedKey shared;
  private final Key key;
  private final Map<String, Signature> signatures = new HashMap<>(2);
  private final Map<String, Cipher> ciphers = new HashMap<>(2);
  private final Map<String, Mac> macs = new HashMap<>(2);

  /** Set while it computes; found set, the last computation failed and left half a message. */
  private boolean computing;

  private boolean closed;

  /**
   * @param shared closed with this key
   */
  ProviderKey(KeySpec spec, ProviderFamily family, SharedKey shared) {
    this.spec = spec;
    this.family = family;
    this.shared = shared;
    this.key = shared.key();
  }

  KeySpec spec() {
    return spec;
  }

  /** The key as its family reads it. */
  Key key() {
    return key;
  }

  @Override
  public boolean serves(Algorithm use) {
    return ProviderEngine.serves(family, use);
  }

  @Override
  public Optional<EngineKey> copy() {
    return shared.copy().map(same -> new ProviderKey(spec, family, same));
  }

  @Override
  public byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
    begin();
    try {
      return end(SignKeys.sign(this, scheme, input));
    } catch (GeneralSecurityException e) {
      throw refused(scheme, e);
    }
  }

  @Override
  public byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    begin();
    try {
      return end(CipherKeys.encrypt(this, scheme, in, offset, length));
    } catch (GeneralSecurityException e) {
      throw refused(scheme, e);
    }
  }

  @Override
  public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    begin();
    try {
      return end(CipherKeys.decrypt(this, scheme, in, offset, length));
    } catch (GeneralSecurityException e) {
      throw refused(scheme, e);
    }
  }

  @Override
  public byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    begin();
    try {
      return end(MacKeys.mac(this, scheme, in, offset, length));
    } catch (GeneralSecurityException e) {
      throw refused(scheme, e);
    }
  }

  @Override
  public byte[] derive(DerivationScheme scheme) throws KeyOperationException {
    begin();
    try {
      return end(DeriveKeys.derive(this, scheme));
    } catch (GeneralSecurityException e) {
      throw refused(scheme, e);
    }
  }

  private void begin() {
    if (computing) {
      forgetSessions();
    }
    computing = true;
  }

  private byte[] end(byte[] result) {
    computing = false;
    return result;
  }

  private void forgetSessions() {
    signatures.clear();
    ciphers.clear();
    macs.clear();
  }

  /** A signature that is initialised for signing with this key, and left so by each sign. */
  Signature signature(String algorithm) throws GeneralSecurityException {
    Signature signature = signatures.get(algorithm);
    if (signature == null) {
      signature = Signature.getInstance(algorithm, provider(JcaName.signature(algorithm)));
      signature.initSign((PrivateKey) key);
      signatures.put(algorithm, signature);
    }
    return signature;
  }

  /**
   * A cipher that is initialised with this key for one message.
   *
   * @param parameters null for none
   */
  Cipher cipher(String transformation, int mode, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Cipher cipher = cipher(transformation);
    try {
      cipher.init(mode, key, parameters);
    } catch (InvalidAlgorithmParameterException | InvalidKeyException e) {
      // A cipher remembers its last IV and refuses it; some say that it is the key. Whether a
      // caller
      // may use one again is decided for his own cipher, as with any provider, and not across
      // callers.
      ciphers.remove(transformation);
      cipher = cipher(transformation);
      cipher.init(mode, key, parameters);
    }
    return cipher;
  }

  /**
   * The same from a cipher that has not been used before, for messages that a used one might carry
   * something over into.
   */
  Cipher freshCipher(String transformation, int mode, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation, provider(JcaName.cipher(transformation)));
    cipher.init(mode, key, parameters);
    return cipher;
  }

  private Cipher cipher(String transformation) throws GeneralSecurityException {
    Cipher cipher = ciphers.get(transformation);
    if (cipher == null) {
      cipher = Cipher.getInstance(transformation, provider(JcaName.cipher(transformation)));
      ciphers.put(transformation, cipher);
    }
    return cipher;
  }

  /** A MAC that is initialised with this key, and left so by each doFinal. */
  Mac mac(String algorithm) throws GeneralSecurityException {
    Mac mac = macs.get(algorithm);
    if (mac == null) {
      mac = Mac.getInstance(algorithm, provider(JcaName.mac(algorithm)));
      mac.init(key);
      macs.put(algorithm, mac);
    }
    return mac;
  }

  /** The provider of this key's family for an algorithm. */
  Provider provider(JcaName name) throws NoSuchAlgorithmException {
    return family
        .find(name)
        .orElseThrow(() -> new NoSuchAlgorithmException(family + " does not offer " + name));
  }

  private static KeyOperationException refused(Algorithm use, GeneralSecurityException e) {
    return new KeyOperationException(
        Reason.BAD_INPUT, "The engine refuses this input for " + use + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      forgetSessions();
      shared.close();
    }
  }
}
