// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.Pkcs11Exception.check;
import static dev.holdfast.pkcs11.raw.CkFunction.*;

import dev.holdfast.pkcs11.raw.CkFunction;
import dev.holdfast.pkcs11.raw.Cryptoki;

/**
 * Signatures and MACs in a session (PKCS #11 2.40, section 5.11), with the session's own places for
 * arguments and results. One thread at a time, as the session.
 */
final class SessionSigning {
  private final Cryptoki cryptoki;
  private final long handle;
  private final Scratch scratch;
  private final Output output;
  private boolean running;

  SessionSigning(Cryptoki cryptoki, long handle, Scratch scratch, Output output) {
    this.cryptoki = cryptoki;
    this.handle = handle;
    this.scratch = scratch;
    this.output = output;
  }

  /** An operation was begun and not ended. */
  boolean isRunning() {
    return running;
  }

  /**
   * @param session this one, to give the approval for the operation that is begun in it
   */
  byte[] whole(
      Session session,
      Mechanism mechanism,
      long key,
      Approval approval,
      byte[] data,
      int offset,
      int length,
      int sizeHint)
      throws Pkcs11Exception {
    try {
      init(mechanism, key);
      approval.give(session);
      long address = scratch.put(data, offset, length);
      long rv;
      do {
        long outLength = output.prepare(sizeHint);
        rv = cryptoki.call(C_Sign, handle, address, length, output.address(), outLength);
      } while (output.isTooSmall(rv));
      end(C_Sign, rv);
      return output.toByteArray();
    } finally {
      wipe();
    }
  }

  void begin(Mechanism mechanism, long key) throws Pkcs11Exception {
    try {
      init(mechanism, key);
    } finally {
      wipe();
    }
  }

  void update(byte[] data, int offset, int length) throws Pkcs11Exception {
    try {
      long address = scratch.put(data, offset, length);
      end(C_SignUpdate, cryptoki.call(C_SignUpdate, handle, address, length));
      running = true;
    } finally {
      wipe();
    }
  }

  byte[] last(int sizeHint) throws Pkcs11Exception {
    try {
      long rv;
      do {
        long length = output.prepare(sizeHint);
        rv = cryptoki.call(C_SignFinal, handle, output.address(), length);
      } while (output.isTooSmall(rv));
      end(C_SignFinal, rv);
      return output.toByteArray();
    } finally {
      wipe();
    }
  }

  private void init(Mechanism mechanism, long key) throws Pkcs11Exception {
    long address = mechanism.writeTo(scratch);
    check(C_SignInit, cryptoki.call(C_SignInit, handle, address, key));
    running = true;
  }

  /** Whatever a final call answers, the operation is over (PKCS #11 2.40, section 5.2). */
  private void end(CkFunction function, long rv) throws Pkcs11Exception {
    running = false;
    check(function, rv);
  }

  private void wipe() {
    scratch.reset();
    output.reset();
  }
}
