// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.KeyOperationException;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * Every cipher. The message is kept in memory until {@code doFinal}: nothing is released before it
 * is authentic, and the backend computes in one call with no session held in between.
 */
final class HoldfastCipher extends CipherSpi {
  private static final byte[] NOTHING = {};

  private final String transformation;
  private final CipherMode mode;
  private final InputBuffer buffer = new InputBuffer();

  private OpaqueKey key;
  private Cipher other;

  HoldfastCipher(String transformation, CipherMode mode) {
    this.transformation = transformation;
    this.mode = mode;
  }

  @Override
  protected void engineSetMode(String name) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException("The transformation is " + transformation + " as a whole");
  }

  @Override
  protected void engineSetPadding(String name) throws NoSuchPaddingException {
    throw new NoSuchPaddingException("The transformation is " + transformation + " as a whole");
  }

  @Override
  protected int engineGetBlockSize() {
    return mode.blockSize();
  }

  @Override
  protected int engineGetKeySize(Key someKey) throws InvalidKeyException {
    if (someKey instanceof OpaqueKey handle) {
      return handle.spec().bits();
    }
    if (someKey instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    byte[] encoded = someKey.getEncoded();
    if (encoded == null) {
      throw new InvalidKeyException("The key does not tell its size");
    }
    Arrays.fill(encoded, (byte) 0);
    return encoded.length * 8;
  }

  @Override
  protected int engineGetOutputSize(int inputLength) {
    return other != null
        ? other.getOutputSize(inputLength)
        : mode.outputSize(Math.addExact(buffer.size(), inputLength));
  }

  @Override
  protected byte[] engineGetIV() {
    return other != null ? other.getIV() : mode.iv();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return other != null ? other.getParameters() : mode.parameters();
  }

  @Override
  protected void engineInit(int opmode, Key newKey, SecureRandom random)
      throws InvalidKeyException {
    try {
      engineInit(opmode, newKey, (AlgorithmParameterSpec) null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  @Override
  protected void engineInit(
      int opmode, Key newKey, AlgorithmParameters parameters, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    AlgorithmParameterSpec spec = null;
    if (parameters != null) {
      try {
        spec = parameters.getParameterSpec(mode.parameterClass());
      } catch (InvalidParameterSpecException e) {
        throw new InvalidAlgorithmParameterException(
            transformation + " does not take " + parameters.getAlgorithm() + " parameters", e);
      }
    }
    engineInit(opmode, newKey, spec, random);
  }

  @Override
  protected void engineInit(
      int opmode, Key newKey, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    buffer.clear();
    key = null;
    other = null;
    if (!(newKey instanceof OpaqueKey handle)) {
      other = Elsewhere.cipher(transformation, opmode, newKey, spec, random);
      return;
    }
    if (opmode == Cipher.UNWRAP_MODE && spec != null && !mode.parameterClass().isInstance(spec)) {
      // JSSE takes this exception, and not one about parameters, as "decrypt instead".
      throw new InvalidKeyException(
          transformation + " does not unwrap with a " + spec.getClass().getName());
    }
    boolean encrypting = opmode == Cipher.ENCRYPT_MODE || opmode == Cipher.WRAP_MODE;
    mode.init(handle, encrypting, spec, random);
    key = handle;
  }

  @Override
  protected byte[] engineUpdate(byte[] in, int offset, int length) {
    if (other != null) {
      return other.update(in, offset, length);
    }
    requireReady();
    buffer.append(in, offset, length);
    return NOTHING;
  }

  @Override
  protected int engineUpdate(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws ShortBufferException {
    if (other != null) {
      return other.update(in, offset, length, out, outOffset);
    }
    engineUpdate(in, offset, length);
    return 0;
  }

  /** Without the room that {@link CipherSpi} would ask for: an update gives nothing out. */
  @Override
  protected int engineUpdate(ByteBuffer in, ByteBuffer out) throws ShortBufferException {
    if (other != null) {
      return other.update(in, out);
    }
    requireReady();
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    buffer.append(bytes, 0, bytes.length);
    Arrays.fill(bytes, (byte) 0);
    return 0;
  }

  @Override
  protected void engineUpdateAAD(byte[] in, int offset, int length) {
    if (other != null) {
      other.updateAAD(in, offset, length);
      return;
    }
    requireReady();
    if (!buffer.isEmpty()) {
      throw new IllegalStateException("Additional authenticated data comes before the message");
    }
    mode.updateAad(in, offset, length);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    engineUpdateAAD(bytes, 0, bytes.length);
  }

  @Override
  protected byte[] engineDoFinal(byte[] in, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    if (other != null) {
      return in == null ? other.doFinal() : other.doFinal(in, offset, length);
    }
    requireReady();
    return finish(in, offset, length);
  }

  @Override
  protected int engineDoFinal(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    if (other != null) {
      return in == null
          ? other.doFinal(out, outOffset)
          : other.doFinal(in, offset, length, out, outOffset);
    }
    requireReady();
    // Before anything is consumed, so that the caller can repeat the call with more room.
    int needed = engineGetOutputSize(length);
    if (out.length - outOffset < needed) {
      throw new ShortBufferException("The output needs room for " + needed + " bytes");
    }
    byte[] result = finish(in, offset, length);
    System.arraycopy(result, 0, out, outOffset, result.length);
    Arrays.fill(result, (byte) 0);
    return result.length;
  }

  private byte[] finish(byte[] in, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    try {
      if (buffer.isEmpty() && in != null) {
        return mode.finish(in, offset, length);
      }
      if (in != null) {
        buffer.append(in, offset, length);
      }
      return mode.finish(buffer.array(), 0, buffer.size());
    } catch (KeyOperationException e) {
      throw JcaErrors.atDoFinal(e);
    } finally {
      buffer.clear();
      mode.reset();
    }
  }

  private void requireReady() {
    if (key == null) {
      throw new IllegalStateException(transformation + " has no key; initialise it first");
    }
    mode.requireReady();
  }

  @Override
  protected byte[] engineWrap(Key secret) throws IllegalBlockSizeException, InvalidKeyException {
    if (secret instanceof OpaqueKey handle) {
      throw new InvalidKeyException(
          "Key " + handle.managed().id() + " cannot be wrapped: it does not leave Holdfast");
    }
    if (other != null) {
      return other.wrap(secret);
    }
    requireReady();
    byte[] encoded = secret.getEncoded();
    if (encoded == null || encoded.length == 0) {
      throw new InvalidKeyException("A key without an encoding cannot be wrapped");
    }
    try {
      return finish(encoded, 0, encoded.length);
    } catch (BadPaddingException e) {
      throw new ProviderException("Encryption reported a padding", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  @Override
  protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    if (other != null) {
      return other.unwrap(wrapped, algorithm, type);
    }
    requireReady();
    if (type != Cipher.SECRET_KEY) {
      throw new InvalidKeyException(
          "Holdfast unwraps secret keys; a private key is taken in with its certificate, by"
              + " KeyStore.setKeyEntry");
    }
    byte[] material = NOTHING;
    try {
      material = finish(wrapped, 0, wrapped.length);
      return OpaqueKey.of(KeyImport.secret(key.vault(), algorithm, material));
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      throw new InvalidKeyException("The wrapped key does not decrypt: " + e.getMessage(), e);
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }
}
