// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.openssl;

import static dev.holdfast.openssl.OpenSslException.check;

import dev.holdfast.memory.SecretMemory;
import java.util.HashMap;
import java.util.Map;

/**
 * A secret key in locked memory, with the cipher contexts that one caller at a time has used it in.
 * Messages pass through memory that is wiped after each call.
 */
public final class EvpSecretKey implements AutoCloseable {
  private static final byte[] NONE = {};

  private static final int GET_TAG = 0x10;
  private static final int SET_TAG = 0x11;

  /** Before the message: a length, the IV and the tag. */
  private static final int IV = Long.BYTES;

  private static final int LONGEST_IV = 16;
  private static final int TAG = IV + LONGEST_IV;
  private static final int MESSAGE = TAG + 16;

  private static final int LONGEST_MAC = 64;

  /** What stays allocated for messages; a large one must not keep locked pages for good. */
  private static final int KEEP = 64 * 1024;

  private final SecretMemory key;
  private final Map<String, Long> encryption = new HashMap<>(2);
  private final Map<String, Long> decryption = new HashMap<>(2);

  /** For the messages of this key; wiped after each. */
  private SecretMemory kept = SecretMemory.allocate(0);

  private boolean closed;

  private EvpSecretKey(SecretMemory key) {
    this.key = key;
  }

  /** A key of its own from material that stays the caller's. */
  public static EvpSecretKey of(SecretMemory material) {
    SecretMemory own = SecretMemory.allocate(material.size());
    own.write(0, material, 0, material.size());
    return new EvpSecretKey(own);
  }

  /** The same key for another caller. */
  public EvpSecretKey copy() {
    return of(key);
  }

  /** In bytes. */
  public int size() {
    return key.size();
  }

  /** Whether OpenSSL has a cipher, as in {@code AES-256-GCM}, or a digest of a name. */
  public static boolean knows(String name) {
    return LibCrypto.EVP_get_cipherbyname(name) != 0 || LibCrypto.EVP_get_digestbyname(name) != 0;
  }

  /** HMAC (FIPS 198-1) over a digest of OpenSSL's names. */
  public byte[] hmac(String digest, byte[] in, int offset, int length) throws OpenSslException {
    try (SecretMemory memory = SecretMemory.allocate(Long.BYTES + LONGEST_MAC + length)) {
      memory.write(Long.BYTES + LONGEST_MAC, in, offset, length);
      long out = memory.address() + Long.BYTES;
      long done =
          LibCrypto.HMAC(
              LibCrypto.EVP_get_digestbyname(digest),
              key.address(),
              key.size(),
              out + LONGEST_MAC,
              length,
              out,
              memory.address());
      check(done != 0, "HMAC");
      byte[] mac = new byte[memory.asByteBuffer().getInt(0)];
      memory.read(Long.BYTES, mac, 0, mac.length);
      return mac;
    }
  }

  /** Encrypts a message with GCM (SP 800-38D), an IV of 12 bytes; the tag comes last. */
  public byte[] encryptGcm(
      String cipher, byte[] iv, byte[] aad, int tag, byte[] in, int offset, int length)
      throws OpenSslException {
    long context = context(cipher, true);
    SecretMemory memory = message(iv, in, offset, length);
    try {
      start(context, memory, iv.length, true);
      authenticate(context, memory, aad);
      update(context, memory, length);
      finish(context, memory);
      long address = memory.address() + TAG;
      check(LibCrypto.EVP_CIPHER_CTX_ctrl(context, GET_TAG, tag, address) == 1, "GET_TAG");
      byte[] out = new byte[Math.addExact(length, tag)];
      memory.read(MESSAGE, out, 0, length);
      memory.read(TAG, out, length, tag);
      return out;
    } finally {
      wipe(memory, length);
    }
  }

  /**
   * Decrypts what {@link #encryptGcm} made.
   *
   * @return null if the tag does not match
   */
  public byte[] decryptGcm(
      String cipher, byte[] iv, byte[] aad, int tag, byte[] in, int offset, int length)
      throws OpenSslException {
    long context = context(cipher, false);
    int plain = length - tag;
    SecretMemory memory = message(iv, in, offset, plain);
    try {
      memory.write(TAG, in, offset + plain, tag);
      start(context, memory, iv.length, false);
      authenticate(context, memory, aad);
      update(context, memory, plain);
      long address = memory.address() + TAG;
      check(LibCrypto.EVP_CIPHER_CTX_ctrl(context, SET_TAG, tag, address) == 1, "SET_TAG");
      if (LibCrypto.EVP_CipherFinal_ex(context, memory.address(), memory.address()) != 1) {
        LibCrypto.ERR_clear_error();
        return null;
      }
      byte[] out = new byte[plain];
      memory.read(MESSAGE, out, 0, plain);
      return out;
    } finally {
      wipe(memory, plain);
    }
  }

