// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.openssl;

import static dev.holdfast.openssl.OpenSslException.check;

import dev.holdfast.memory.SecretMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * An EVP_PKEY of OpenSSL and what one caller at a time needs to sign with it. The key lies in
 * OpenSSL's memory, outside the Java heap; OpenSSL clears it when the last copy is closed.
 */
public final class EvpPrivateKey implements AutoCloseable {
  /** Numbers of EVP_PKEY_get_base_id. */
  public static final int RSA = 6;

  public static final int EC = 408;
  public static final int ED25519 = 1087;

  /** Numbers of RSA paddings. */
  public static final int PKCS1_PADDING = 1;

  public static final int NO_PADDING = 3;

  private static final int NOT_RSA = 0;

  /** Room for an RSA-4096 signature, and for a P-521 signature as DER. */
  private static final int RESULT = 512;

  private final long key;
  private final long[] contexts = new long[NO_PADDING + 1];
  private boolean closed;

  private EvpPrivateKey(long key) {
    this.key = key;
  }

  /**
   * Reads a PKCS#8 private key.
   *
   * @throws OpenSslException if it is none that OpenSSL knows
   */
  public static EvpPrivateKey ofPkcs8(SecretMemory der) throws OpenSslException {
    try (SecretMemory pointer = SecretMemory.allocate(Long.BYTES)) {
      pointer.asByteBuffer().putLong(0, der.address());
      long key = LibCrypto.d2i_AutoPrivateKey(0, pointer.address(), der.size());
      check(key != 0, "d2i_AutoPrivateKey");
      return new EvpPrivateKey(key);
    } finally {
      Reference.reachabilityFence(der);
    }
  }

  /** The same key for another caller; not while it is being closed. */
  public EvpPrivateKey copy() throws OpenSslException {
    checkOpen();
    check(LibCrypto.EVP_PKEY_up_ref(key) == 1, "EVP_PKEY_up_ref");
    return new EvpPrivateKey(key);
  }

  /** The kind of key, one of the numbers above or another of OpenSSL's. */
  public int type() {
    checkOpen();
    return LibCrypto.EVP_PKEY_get_base_id(key);
  }

  /** The size in bits: the RSA modulus, or the order of the curve's base point. */
  public int bits() {
    checkOpen();
    return LibCrypto.EVP_PKEY_get_bits(key);
  }

  /** The RSA private-key operation on a block, padded first as PKCS #1 signatures are or not. */
  public byte[] rsa(int padding, byte[] block) throws OpenSslException {
    return sign(context(padding), block);
  }

  /** An ECDSA signature, DER, over a digest of any length. */
  public byte[] ecdsa(byte[] digest) throws OpenSslException {
    return sign(context(NOT_RSA), digest);
  }

  private long context(int padding) throws OpenSslException {
    checkOpen();
    if (contexts[padding] == 0) {
      long context = LibCrypto.EVP_PKEY_CTX_new(key, 0);
      check(context != 0, "EVP_PKEY_CTX_new");
      boolean ready =
          LibCrypto.EVP_PKEY_sign_init(context) == 1
              && (padding == NOT_RSA
                  || LibCrypto.EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1);
      if (!ready) {
        OpenSslException failure = OpenSslException.of("EVP_PKEY_sign_init");
        LibCrypto.EVP_PKEY_CTX_free(context);
        throw failure;
      }
      contexts[padding] = context;
    }
    return contexts[padding];
  }

  private static byte[] sign(long context, byte[] in) throws OpenSslException {
    try (SecretMemory memory = SecretMemory.allocate(Long.BYTES + RESULT + in.length)) {
      long result = memory.address() + Long.BYTES;
      long input = result + RESULT;
      memory.write(Long.BYTES + RESULT, in, 0, in.length);
      ByteBuffer words = memory.asByteBuffer();
      words.putLong(0, RESULT);
      int done = LibCrypto.EVP_PKEY_sign(context, result, memory.address(), input, in.length);
      check(done == 1, "EVP_PKEY_sign");
      return result(memory, words);
    }
  }

  /** A pure Ed25519 signature over a message. */
  public byte[] eddsa(byte[] message) throws OpenSslException {
    checkOpen();
    long context = LibCrypto.EVP_MD_CTX_new();
    check(context != 0, "EVP_MD_CTX_new");
    try (SecretMemory memory = SecretMemory.allocate(Long.BYTES + RESULT + message.length)) {
      long result = memory.address() + Long.BYTES;
      memory.write(Long.BYTES + RESULT, message, 0, message.length);
      ByteBuffer words = memory.asByteBuffer();
      words.putLong(0, RESULT);
      check(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, key) == 1, "EVP_DigestSignInit");
      int done =
          LibCrypto.EVP_DigestSign(
              context, result, memory.address(), result + RESULT, message.length);
      check(done == 1, "EVP_DigestSign");
      return result(memory, words);
    } finally {
      LibCrypto.EVP_MD_CTX_free(context);
    }
  }

  private static byte[] result(SecretMemory memory, ByteBuffer words) {
    byte[] result = new byte[(int) words.getLong(0)];
    memory.read(Long.BYTES, result, 0, result.length);
    return result;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the key was closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (long context : contexts) {
        if (context != 0) {
          LibCrypto.EVP_PKEY_CTX_free(context);
        }
      }
      LibCrypto.EVP_PKEY_free(key);
    }
  }
}
