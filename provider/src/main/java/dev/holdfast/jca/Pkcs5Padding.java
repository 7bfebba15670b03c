// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.util.Arrays;
import javax.crypto.BadPaddingException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.paddings.PKCS7Padding;

/**
 * The padding of PKCS #5 and #7 (RFC 5652 section 6.3), by Bouncy Castle, who looks at all of it
 * before he says that it is wrong.
 *
 * @param blockSize in bytes
 */
record Pkcs5Padding(int blockSize) {
  /** How many bytes go behind a message of that length: 1 to a whole block. */
  int length(int messageLength) {
    return blockSize - messageLength % blockSize;
  }

  /** What goes behind a message of that length. */
  byte[] of(int messageLength) {
    byte[] block = new byte[blockSize];
    int at = messageLength % blockSize;
    new PKCS7Padding().addPadding(block, at);
    return Arrays.copyOfRange(block, at, blockSize);
  }

  /** A copy of what stands before the padding. */
  byte[] removed(byte[] padded) throws BadPaddingException {
    byte[] block = Arrays.copyOfRange(padded, padded.length - blockSize, padded.length);
    try {
      return Arrays.copyOf(padded, padded.length - new PKCS7Padding().padCount(block));
    } catch (InvalidCipherTextException e) {
      throw new BadPaddingException("The last block is not properly padded; was it the right key?");
    } finally {
      Arrays.fill(block, (byte) 0);
    }
  }
}
