// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.pkcs11.raw.CkLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A mechanism with its parameters (PKCS #11 2.40, Current Mechanisms). Immutable; arrays are
 * copied. Lengths are in bytes unless a name says bits.
 */
public final class Mechanism {
  private static final byte[] NONE = {};
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final long type;
  private final Parameters parameters;

  private Mechanism(long type, Parameters parameters) {
    this.type = type;
    this.parameters = parameters;
  }

  /** One that takes no parameters, {@link Ckm}. */
  public static Mechanism of(long ckm) {
    return new Mechanism(ckm, null);
  }

  /**
   * RSASSA-PSS (section 2.1.10).
   *
   * @param ckm CKM_RSA_PKCS_PSS over a digest, or one that hashes itself (CKM_SHA256_RSA_PKCS_PSS)
   * @param hash CKM_ of the message digest
   * @param mgf CKG_MGF1_*
   */
  public static Mechanism rsaPss(long ckm, long hash, long mgf, int saltLength) {
    return new Mechanism(
        ckm,
        (type, scratch) ->
            scratch.putWords(
                type, scratch.putWords(hash, mgf, saltLength), CkLayout.CK_RSA_PKCS_PSS_PARAMS));
  }

  /**
   * RSAES-OAEP (section 2.1.8).
   *
   * @param hash CKM_ of the digest
   * @param mgf CKG_MGF1_*
   * @param label the encoding parameter, mostly empty. SoftHSM 2.6 ignores it without a word
   */
  public static Mechanism rsaOaep(long hash, long mgf, byte[] label) {
    byte[] source = label.clone();
    return new Mechanism(
        Ckm.CKM_RSA_PKCS_OAEP,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(
                    hash, mgf, Ckz.CKZ_DATA_SPECIFIED, orNull(scratch, source), source.length),
                CkLayout.CK_RSA_PKCS_OAEP_PARAMS));
  }

  /** AES-GCM (section 2.11.3); the tag follows the ciphertext. */
  public static Mechanism aesGcm(byte[] iv, byte[] aad, int tagBits) {
    byte[] nonce = iv.clone();
    byte[] authenticated = aad.length == 0 ? NONE : aad.clone();
    return new Mechanism(
        Ckm.CKM_AES_GCM,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(
                    scratch.put(nonce),
                    nonce.length,
                    8L * nonce.length,
                    orNull(scratch, authenticated),
                    authenticated.length,
                    tagBits),
                CkLayout.CK_GCM_PARAMS));
  }

  /**
   * AES-CCM (section 2.11.4); the tag follows the ciphertext.
   *
   * @param dataLength bytes of the message, without the tag
   * @param tagLength in bytes
   */
  public static Mechanism aesCcm(long dataLength, byte[] nonce, byte[] aad, int tagLength) {
    byte[] number = nonce.clone();
    byte[] authenticated = aad.length == 0 ? NONE : aad.clone();
    return new Mechanism(
        Ckm.CKM_AES_CCM,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(
                    dataLength,
                    scratch.put(number),
                    number.length,
                    orNull(scratch, authenticated),
                    authenticated.length,
                    tagLength),
                CkLayout.CK_CCM_PARAMS));
  }

  /**
   * ChaCha20-Poly1305 (PKCS #11 3.0, section 2.60); the tag of 16 bytes follows the ciphertext.
   *
   * @param nonce 12 bytes
   */
  public static Mechanism chaCha20Poly1305(byte[] nonce, byte[] aad) {
    byte[] number = nonce.clone();
    byte[] authenticated = aad.length == 0 ? NONE : aad.clone();
    return new Mechanism(
        Ckm.CKM_CHACHA20_POLY1305,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(
                    scratch.put(number),
                    number.length,
                    orNull(scratch, authenticated),
                    authenticated.length),
                CkLayout.CK_SALSA20_CHACHA20_POLY1305_PARAMS));
  }

  /**
   * AES-CBC (section 2.10).
   *
   * @param ckm CKM_AES_CBC or CKM_AES_CBC_PAD
   */
  public static Mechanism aesCbc(long ckm, byte[] iv) {
    return withBytes(ckm, iv);
  }

  /**
   * AES-CTR (section 2.12).
   *
   * @param counterBits how many low bits of the block count; SoftHSM 2.6 wants 128
   * @param counterBlock 16 bytes
   */
  public static Mechanism aesCtr(int counterBits, byte[] counterBlock) {
    byte[] block = exactly(16, counterBlock).clone();
    return new Mechanism(
        Ckm.CKM_AES_CTR,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(counterBits, word(block, 0), word(block, 8)),
                CkLayout.CK_AES_CTR_PARAMS));
  }

  /**
   * ECDH (section 2.3.15).
   *
   * @param ckm CKM_ECDH1_DERIVE or CKM_ECDH1_COFACTOR_DERIVE
   * @param kdf CKD_*; CKD_NULL takes no shared data
   * @param peer the other side's public point, as the token wants it: mostly raw, some DER
   */
  public static Mechanism ecdh1Derive(long ckm, long kdf, byte[] sharedData, byte[] peer) {
    byte[] shared = sharedData.clone();
    byte[] point = peer.clone();
    return new Mechanism(
        ckm,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(
                    kdf, shared.length, orNull(scratch, shared), point.length, scratch.put(point)),
                CkLayout.CK_ECDH1_DERIVE_PARAMS));
  }

  /** Derives a key by encrypting {@code data}: CKM_AES_ECB_ENCRYPT_DATA (section 2.15). */
  public static Mechanism aesEcbEncryptData(byte[] data) {
    byte[] plain = data.clone();
    return new Mechanism(
        Ckm.CKM_AES_ECB_ENCRYPT_DATA,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(scratch.put(plain), plain.length),
                CkLayout.CK_KEY_DERIVATION_STRING_DATA));
  }

  /** Derives a key by encrypting {@code data}: CKM_AES_CBC_ENCRYPT_DATA (section 2.15). */
  public static Mechanism aesCbcEncryptData(byte[] iv, byte[] data) {
    byte[] vector = exactly(16, iv).clone();
    byte[] plain = data.clone();
    return new Mechanism(
        Ckm.CKM_AES_CBC_ENCRYPT_DATA,
        (type, scratch) ->
            scratch.putWords(
                type,
                scratch.putWords(
                    word(vector, 0), word(vector, 8), scratch.put(plain), plain.length),
                CkLayout.CK_AES_CBC_ENCRYPT_DATA_PARAMS));
  }

  /** One whose parameter is plain bytes: an IV, or a vendor's structure that the caller packs. */
  public static Mechanism withBytes(long ckm, byte[] parameter) {
    byte[] bytes = parameter.clone();
    return new Mechanism(
        ckm, (type, scratch) -> scratch.putWords(type, scratch.put(bytes), bytes.length));
  }

  /** CKM_*, {@link Ckm}. */
  public long type() {
    return type;
  }

  /** The type only: parameters may be associated data. */
  @Override
  public String toString() {
    return String.format("Mechanism[0x%08x]", type);
  }

  /** The address of a CK_MECHANISM, good until the scratch is reset. */
  long writeTo(Scratch scratch) {
    return parameters == null ? scratch.putWords(type, 0, 0) : parameters.writeTo(type, scratch);
  }

  private static long orNull(Scratch scratch, byte[] bytes) {
    return bytes.length == 0 ? 0 : scratch.put(bytes);
  }

  private static byte[] exactly(int length, byte[] bytes) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(bytes.length + " bytes where " + length + " are wanted");
    }
    return bytes;
  }

  /** Eight bytes of an inline array, as the word that puts them into memory in the same order. */
  private static long word(byte[] bytes, int at) {
    return (long) WORDS.get(bytes, at);
  }

  /** Writes the parameters, then the CK_MECHANISM that points to them, and returns its address. */
  private interface Parameters {
    long writeTo(long type, Scratch scratch);
  }
}
