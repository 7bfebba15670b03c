// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.openssl;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * The functions of OpenSSL 3's libcrypto that are used here, by direct mapping. Pointers and {@code
 * size_t} are {@code long}: 64-bit systems only.
 */
final class LibCrypto {
  private static final String[] NAMES = {"libcrypto.so.3", "crypto"};
  private static final long VERSION_3 = 0x30000000L;

  /** Why it cannot be used; empty if it can. */
  static final Optional<String> MISSING = load();

  private LibCrypto() {}

  private static Optional<String> load() {
    if (Native.POINTER_SIZE != 8 || Native.SIZE_T_SIZE != 8) {
      return Optional.of("it is used on 64-bit systems only");
    }
    String last = "";
    for (String name : NAMES) {
      try {
        Native.register(LibCrypto.class, NativeLibrary.getInstance(name));
        return OpenSSL_version_num() < VERSION_3
            ? Optional.of("it is older than OpenSSL 3.0")
            : Optional.empty();
      } catch (UnsatisfiedLinkError e) {
        last = e.getMessage();
      }
    }
    return Optional.of("libcrypto of OpenSSL 3 is not found (" + last + ")");
  }

  static native long OpenSSL_version_num();

  static native String OpenSSL_version(int what);

  static native long ERR_get_error();

  static native void ERR_clear_error();

  static native void ERR_error_string_n(long error, byte[] text, long length);

  static native long d2i_AutoPrivateKey(long key, long pointerToDer, long length);

  static native int EVP_PKEY_up_ref(long key);

  static native void EVP_PKEY_free(long key);

  static native int EVP_PKEY_get_bits(long key);

  static native int EVP_PKEY_get_base_id(long key);

  static native long EVP_PKEY_CTX_new(long key, long engine);

  static native void EVP_PKEY_CTX_free(long context);

  static native int EVP_PKEY_sign_init(long context);

  static native int EVP_PKEY_CTX_set_rsa_padding(long context, int padding);

  static native int EVP_PKEY_sign(
      long context, long signature, long pointerToLength, long in, long inLength);

  static native long EVP_MD_CTX_new();

  static native void EVP_MD_CTX_free(long context);

  static native int EVP_DigestSignInit(
      long context, long keyContext, long digest, long engine, long key);

  static native int EVP_DigestSign(
      long context, long signature, long pointerToLength, long in, long inLength);

  static native long EVP_get_digestbyname(String name);

  static native long EVP_get_cipherbyname(String name);

  static native long HMAC(
      long digest, long key, int keyLength, long in, long inLength, long out, long pointerToLength);

  static native long EVP_CIPHER_CTX_new();

  static native void EVP_CIPHER_CTX_free(long context);

  static native int EVP_CIPHER_CTX_set_padding(long context, int padding);

  static native int EVP_CIPHER_CTX_ctrl(long context, int command, int number, long pointer);

  static native int EVP_CipherInit_ex(
      long context, long cipher, long engine, long key, long iv, int encrypting);

  static native int EVP_CipherUpdate(
      long context, long out, long pointerToLength, long in, int inLength);

  static native int EVP_CipherFinal_ex(long context, long out, long pointerToLength);
}
