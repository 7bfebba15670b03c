// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reports what is wrong with an envelope in one way, and gives the data key back at the end. After
 * a failure nothing more is read.
 */
final class DecryptingStream extends FilterInputStream {
  private final DataKeyCache.Loan loan;
  private boolean closed;
  private boolean failed;

  DecryptingStream(InputStream in, DataKeyCache.Loan loan) {
    super(in);
    this.loan = loan;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The envelope was closed");
    }
    if (failed) {
      throw damaged(null);
    }
    try {
      return length == 0 ? 0 : super.read(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw damaged(e);
    }
  }

  private static EnvelopeException damaged(IOException cause) {
    return new EnvelopeException(
        "The envelope is not whole, was changed, or cannot be read; what was read so far is not all"
            + " of it",
        cause);
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.max(0, Math.min(count, 8192))];
    long skipped = 0;
    while (skipped < count) {
      int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
      if (read < 0) {
        break;
      }
      skipped += read;
    }
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      loan.close();
      in.close();
    }
  }
}
