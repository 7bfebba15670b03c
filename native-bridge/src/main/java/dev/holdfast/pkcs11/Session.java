// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.Pkcs11Exception.check;
import static dev.holdfast.pkcs11.raw.CkFunction.*;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;
import java.lang.ref.Reference;

/**
 * A session with a token (PKCS #11 2.40, section 5.6). For one thread at a time: it has one place
 * for arguments and the token keeps one running operation per session. Handles are the token's own
 * numbers.
 *
 * <p>Data goes to the token through locked memory that is wiped after each call. Every method
 * throws {@link Pkcs11Exception} with the token's answer, and {@link IllegalStateException} after
 * close.
 */
public final class Session implements AutoCloseable {
  private static final byte[] NONE = {};

  private final Cryptoki cryptoki;
  private final long handle;
  private final Scratch scratch = new Scratch();
  private final Output output = new Output();
  private final SessionObjects objects;
  private final SessionCiphers ciphers;
  private final SessionSigning signing;
  private boolean closed;

  private Session(Cryptoki cryptoki, long handle, ObjectGuard guard) {
    this.cryptoki = cryptoki;
    this.handle = handle;
    this.objects = new SessionObjects(cryptoki, handle, scratch, guard);
    this.ciphers = new SessionCiphers(cryptoki, handle, scratch, output);
    this.signing = new SessionSigning(cryptoki, handle, scratch, output);
  }

  /**
   * C_OpenSession.
   *
   * @param cryptoki for this session alone; closed with it, or by this method when it fails
   */
  static Session open(Cryptoki cryptoki, long slot, boolean writable, ObjectGuard guard)
      throws Pkcs11Exception {
    long flags = Ckf.CKF_SERIAL_SESSION | (writable ? Ckf.CKF_RW_SESSION : 0);
    try (SecretMemory result = SecretMemory.allocate(CkLayout.ULONG)) {
      long rv = cryptoki.call(C_OpenSession, slot, flags, 0, 0, result.address());
      Pkcs11Exception.check(C_OpenSession, rv);
      return new Session(cryptoki, result.asByteBuffer().getLong(0), guard);
    } catch (Pkcs11Exception e) {
      cryptoki.close();
      throw e;
    }
  }

  /** The session's state, CKS_*, from C_GetSessionInfo. */
  public long state() throws Pkcs11Exception {
    output.prepare(CkLayout.CK_SESSION_INFO);
    check(C_GetSessionInfo, cryptoki.call(C_GetSessionInfo, handle(), output.address()));
    return output.word(CkLayout.CK_SESSION_INFO_STATE);
  }

  /**
   * C_Login.
   *
   * @param user CKU_*
   * @param pin UTF-8; null for the token's own PIN pad
   */
  public void login(long user, SecretMemory pin) throws Pkcs11Exception {
    long address = pin == null ? 0 : pin.address();
    long length = pin == null ? 0 : pin.size();
    try {
      check(C_Login, cryptoki.call(C_Login, handle(), user, address, length));
    } finally {
      Reference.reachabilityFence(pin);
    }
  }

  /**
   * C_Logout; makes all handles of private objects void, in all sessions of the process with this
   * token.
   */
  public void logout() throws Pkcs11Exception {
    check(C_Logout, cryptoki.call(C_Logout, handle()));
  }

  /** C_GenerateKey. */
  public long generateKey(Mechanism mechanism, Template template) throws Pkcs11Exception {
    checkOpen();
    return objects.generateKey(mechanism, template);
  }