  /**
   * Encrypts or decrypts in a mode without padding or tag.
   *
   * @param tail what stands behind the message, may be empty
   */
  public byte[] blocks(
      String cipher, boolean encrypting, byte[] iv, byte[] in, int offset, int length, byte[] tail)
      throws OpenSslException {
    long context = context(cipher, encrypting);
    int total = Math.addExact(length, tail.length);
    SecretMemory memory = message(iv, in, offset, length, tail);
    try {
      start(context, memory, iv.length, encrypting);
      check(LibCrypto.EVP_CIPHER_CTX_set_padding(context, 0) == 1, "EVP_CIPHER_CTX_set_padding");
      update(context, memory, total);
      finish(context, memory);
      byte[] out = new byte[total];
      memory.read(MESSAGE, out, 0, total);
      return out;
    } finally {
      wipe(memory, total);
    }
  }

  private SecretMemory message(byte[] iv, byte[] in, int offset, int length) {
    return message(iv, in, offset, length, NONE);
  }

  private SecretMemory message(byte[] iv, byte[] in, int offset, int length, byte[] tail) {
    SecretMemory memory = room(Math.addExact(MESSAGE, Math.addExact(length, tail.length)));
    memory.write(IV, iv, 0, iv.length);
    memory.write(MESSAGE, in, offset, length);
    memory.write(MESSAGE + length, tail, 0, tail.length);
    return memory;
  }

  private SecretMemory room(int size) {
    if (size > KEEP) {
      return SecretMemory.allocate(size);
    }
    if (kept.size() < size) {
      kept.close();
      kept = SecretMemory.allocate(Math.min(KEEP, 2 * size));
    }
    return kept;
  }

  private void wipe(SecretMemory memory, int length) {
    if (memory == kept) {
      memory.wipe(0, MESSAGE + length);
    } else {
      memory.close();
    }
  }

  /** A context that has been given the key once. */
  private long context(String cipher, boolean encrypting) throws OpenSslException {
    if (closed) {
      throw new IllegalStateException("the key was closed");
    }
    // A key schedule is for one direction, and OpenSSL keeps the one it was given.
    Map<String, Long> contexts = encrypting ? encryption : decryption;
    Long known = contexts.get(cipher);
    if (known != null) {
      return known;
    }
    long context = LibCrypto.EVP_CIPHER_CTX_new();
    check(context != 0, "EVP_CIPHER_CTX_new");
    contexts.put(cipher, context);
    long type = LibCrypto.EVP_get_cipherbyname(cipher);
    int done = LibCrypto.EVP_CipherInit_ex(context, type, 0, key.address(), 0, encrypting ? 1 : 0);
    check(type != 0 && done == 1, "EVP_CipherInit_ex");
    return context;
  }

  private static void start(long context, SecretMemory memory, int ivLength, boolean encrypting)
      throws OpenSslException {
    long iv = ivLength == 0 ? 0 : memory.address() + IV;
    int done = LibCrypto.EVP_CipherInit_ex(context, 0, 0, 0, iv, encrypting ? 1 : 0);
    check(done == 1, "EVP_CipherInit_ex");
  }

  private static void authenticate(long context, SecretMemory memory, byte[] aad)
      throws OpenSslException {
    if (aad.length > 0) {
      try (SecretMemory copy = SecretMemory.copyOf(aad)) {
        int done =
            LibCrypto.EVP_CipherUpdate(context, 0, memory.address(), copy.address(), aad.length);
        check(done == 1, "EVP_CipherUpdate");
      }
    }
  }

  private static void update(long context, SecretMemory memory, int length)
      throws OpenSslException {
    if (length > 0) {
      long message = memory.address() + MESSAGE;
      int done = LibCrypto.EVP_CipherUpdate(context, message, memory.address(), message, length);
      check(done == 1, "EVP_CipherUpdate");
    }
  }

  private static void finish(long context, SecretMemory memory) throws OpenSslException {
    // Nothing is left to write: there is no padding.
    int done = LibCrypto.EVP_CipherFinal_ex(context, memory.address() + IV, memory.address());
    check(done == 1, "EVP_CipherFinal_ex");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      encryption.values().forEach(LibCrypto::EVP_CIPHER_CTX_free);
      decryption.values().forEach(LibCrypto::EVP_CIPHER_CTX_free);
      kept.close();
      key.close();
    }
  }
}
