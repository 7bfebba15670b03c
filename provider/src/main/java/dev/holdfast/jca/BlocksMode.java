// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;

/**
 * ECB, CBC and CTR (SP 800-38A) of messages of any size. What is whole is given out at once, as
 * SunJCE does, and what the mode carries from piece to piece is kept here: between two updates
 * nothing of the message is on a token, and no session is held.
 */
final class BlocksMode implements CipherMode {
  /** What a backend gets at once. */
  private static final int PIECE = 1 << 20;

  private static final byte[] NOTHING = {};

  private final String name;
  private final BlockMode mode;

  /** The padding of PKCS #5, or null. */
  private final Pkcs5Padding padding;

  /** Less than a block; a whole one where the last block of a padded message may be it. */
  private final InputBuffer pending = new InputBuffer();

  private OpaqueKey key;
  private boolean encrypting;
  private byte[] iv;

  /** The chaining value of the next piece. */
  private byte[] chain;

  /** Bytes of the key stream's current block that are used up, for a stream. */
  private int used;

  BlocksMode(String name, BlockMode mode, boolean padded) {
    this.name = name;
    this.mode = mode;
    this.padding = padded ? new Pkcs5Padding(mode.blockSize()) : null;
  }

  @Override
  public int blockSize() {
    return mode.blockSize();
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return IvParameterSpec.class;
  }

  @Override
  public void init(
      OpaqueKey handle, boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    pending.clear();
    handle.require(name, mode.keyType(), encrypt ? Operation.ENCRYPT : Operation.DECRYPT);
    iv = spec == null ? fresh(encrypt, random) : given(spec);
    handle.requireOffered(new CipherScheme.Blocks(mode, iv), mode);
    encrypting = encrypt;
    key = handle;
    reset();
  }

