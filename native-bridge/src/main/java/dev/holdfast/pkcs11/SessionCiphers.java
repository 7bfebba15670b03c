// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.Pkcs11Exception.check;
import static dev.holdfast.pkcs11.raw.CkFunction.*;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.pkcs11.raw.CkFunction;
import dev.holdfast.pkcs11.raw.Cryptoki;

/**
 * Encryption, decryption and wrapping in a session (PKCS #11 2.40, sections 5.8, 5.9 and 5.13),
 * with the session's own places for arguments and results. One thread at a time, as the session.
 */
final class SessionCiphers {
  static final Calls ENCRYPT = new Calls(C_EncryptInit, C_Encrypt, C_EncryptUpdate, C_EncryptFinal);
  static final Calls DECRYPT = new Calls(C_DecryptInit, C_Decrypt, C_DecryptUpdate, C_DecryptFinal);

  /** What goes to the token at once when a message goes in parts; tokens take less than a MiB. */
  private static final int PART = 8 * 1024;

  /** A block of padding and a tag at most, for what is not RSA. */
  private static final int MORE = 32;

  private static final byte[] NONE = {};

  private final Cryptoki cryptoki;
  private final long handle;
  private final Scratch scratch;
  private final Output output;
  private boolean running;

  /** The functions of one direction. */
  record Calls(CkFunction init, CkFunction whole, CkFunction update, CkFunction last) {}

  SessionCiphers(Cryptoki cryptoki, long handle, Scratch scratch, Output output) {
    this.cryptoki = cryptoki;
    this.handle = handle;
    this.scratch = scratch;
    this.output = output;
  }

  /** An operation was begun and not ended. */
  boolean isRunning() {
    return running;
  }

  int whole(
      Calls calls,
      Mechanism mechanism,
      long key,
      byte[] in,
      int offset,
      int length,
      byte[] tail,
      byte[] out,
      int outOffset)
      throws Pkcs11Exception {
    try {
      init(calls, mechanism, key);
      // Some tokens want room for as much as they got, and be it with a tag; else a second call.
      finish(calls, in, offset, length, tail, Math.max(out.length - outOffset, length));
      return copy(calls.whole, out, outOffset);
    } finally {
      wipe();
    }
  }

  /**
   * @param session this one, to give the approval for the operation that is begun in it
   */
  byte[] whole(
      Session session, Calls calls, Mechanism mechanism, long key, Approval approval, byte[] in)
      throws Pkcs11Exception {
    try {
      init(calls, mechanism, key);
      approval.give(session);
      finish(calls, in, 0, in.length, NONE, Math.max(Output.LARGE, in.length + MORE));
      return output.toByteArray();
    } finally {
      wipe();
    }
  }

  SecretMemory secret(Mechanism mechanism, long key, byte[] in) throws Pkcs11Exception {
    try {
      init(DECRYPT, mechanism, key);
      finish(DECRYPT, in, 0, in.length, NONE, in.length);
      return output.toSecretMemory();
    } finally {
      wipe();
    }
  }

  int inParts(
      Calls calls, Mechanism mechanism, long key, byte[] in, int offset, int length, byte[] out)
      throws Pkcs11Exception {
    try {
      init(calls, mechanism, key);
      int written = 0;
      for (int done = 0; done < length; done += PART) {
        update(calls, in, offset + done, Math.min(PART, length - done));
        written += copy(calls.update, out, written);
        wipe();
      }
      last(calls, out.length - written);
      return written + copy(calls.last, out, written);
    } finally {
      wipe();
    }
  }

  byte[] wrapKey(Mechanism mechanism, long wrappingKey, long key) throws Pkcs11Exception {
    try {
      long address = mechanism.writeTo(scratch);
      long rv;
      do {
        long length = output.prepare(Output.LARGE);
        rv = cryptoki.call(C_WrapKey, handle, address, wrappingKey, key, output.address(), length);
      } while (output.isTooSmall(rv));
      check(C_WrapKey, rv);
      return output.toByteArray();
    } finally {
      wipe();
    }
  }

  private void init(Calls calls, Mechanism mechanism, long key) throws Pkcs11Exception {
    long address = mechanism.writeTo(scratch);
    check(calls.init, cryptoki.call(calls.init, handle, address, key));
    running = true;
  }

  private void finish(Calls calls, byte[] in, int offset, int length, byte[] tail, int sizeHint)
      throws Pkcs11Exception {
    long address = scratch.put(in, offset, length, tail);
    long total = length + (long) tail.length;
    long rv;
    do {
      long outLength = output.prepare(sizeHint);
      rv = cryptoki.call(calls.whole, handle, address, total, output.address(), outLength);
    } while (output.isTooSmall(rv));
    end(calls.whole, rv);
  }

  private void update(Calls calls, byte[] in, int offset, int length) throws Pkcs11Exception {
    long address = scratch.put(in, offset, length);
    long rv;
    do {
      long outLength = output.prepare(length + MORE);
      rv = cryptoki.call(calls.update, handle, address, length, output.address(), outLength);
    } while (output.isTooSmall(rv));
    if (rv != Ckr.CKR_OK) {
      end(calls.update, rv);
    }
  }

  private void last(Calls calls, int sizeHint) throws Pkcs11Exception {
    long rv;
    do {
      long outLength = output.prepare(sizeHint);
      rv = cryptoki.call(calls.last, handle, output.address(), outLength);
    } while (output.isTooSmall(rv));
    end(calls.last, rv);
  }

  private int copy(CkFunction function, byte[] out, int outOffset) throws Pkcs11Exception {
    int length = output.length();
    if (length > out.length - outOffset) {
      throw new Pkcs11Exception(Ckr.CKR_BUFFER_TOO_SMALL, function.name());
    }
    output.read(out, outOffset, length);
    return length;
  }

  /**
   * Whatever a final call answers, and an update that fails, the operation is over (section 5.2).
   */
  private void end(CkFunction function, long rv) throws Pkcs11Exception {
    running = false;
    check(function, rv);
  }

  private void wipe() {
    scratch.reset();
    output.reset();
  }
}
