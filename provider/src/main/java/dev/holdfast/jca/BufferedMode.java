// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.KeyOperationException;
import java.security.ProviderException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/**
 * A transformation that computes a message as a whole. Its parts are kept until the last one:
 * nothing is released before it is authentic, and no session is held in between.
 */
abstract class BufferedMode implements CipherMode {
  static final byte[] NOTHING = {};

  private final InputBuffer buffer = new InputBuffer();

  /** The key in use, or null. */
  abstract OpaqueKey key();

  /** Computes; the arguments are the whole message. Changes nothing. */
  abstract byte[] compute(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException;

  /** How long the result for a whole message of that length can be. */
  abstract int resultSize(int length);

  @Override
  public final int outputSize(int more) {
    return resultSize(Math.addExact(buffer.size(), more));
  }

  @Override
  public final int updateSize(int more) {
    return 0;
  }

  /** Whether parts of the message are here. */
  final boolean isBuffering() {
    return !buffer.isEmpty();
  }

  @Override
  public byte[] update(byte[] in, int offset, int length) {
    keep(buffer, in, offset, length);
    return NOTHING;
  }

  /** Keeps a part, of the message or of what goes with it, up to what the vault allows. */
  final void keep(InputBuffer parts, byte[] in, int offset, int length) {
    int limit = key().vault().maxMessage();
    if (length > limit - parts.size()) {
      reset();
      throw new ProviderException(
          "The message is longer than the "
              + limit
              + " bytes that are kept in memory until it ends; give it to doFinal in one piece,"
              + " encrypt it in parts, or set maxMessage higher");
    }
    parts.append(in, offset, length);
  }

  @Override
  public final byte[] finish(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException {
    if (buffer.isEmpty()) {
      return compute(in, offset, length);
    }
    int before = buffer.size();
    try {
      buffer.append(in, offset, length);
      return compute(buffer.array(), 0, buffer.size());
    } finally {
      buffer.truncate(before);
    }
  }

  @Override
  public void reset() {
    buffer.clear();
  }
}
