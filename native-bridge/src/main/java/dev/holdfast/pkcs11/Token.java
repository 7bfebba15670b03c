// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.Pkcs11Exception.check;
import static dev.holdfast.pkcs11.raw.CkFunction.C_GetMechanismInfo;
import static dev.holdfast.pkcs11.raw.CkFunction.C_GetMechanismList;
import static dev.holdfast.pkcs11.raw.CkFunction.C_GetTokenInfo;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A token in a slot of an open module. Thread-safe; void when the module is closed, but for what
 * pools keep open.
 */
public final class Token {
  private final Supplier<Cryptoki> functions;
  private final Runnable retain;
  private final Runnable release;
  private final ObjectGuard guard;
  private final long slot;
  private final TokenInfo info;
  private volatile boolean refusesWriting;

  /**
   * @param retain keeps the module open, once per call, until {@code release} is called as often
   */
  Token(
      Supplier<Cryptoki> functions, Runnable retain, Runnable release, ObjectGuard guard, long slot)
      throws Pkcs11Exception {
    this.functions = functions;
    this.retain = retain;
    this.release = release;
    this.guard = guard;
    this.slot = slot;
    this.info = currentInfo();
  }

  /** The slot's number, which may be another one in the next process. */
  public long slotId() {
    return slot;
  }

  /** As it was when this token was found. */
  public TokenInfo info() {
    return info;
  }

  /** As it is now, C_GetTokenInfo. */
  public TokenInfo currentInfo() throws Pkcs11Exception {
    try (Cryptoki cryptoki = functions.get();
        Structure structure = new Structure(CkLayout.CK_TOKEN_INFO)) {
      check(C_GetTokenInfo, cryptoki.call(C_GetTokenInfo, slot, structure.address()));
      return TokenInfo.read(structure);
    }
  }

  /** What the token says it can do, C_GetMechanismList and C_GetMechanismInfo. */
  public List<MechanismInfo> mechanisms() throws Pkcs11Exception {
    try (Cryptoki cryptoki = functions.get();
        SecretMemory count = SecretMemory.allocate(CkLayout.ULONG)) {
      ByteBuffer view = count.asByteBuffer();
      check(C_GetMechanismList, cryptoki.call(C_GetMechanismList, slot, 0, count.address()));
      int capacity = Math.toIntExact(view.getLong(0));
      try (SecretMemory list = SecretMemory.allocate(CkLayout.ULONG * capacity)) {
        long rv = cryptoki.call(C_GetMechanismList, slot, list.address(), count.address());
        check(C_GetMechanismList, rv);
        List<MechanismInfo> mechanisms = new ArrayList<>();
        for (int i = 0; i < view.getLong(0); i++) {
          mechanisms.add(mechanism(cryptoki, list.asByteBuffer().getLong(CkLayout.ULONG * i)));
        }
        return List.copyOf(mechanisms);
      }
    }
  }

  @Override
  public String toString() {
    return "Token[\"" + info.label() + "\", serial:" + info.serial() + "]";
  }

  /**
   * Whether nothing on the token can be changed: it said so, or has refused a session for writing.
   */
  public boolean isReadOnly() {
    return info.has(Ckf.CKF_WRITE_PROTECTED) || refusesWriting;
  }

  /** For reading and writing, where the token lets that be. */
  Session openSession() throws Pkcs11Exception {
    if (!isReadOnly()) {
      try {
        return Session.open(functions.get(), slot, true, guard);
      } catch (Pkcs11Exception e) {
        if (e.rv() != Ckr.CKR_TOKEN_WRITE_PROTECTED) {
          throw e;
        }
        refusesWriting = true;
      }
    }
    return Session.open(functions.get(), slot, false, guard);
  }

  void retainModule() {
    retain.run();
  }

  void releaseModule() {
    release.run();
  }

  static boolean isGone(long rv) {
    return rv == Ckr.CKR_TOKEN_NOT_PRESENT
        || rv == Ckr.CKR_TOKEN_NOT_RECOGNIZED
        || rv == Ckr.CKR_SLOT_ID_INVALID
        || rv == Ckr.CKR_DEVICE_REMOVED;
  }

  private MechanismInfo mechanism(Cryptoki cryptoki, long type) throws Pkcs11Exception {
    try (Structure info = new Structure(CkLayout.CK_MECHANISM_INFO)) {
      long rv = cryptoki.call(C_GetMechanismInfo, slot, type, info.address());
      check(C_GetMechanismInfo, rv);
      return new MechanismInfo(type, info.ulong(0), info.ulong(8), info.ulong(16));
    }
  }
}
