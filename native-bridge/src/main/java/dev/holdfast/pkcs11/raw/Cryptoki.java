// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11.raw;

/**
 * The C functions of one module: every CK_ULONG, handle and pointer is a {@code long}, the result
 * is the CK_RV with all its 64 bits. An instance has one place for arguments and is for one thread
 * at a time.
 */
public interface Cryptoki extends AutoCloseable {
  long call(CkFunction function, long a);

  long call(CkFunction function, long a, long b);

  long call(CkFunction function, long a, long b, long c);

  long call(CkFunction function, long a, long b, long c, long d);

  long call(CkFunction function, long a, long b, long c, long d, long e);

  long call(CkFunction function, long a, long b, long c, long d, long e, long f);

  long call(CkFunction function, long a, long b, long c, long d, long e, long f, long g, long h);

  /** Gives back the memory of the arguments. */
  @Override
  void close();
}