  private byte[] given(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!(spec instanceof IvParameterSpec given)) {
      throw new InvalidAlgorithmParameterException(
          name + " takes an IvParameterSpec, not " + spec.getClass().getName());
    }
    if (mode.ivLength() == 0) {
      throw new InvalidAlgorithmParameterException("ECB takes no IV");
    }
    if (given.getIV().length != mode.ivLength()) {
      throw new InvalidAlgorithmParameterException(
          "The IV of " + name + " has " + mode.ivLength() + " bytes, not " + given.getIV().length);
    }
    return given.getIV();
  }

  private byte[] fresh(boolean encrypt, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (mode.ivLength() > 0 && !encrypt) {
      throw new InvalidAlgorithmParameterException(
          "Decryption with " + name + " needs the encryption's IV");
    }
    byte[] made = new byte[mode.ivLength()];
    if (made.length == 0) {
      return made;
    }
    (random == null ? new SecureRandom() : random).nextBytes(made);
    return made;
  }

  @Override
  public byte[] iv() {
    return iv == null || iv.length == 0 ? null : iv.clone();
  }

  @Override
  public AlgorithmParameters parameters() {
    if (iv() == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance(mode.keyType() == KeyType.AES ? "AES" : "DESede");
      parameters.init(new IvParameterSpec(iv));
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The JDK's parameters of " + name, e);
    }
  }

  @Override
  public int outputSize(int more) {
    int total = Math.addExact(pending.size(), more);
    return padding != null && encrypting ? Math.addExact(total, padding.length(total)) : total;
  }

  /**
   * The padding of a decrypted message may take up a whole block; SunJCE asks no more of others.
   */
  @Override
  public int leastRoom(int more) {
    int most = outputSize(more);
    return encrypting ? most : Math.max(0, most - mode.blockSize());
  }

  @Override
  public int updateSize(int more) {
    int total = Math.addExact(pending.size(), more);
    if (mode.isStream()) {
      return total;
    }
    // The block that the padding is in must not be given out.
    int open = padding != null && !encrypting ? total - mode.blockSize() : total;
    return open <= 0 ? 0 : open - open % mode.blockSize();
  }

  @Override
  public void requireReady() {
    if (key == null) {
      throw new IllegalStateException(name + " has no key; initialise it first");
    }
  }

  @Override
  public byte[] update(byte[] in, int offset, int length) throws KeyOperationException {
    int ready = updateSize(length);
    if (ready == 0) {
      pending.append(in, offset, length);
      return NOTHING;
    }
    int fromInput = ready - Math.min(ready, pending.size());
    Pieces pieces = new Pieces(ready);
    if (pending.isEmpty()) {
      pieces.add(in, offset, ready, NOTHING);
    } else {
      byte[] joined = Arrays.copyOf(pending.array(), ready);
      System.arraycopy(in, offset, joined, ready - fromInput, fromInput);
      try {
        pieces.add(joined, 0, ready, NOTHING);
      } finally {
        Arrays.fill(joined, (byte) 0);
      }
    }
    chain = pieces.next;
    used = pieces.nextUsed;
    byte[] rest = Arrays.copyOfRange(pending.array(), ready - fromInput, pending.size());
    pending.clear();
    pending.append(rest, 0, rest.length);
    Arrays.fill(rest, (byte) 0);
    pending.append(in, offset + fromInput, length - fromInput);
    return pieces.out;
  }

  @Override
  public byte[] finish(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException {
    int total = Math.addExact(pending.size(), length);
    boolean pad = padding != null && encrypting;
    if (padding != null && !encrypting && total == 0) {
      throw new BadPaddingException(name + " makes at least one block of every message");
    }
    if (!pad && !mode.isStream() && total % mode.blockSize() != 0) {
      throw new IllegalBlockSizeException(
          "The input of " + name + " is no multiple of " + mode.blockSize() + " bytes");
    }
    byte[] tail = pad ? padding.of(total) : NOTHING;
    if (pending.isEmpty()) {
      return last(in, offset, length, tail);
    }
    byte[] whole = Arrays.copyOf(pending.array(), total);
    System.arraycopy(in, offset, whole, pending.size(), length);
    try {
      return last(whole, 0, whole.length, tail);
    } finally {
      Arrays.fill(whole, (byte) 0);
    }
  }

  private byte[] last(byte[] in, int offset, int length, byte[] tail)
      throws KeyOperationException, BadPaddingException {
    Pieces pieces = new Pieces(Math.addExact(length, tail.length));
    pieces.add(in, offset, length, tail);
    if (padding == null || encrypting) {
      return pieces.out;
    }
    try {
      return padding.removed(pieces.out);
    } finally {
      Arrays.fill(pieces.out, (byte) 0);
    }
  }

  @Override
  public void reset() {
    pending.clear();
    chain = iv;
    used = 0;
  }

  /** The result of one call, piece by piece, and what the mode then goes on with. */
  private final class Pieces {
    private final int total;
    private byte[] out;
    private byte[] next = chain;
    private int nextUsed = used;
    private int written;

    Pieces(int length) {
      this.total = length;
      this.out = NOTHING;
    }

    /**
     * @param tail the padding that goes with the last piece, or nothing
     */
    void add(byte[] in, int offset, int length, byte[] tail) throws KeyOperationException {
      int done = 0;
      while (done < length || written < total) {
        int piece = piece(length - done);
        if (nextUsed == 0) {
          compute(in, offset + done, piece, done + piece == length ? tail : NOTHING, 0);
        } else {
          // The piece begins within a block of the key stream, and so has to be moved there.
          byte[] moved = new byte[nextUsed + piece];
          System.arraycopy(in, offset + done, moved, nextUsed, piece);
          compute(moved, 0, moved.length, NOTHING, nextUsed);
          Arrays.fill(moved, (byte) 0);
        }
        done += piece;
      }
    }

    /** A padded message of a whole piece has a block more, which is no reason for two. */
    private int piece(int left) {
      return nextUsed + left <= PIECE + mode.blockSize() ? left : PIECE - nextUsed;
    }

    private void compute(byte[] in, int offset, int length, byte[] tail, int skipped)
        throws KeyOperationException {
      CipherScheme scheme = new CipherScheme.Blocks(mode, next, tail);
      byte[] result =
          encrypting
              ? key.encrypt(scheme, in, offset, length)
              : key.decrypt(scheme, in, offset, length);
      nextUsed = mode.isStream() ? length % mode.blockSize() : 0;
      next =
          encrypting
              ? mode.next(next, result, 0, result.length)
              : mode.next(next, in, offset, length);
      keep(result, skipped, result.length - skipped);
    }

    /** Most messages are one piece, whose result is all there is. */
    private void keep(byte[] result, int offset, int length) {
      if (offset == 0 && length == total && result.length == total) {
        out = result;
        written = total;
        return;
      }
      if (written == 0) {
        out = new byte[total];
      }
      System.arraycopy(result, offset, out, written, length);
      written += length;
      Arrays.fill(result, (byte) 0);
    }
  }
}
