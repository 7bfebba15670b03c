// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what is encrypted, and gives the data key back at the end. */
final class EncryptingStream extends FilterOutputStream {
  private final DataKeyCache.Loan loan;
  private boolean closed;

  EncryptingStream(OutputStream out, DataKeyCache.Loan loan) {
    super(out);
    this.loan = loan;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The envelope was ended");
    }
    out.write(bytes, offset, length);
    loan.used(length);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        out.close();
      } finally {
        loan.close();
      }
    }
  }
}
