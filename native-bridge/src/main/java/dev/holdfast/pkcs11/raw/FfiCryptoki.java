// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11.raw;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.holdfast.memory.SecretMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Calls function pointers through libffi. JNA's static natives bind once per class, so each module
 * would need a class copy in a class loader of its own; this takes any number of modules, and
 * measured a third faster besides.
 *
 * <p>The frame of one call: eight argument values, the result, eight pointers to the values.
 */
final class FfiCryptoki implements Cryptoki {
  private static final int MAX_ARGUMENTS = 8;
  private static final int RESULT = 8 * MAX_ARGUMENTS;
  private static final int POINTERS = RESULT + 8;
  private static final int FRAME_SIZE = POINTERS + 8 * MAX_ARGUMENTS;
  private static final long CKR_FUNCTION_NOT_SUPPORTED = 0x54;

  /**
   * By number of arguments: libffi's description of {@code CK_RV f(CK_ULONG, ...)}. Never freed, so
   * shared.
   */
  private static final long[] SIGNATURES = signatures();

  private final FunctionTable functions;
  private final SecretMemory frame = SecretMemory.allocate(FRAME_SIZE);
  private final ByteBuffer words = frame.asByteBuffer();
  private final long result = frame.address() + RESULT;
  private final long pointers = frame.address() + POINTERS;
  private boolean closed;

  FfiCryptoki(FunctionTable functions) {
    this.functions = functions;
    for (int i = 0; i < MAX_ARGUMENTS; i++) {
      words.putLong(POINTERS + 8 * i, frame.address() + 8L * i);
    }
  }

  @Override
  public long call(CkFunction function, long a) {
    put(0, a);
    return invoke(function, 1);
  }

  @Override
  public long call(CkFunction function, long a, long b) {
    put(0, a);
    put(1, b);
    return invoke(function, 2);
  }

  @Override
  public long call(CkFunction function, long a, long b, long c) {
    put(2, c);
    put(0, a);
    put(1, b);
    return invoke(function, 3);
  }

  @Override
  public long call(CkFunction function, long a, long b, long c, long d) {
    putFour(a, b, c, d);
    return invoke(function, 4);
  }

  @Override
  public long call(CkFunction function, long a, long b, long c, long d, long e) {
    putFour(a, b, c, d);
    put(4, e);
    return invoke(function, 5);
  }

  @Override
  public long call(CkFunction function, long a, long b, long c, long d, long e, long f) {
    putFour(a, b, c, d);
    put(4, e);
    put(5, f);
    return invoke(function, 6);
  }

  @Override
  public long call(
      CkFunction function, long a, long b, long c, long d, long e, long f, long g, long h) {
    putFour(a, b, c, d);
    put(4, e);
    put(5, f);
    put(6, g);
    put(7, h);
    return invoke(function, 8);
  }

  @Override
  public void close() {
    closed = true;
    frame.close();
  }

  private void putFour(long a, long b, long c, long d) {
    put(0, a);
    put(1, b);
    put(2, c);
    put(3, d);
  }

  private void put(int argument, long value) {
    if (closed) {
      // The frame may be somebody else's memory by now.
      throw new IllegalStateException("closed");
    }
    words.putLong(8 * argument, value);
  }

  private long invoke(CkFunction function, int arguments) {
    long address = functions.address(function);
    if (address == 0) {
      return CKR_FUNCTION_NOT_SUPPORTED;
    }
    try {
      Native.ffi_call(SIGNATURES[arguments], address, result, pointers);
      return words.getLong(RESULT);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static long[] signatures() {
    long ulong = ulongType();
    Pointer types = new Pointer(Native.malloc(8L * MAX_ARGUMENTS));
    for (int i = 0; i < MAX_ARGUMENTS; i++) {
      types.setLong(8L * i, ulong);
    }
    long[] signatures = new long[MAX_ARGUMENTS + 1];
    for (int i = 1; i < signatures.length; i++) {
      // 0: libffi's default ABI of this platform.
      signatures[i] = Native.ffi_prep_cif(0, i, ulong, Pointer.nativeValue(types));
    }
    return signatures;
  }

  /**
   * An {@code ffi_type} of an unsigned 64-bit integer: size_t size, unsigned short alignment,
   * unsigned short type, ffi_type** elements. Its layout and the number of FFI_TYPE_UINT64 are part
   * of libffi's public header; JNA's own copy can be had by reflection only.
   */
  private static long ulongType() {
    Pointer type = new Pointer(Native.malloc(24));
    type.setLong(0, 8);
    type.setLong(8, 0);
    type.setShort(8, (short) 8);
    type.setShort(10, (short) 11);
    type.setLong(16, 0);
    return Pointer.nativeValue(type);
  }
}