  /** C_GenerateKeyPair. */
  public KeyPairHandles generateKeyPair(
      Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws Pkcs11Exception {
    checkOpen();
    return objects.generateKeyPair(mechanism, publicTemplate, privateTemplate);
  }

  /** C_CreateObject. */
  public long createObject(Template template) throws Pkcs11Exception {
    checkOpen();
    return objects.create(template);
  }

  /** C_CopyObject; the template says what differs. */
  public long copyObject(long object, Template template) throws Pkcs11Exception {
    checkOpen();
    return objects.copy(object, template);
  }

  /** C_DestroyObject. */
  public void destroyObject(long object) throws Pkcs11Exception {
    checkOpen();
    objects.destroy(object, false);
  }

  /**
   * C_DestroyObject of an object that is known to be a session object: others may be made and
   * destroyed at the same time.
   */
  public void destroySessionObject(long object) throws Pkcs11Exception {
    checkOpen();
    objects.destroy(object, true);
  }

  /** All objects that match, by C_FindObjects until it finds no more. */
  public long[] findObjects(Template template) throws Pkcs11Exception {
    checkOpen();
    return objects.find(template);
  }

  /**
   * Reads attributes in two calls, one for the sizes and one for all values; C_GetAttributeValue.
   */
  public Attributes getAttributes(long object, long... types) throws Pkcs11Exception {
    checkOpen();
    return objects.attributes(object, types);
  }

  /**
   * {@link #getAttributes} of a session object that the caller has just made: nobody else changes
   * it, so other objects may be made and destroyed at the same time.
   */
  public Attributes getAttributesOfNew(long object, long... types) throws Pkcs11Exception {
    checkOpen();
    return objects.attributesUnguarded(object, types);
  }

  /** C_SetAttributeValue. */
  public void setAttributes(long object, Template template) throws Pkcs11Exception {
    checkOpen();
    objects.setAttributes(object, template);
  }

  /** C_WrapKey. */
  public byte[] wrapKey(Mechanism mechanism, long wrappingKey, long key) throws Pkcs11Exception {
    checkOpen();
    return ciphers.wrapKey(mechanism, wrappingKey, key);
  }

  /** C_UnwrapKey. */
  public long unwrapKey(Mechanism mechanism, long unwrappingKey, byte[] wrapped, Template template)
      throws Pkcs11Exception {
    checkOpen();
    return objects.unwrapKey(mechanism, unwrappingKey, wrapped, template);
  }

  /** C_DeriveKey. */
  public long deriveKey(Mechanism mechanism, long baseKey, Template template)
      throws Pkcs11Exception {
    checkOpen();
    return objects.deriveKey(mechanism, baseKey, template);
  }

  /**
   * C_SignInit and C_Sign: a signature or a MAC.
   *
   * @param sizeHint bytes the result will have; a wrong hint costs a second call and is no error
   */
  public byte[] sign(
      Mechanism mechanism, long key, byte[] data, int offset, int length, int sizeHint)
      throws Pkcs11Exception {
    return sign(mechanism, key, Approval.NOT_NEEDED, data, offset, length, sizeHint);
  }

  /** C_SignInit and C_Sign with a key that wants an approval for each use. */
  public byte[] sign(
      Mechanism mechanism,
      long key,
      Approval approval,
      byte[] data,
      int offset,
      int length,
      int sizeHint)
      throws Pkcs11Exception {
    checkOpen();
    return signing.whole(this, mechanism, key, approval, data, offset, length, sizeHint);
  }

  /** {@link #sign(Mechanism, long, byte[], int, int, int)} of a whole array. */
  public byte[] sign(Mechanism mechanism, long key, byte[] data) throws Pkcs11Exception {
    return sign(mechanism, key, data, 0, data.length, Output.LARGE);
  }

  /** Starts a signature or MAC in parts, C_SignInit; go on with {@link #signUpdate}. */
  public void signInit(Mechanism mechanism, long key) throws Pkcs11Exception {
    checkOpen();
    signing.begin(mechanism, key);
  }

  /** C_SignUpdate. */
  public void signUpdate(byte[] data, int offset, int length) throws Pkcs11Exception {
    checkOpen();
    signing.update(data, offset, length);
  }

  /**
   * C_SignFinal.
   *
   * @param sizeHint bytes the result will have; a wrong hint costs a second call
   */
  public byte[] signFinal(int sizeHint) throws Pkcs11Exception {
    checkOpen();
    return signing.last(sizeHint);
  }

  /**
   * C_EncryptInit and C_Encrypt.
   *
   * @return bytes written to {@code out}
   * @throws Pkcs11Exception CKR_BUFFER_TOO_SMALL when {@code out} has no room for the result, which
   *     is then lost
   */
  public int encrypt(
      Mechanism mechanism, long key, byte[] in, int offset, int length, byte[] out, int outOffset)
      throws Pkcs11Exception {
    return encrypt(mechanism, key, in, offset, length, NONE, out, outOffset);
  }

  /**
   * As {@link #encrypt(Mechanism, long, byte[], int, int, byte[], int)}, of the message and what
   * stands behind it, such as its padding.
   */
  public int encrypt(
      Mechanism mechanism,
      long key,
      byte[] in,
      int offset,
      int length,
      byte[] tail,
      byte[] out,
      int outOffset)
      throws Pkcs11Exception {
    checkOpen();
    return ciphers.whole(
        SessionCiphers.ENCRYPT, mechanism, key, in, offset, length, tail, out, outOffset);
  }

  /** C_EncryptInit and C_Encrypt of a whole array. */
  public byte[] encrypt(Mechanism mechanism, long key, byte[] in) throws Pkcs11Exception {
    checkOpen();
    return ciphers.whole(this, SessionCiphers.ENCRYPT, mechanism, key, Approval.NOT_NEEDED, in);
  }

  /**
   * C_EncryptInit, C_EncryptUpdate for each part and C_EncryptFinal, for messages longer than the
   * token takes in one call.
   *
   * @return bytes written to {@code out}
   */
  public int encryptInParts(
      Mechanism mechanism, long key, byte[] in, int offset, int length, byte[] out)
      throws Pkcs11Exception {
    checkOpen();
    return ciphers.inParts(SessionCiphers.ENCRYPT, mechanism, key, in, offset, length, out);
  }

  /**
   * C_DecryptInit and C_Decrypt.
   *
   * @return bytes written to {@code out}
   * @throws Pkcs11Exception CKR_BUFFER_TOO_SMALL when {@code out} has no room for the result, which
   *     is then lost
   */
  public int decrypt(
      Mechanism mechanism, long key, byte[] in, int offset, int length, byte[] out, int outOffset)
      throws Pkcs11Exception {
    checkOpen();
    return ciphers.whole(
        SessionCiphers.DECRYPT, mechanism, key, in, offset, length, NONE, out, outOffset);
  }

  /** C_DecryptInit and C_Decrypt of a whole array. */
  public byte[] decrypt(Mechanism mechanism, long key, byte[] in) throws Pkcs11Exception {
    return decrypt(mechanism, key, Approval.NOT_NEEDED, in);
  }

  /** {@link #decrypt(Mechanism, long, byte[])} with a key that wants an approval for each use. */
  public byte[] decrypt(Mechanism mechanism, long key, Approval approval, byte[] in)
      throws Pkcs11Exception {
    checkOpen();
    return ciphers.whole(this, SessionCiphers.DECRYPT, mechanism, key, approval, in);
  }

  /**
   * C_DecryptInit, C_DecryptUpdate for each part and C_DecryptFinal, for messages longer than the
   * token takes in one call. When this throws, what stands in {@code out} is not authentic.
   *
   * @return bytes written to {@code out}
   */
  public int decryptInParts(
      Mechanism mechanism, long key, byte[] in, int offset, int length, byte[] out)
      throws Pkcs11Exception {
    checkOpen();
    return ciphers.inParts(SessionCiphers.DECRYPT, mechanism, key, in, offset, length, out);
  }

  /**
   * C_DecryptInit and C_Decrypt of key material: the result never touches the heap. The caller
   * closes it.
   */
  public SecretMemory decryptSecret(Mechanism mechanism, long key, byte[] in)
      throws Pkcs11Exception {
    checkOpen();
    return ciphers.secret(mechanism, key, in);
  }

  /** C_GenerateRandom: fills a part of {@code target}. */
  public void generateRandom(byte[] target, int offset, int length) throws Pkcs11Exception {
    try {
      output.prepare(length);
      check(C_GenerateRandom, cryptoki.call(C_GenerateRandom, handle(), output.address(), length));
      output.read(target, offset, length);
    } finally {
      wipe();
    }
  }

  /** C_SeedRandom: mixes {@code seed} in. */
  public void seedRandom(byte[] seed) throws Pkcs11Exception {
    try {
      long address = scratch.put(seed);
      check(C_SeedRandom, cryptoki.call(C_SeedRandom, handle(), address, seed.length));
    } finally {
      wipe();
    }
  }

  /** C_CloseSession; the token's answer is of no use to anybody. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cryptoki.call(C_CloseSession, handle);
      scratch.close();
      output.close();
      cryptoki.close();
    }
  }

  /**
   * An operation was begun and not ended: the next user of this session would find it in his way.
   */
  boolean isOperationRunning() {
    return signing.isRunning() || ciphers.isRunning();
  }

  private void wipe() {
    scratch.reset();
    output.reset();
  }

  private long handle() {
    checkOpen();
    return handle;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("session is closed");
    }
  }
}
