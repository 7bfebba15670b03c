// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.rsa.Digests;
import dev.holdfast.rsa.RsaPadding;
import dev.holdfast.seal.HeapKey;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;

/** Unsealed keys as the JDK's own objects, one class for each kind of operation they serve. */
abstract class JdkKey implements EngineKey {
  @Override
  public byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
    throw unsupported(scheme);
  }

  @Override
  public byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw unsupported(scheme);
  }

  @Override
  public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw unsupported(scheme);
  }

  @Override
  public byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw unsupported(scheme);
  }

  @Override
  public void close() {
    // The JDK's private keys cannot be wiped; see JdkEngine.
  }

  private static KeyOperationException unsupported(Object scheme) {
    return new KeyOperationException(Reason.WRONG_KEY, scheme + " does not go with this key");
  }

  private static Cipher cipher(String transformation) throws GeneralSecurityException {
    return Cipher.getInstance(transformation, JdkProviders.of("Cipher", transformation));
  }

  private static KeyOperationException failed(Object scheme, GeneralSecurityException e) {
    return new KeyOperationException(
        Reason.BAD_INPUT, "The JDK refuses this input for " + scheme + ": " + e.getMessage(), e);
  }

  /** An RSA private key. */
  static final class Rsa extends JdkKey {
    private final RSAPrivateKey key;

    Rsa(RSAPrivateKey key) {
      this.key = key;
    }

    @Override
    public byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
      if (scheme.kind() == SignScheme.Kind.RSA_PSS) {
        return RsaPadding.signPss(this::raw, key.getModulus(), scheme, input);
      }
      byte[] block = scheme.digest().map(d -> Digests.digestInfo(d, input)).orElse(input);
      try {
        // Encrypting with a private key is how SunJCE pads for and makes a raw PKCS#1 signature.
        return withPrivateKey("RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, block);
      } catch (GeneralSecurityException e) {
        throw failed(scheme, e);
      }
    }

    @Override
    public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
        throws KeyOperationException {
      if (scheme instanceof CipherScheme.RsaOaep oaep) {
        return RsaPadding.decryptOaep(this::raw, key.getModulus(), oaep, in, offset, length);
      }
      return super.decrypt(scheme, in, offset, length);
    }

    private byte[] raw(byte[] block) throws KeyOperationException {
      try {
        return withPrivateKey("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, block);
      } catch (GeneralSecurityException e) {
        throw new KeyOperationException(
            Reason.BAD_INPUT, "The RSA input is not smaller than the modulus");
      }
    }

    private byte[] withPrivateKey(String transformation, int mode, byte[] block)
        throws GeneralSecurityException {
      Cipher cipher = cipher(transformation);
      cipher.init(mode, key);
      return cipher.doFinal(block);
    }
  }

  /** An EC private key. */
  static final class Ec extends JdkKey {
    private final ECPrivateKey key;

    Ec(ECPrivateKey key) {
      this.key = key;
    }

    @Override
    public byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
      try {
        Signature signature =
            Signature.getInstance("NONEwithECDSA", JdkProviders.of("Signature", "NONEwithECDSA"));
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw failed(scheme, e);
      }
    }
  }

  /** An AES or HMAC key. */
  static final class Secret extends JdkKey {
    private final HeapKey key;

    Secret(HeapKey key) {
      this.key = key;
    }

    @Override
    public byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
        throws KeyOperationException {
      return gcm(Cipher.ENCRYPT_MODE, scheme, in, offset, length);
    }

    @Override
    public byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
        throws KeyOperationException {
      return gcm(Cipher.DECRYPT_MODE, scheme, in, offset, length);
    }

    private byte[] gcm(int mode, CipherScheme scheme, byte[] in, int offset, int length)
        throws KeyOperationException {
      if (!(scheme instanceof CipherScheme.AesGcm gcm)) {
        throw unsupported(scheme);
      }
      try {
        Cipher cipher = cipher("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(gcm.tagBits(), gcm.iv()));
        cipher.updateAAD(gcm.aad());
        return cipher.doFinal(in, offset, length);
      } catch (AEADBadTagException e) {
        throw new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
      } catch (BadPaddingException e) {
        throw new KeyOperationException(Reason.BAD_PADDING, "The padding is wrong");
      } catch (GeneralSecurityException e) {
        throw failed(scheme, e);
      }
    }

    @Override
    public byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
        throws KeyOperationException {
      try {
        Mac mac = Mac.getInstance(scheme.jcaName(), JdkProviders.of("Mac", scheme.jcaName()));
        mac.init((Key) key);
        mac.update(in, offset, length);
        return mac.doFinal();
      } catch (GeneralSecurityException e) {
        throw failed(scheme, e);
      }
    }

    @Override
    public void close() {
      key.close();
    }
  }
}
