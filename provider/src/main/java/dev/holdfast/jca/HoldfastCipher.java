// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * Every cipher. What a transformation can give out early, its mode does; the rest is kept in memory
 * until {@code doFinal}. The backend computes whole calls, with no session held in between.
 */
final class HoldfastCipher extends CipherSpi {
  private static final byte[] NOTHING = {};

  private final String transformation;
  private final int keyBits;
  private final CipherMode mode;

  private OpaqueKey key;
  private Cipher other;

  /**
   * @param keyBits the one size of key that the name takes; 0 for every size
   */
  HoldfastCipher(String transformation, int keyBits, CipherMode mode) {
    this.transformation = transformation;
    this.keyBits = keyBits;
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
    return other != null ? other.getOutputSize(inputLength) : mode.outputSize(inputLength);
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
    mode.reset();
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
    if (keyBits != 0 && handle.spec().bits() != keyBits) {
      throw new InvalidKeyException(
          transformation
              + " needs a key of "
              + keyBits
              + " bits; key "
              + handle.managed().id()
              + " is "
              + handle.spec());
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
    try {
      return mode.update(in, offset, length);
    } catch (KeyOperationException e) {
      mode.reset();
      throw JcaErrors.unchecked(e);
    }
  }

  @Override
  protected int engineUpdate(byte[] in, int offset, int length, byte[] out, int outOffset)
      throws ShortBufferException {
    if (other != null) {
      return other.update(in, offset, length, out, outOffset);
    }
    requireReady();
    // Before anything is consumed, so that the caller can repeat the call with more room.
    requireRoom(mode.updateSize(length), out.length - outOffset);
    byte[] result = engineUpdate(in, offset, length);
    System.arraycopy(result, 0, out, outOffset, result.length);
    return result.length;
  }

  /** Without the room for the whole rest that {@link CipherSpi} would ask for. */
  @Override
  protected int engineUpdate(ByteBuffer in, ByteBuffer out) throws ShortBufferException {
    if (other != null) {
      return other.update(in, out);
    }
    requireReady();
    requireRoom(mode.updateSize(in.remaining()), out.remaining());
    byte[] bytes = copy(in);
    try {
      byte[] result = engineUpdate(bytes, 0, bytes.length);
      in.position(in.limit());
      out.put(result);
      return result.length;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** What a buffer has left, which stays in it. */
  private static byte[] copy(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.duplicate().get(bytes);
    return bytes;
  }

  private static void requireRoom(int needed, int room) throws ShortBufferException {
    if (room < needed) {
      throw new ShortBufferException("The output needs room for " + needed + " bytes");
    }
  }

  @Override
  protected void engineUpdateAAD(byte[] in, int offset, int length) {
    if (other != null) {
      other.updateAAD(in, offset, length);
      return;
    }
    requireReady();
    mode.updateAad(in, offset, length);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer in) {
    byte[] bytes = copy(in);
    engineUpdateAAD(bytes, 0, bytes.length);
    in.position(in.limit());
  }

  @Override
  protected byte[] engineDoFinal(byte[] in, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    if (other != null) {
      return in == null ? other.doFinal() : other.doFinal(in, offset, length);
    }
    requireReady();
    byte[] result = finish(in, offset, length);
    mode.reset();
    return result;
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
    byte[] result = fitting(in, offset, length, out.length - outOffset);
    System.arraycopy(result, 0, out, outOffset, result.length);
    Arrays.fill(result, (byte) 0);
    return result.length;
  }

  @Override
  protected int engineDoFinal(ByteBuffer in, ByteBuffer out)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    if (other != null) {
      return other.doFinal(in, out);
    }
    requireReady();
    // As CipherSpi does for everybody: room for the most that it can be.
    requireRoom(mode.outputSize(in.remaining()), out.remaining());
    byte[] bytes = copy(in);
    try {
      byte[] result = fitting(bytes, 0, bytes.length, out.remaining());
      in.position(in.limit());
      out.put(result);
      Arrays.fill(result, (byte) 0);
      return result.length;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * The result, if there is room for it; else nothing has happened, and the call can be repeated.
   */
  private byte[] fitting(byte[] in, int offset, int length, int room)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    requireRoom(mode.leastRoom(length), room);
    byte[] result = finish(in, offset, length);
    try {
      requireRoom(result.length, room);
    } catch (ShortBufferException e) {
      Arrays.fill(result, (byte) 0);
      throw e;
    }
    mode.reset();
    return result;
  }

  /** Computes; after a failure the message is gone, after success it is still there. */
  private byte[] finish(byte[] in, int offset, int length)
      throws IllegalBlockSizeException, BadPaddingException {
    boolean done = false;
    try {
      byte[] result = mode.finish(in == null ? NOTHING : in, in == null ? 0 : offset, length);
      done = true;
      return result;
    } catch (KeyOperationException e) {
      throw JcaErrors.atDoFinal(e);
    } finally {
      if (!done) {
        mode.reset();
      }
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
      return engineDoFinal(encoded, 0, encoded.length);
    } catch (BadPaddingException e) {
      throw new InvalidKeyException("The key cannot be wrapped: " + e.getMessage(), e);
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
    byte[] material = NOTHING;
    try {
      Optional<CipherScheme> whole = mode.unwrapping();
      if (type == Cipher.SECRET_KEY && whole.isPresent()) {
        return key.unwrap(whole.get(), wrapped, KeyImport.kind(algorithm));
      }
      material = engineDoFinal(wrapped, 0, wrapped.length);
      return switch (type) {
        case Cipher.PUBLIC_KEY ->
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(material));
        case Cipher.PRIVATE_KEY -> OpaqueKey.of(KeyImport.pair(key.vault(), algorithm, material));
        default -> OpaqueKey.of(KeyImport.secret(key.vault(), algorithm, material));
      };
    } catch (IllegalBlockSizeException | BadPaddingException | InvalidKeySpecException e) {
      throw new InvalidKeyException("The wrapped key does not unwrap: " + e.getMessage(), e);
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    } finally {
      mode.reset();
      Arrays.fill(material, (byte) 0);
    }
  }
}
