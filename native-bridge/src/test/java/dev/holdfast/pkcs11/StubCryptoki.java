// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import com.sun.jna.Pointer;
import dev.holdfast.pkcs11.raw.CkFunction;
import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A token in memory whose answers a test can set; counts what it is asked. */
final class StubCryptoki {
  volatile long maxSessions = TokenInfo.UNLIMITED;
  volatile boolean loggedIn;
  volatile String lastPin;

  /** The token takes no sessions for writing, and does not say so beforehand. */
  volatile boolean refusesWriting;

  /** A token that hangs in C_Login until this is counted down. */
  volatile CountDownLatch hang = new CountDownLatch(0);

  final Set<Long> sessions = ConcurrentHashMap.newKeySet();
  final AtomicInteger users = new AtomicInteger();
  private final Map<CkFunction, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<CkFunction, Long> answers = new ConcurrentHashMap<>();
  private final AtomicLong nextSession = new AtomicLong(1);

  Token token() throws Pkcs11Exception {
    return new Token(
        Caller::new, users::incrementAndGet, users::decrementAndGet, ObjectGuard.of("stub"), 0);
  }

  void answer(CkFunction function, long rv) {
    answers.put(function, rv);
  }

  int calls(CkFunction function) {
    return calls.computeIfAbsent(function, f -> new AtomicInteger()).get();
  }

  private long handle(CkFunction function, long... arguments) {
    calls.computeIfAbsent(function, f -> new AtomicInteger()).incrementAndGet();
    long rv = answers.getOrDefault(function, Ckr.CKR_OK);
    if (rv != Ckr.CKR_OK) {
      return rv;
    }
    return switch (function) {
      case C_GetTokenInfo -> tokenInfo(arguments[1]);
      case C_OpenSession -> openSession(arguments[1], arguments[4]);
      case C_CloseSession ->
          sessions.remove(arguments[0]) ? Ckr.CKR_OK : Ckr.CKR_SESSION_HANDLE_INVALID;
      case C_GetSessionInfo -> sessionInfo(arguments[0], arguments[1]);
      case C_Login -> login(arguments[2], arguments[3]);
      case C_SeedRandom ->
          sessions.contains(arguments[0])
              ? (loggedIn ? Ckr.CKR_OK : Ckr.CKR_USER_NOT_LOGGED_IN)
              : Ckr.CKR_SESSION_HANDLE_INVALID;
      default -> Ckr.CKR_FUNCTION_NOT_SUPPORTED;
    };
  }

  private long tokenInfo(long address) {
    Pointer info = new Pointer(address);
    info.setLong(CkLayout.CK_TOKEN_INFO_MAX_SESSIONS, maxSessions);
    info.setLong(CkLayout.CK_TOKEN_INFO_MAX_RW_SESSIONS, TokenInfo.UNKNOWN);
    return Ckr.CKR_OK;
  }

  private long openSession(long flags, long address) {
    if (refusesWriting && (flags & Ckf.CKF_RW_SESSION) != 0) {
      return Ckr.CKR_TOKEN_WRITE_PROTECTED;
    }
    if (maxSessions > 0 && sessions.size() >= maxSessions) {
      return Ckr.CKR_SESSION_COUNT;
    }
    long session = nextSession.getAndIncrement();
    sessions.add(session);
    new Pointer(address).setLong(0, session);
    return Ckr.CKR_OK;
  }

  private long sessionInfo(long session, long address) {
    long state = loggedIn ? Cks.CKS_RW_USER_FUNCTIONS : Cks.CKS_RW_PUBLIC_SESSION;
    new Pointer(address).setLong(CkLayout.CK_SESSION_INFO_STATE, state);
    return sessions.contains(session) ? Ckr.CKR_OK : Ckr.CKR_SESSION_HANDLE_INVALID;
  }

  private long login(long pin, long length) {
    byte[] bytes = pin == 0 ? null : new Pointer(pin).getByteArray(0, (int) length);
    lastPin = bytes == null ? null : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    try {
      hang.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (loggedIn) {
      return Ckr.CKR_USER_ALREADY_LOGGED_IN;
    }
    loggedIn = true;
    return Ckr.CKR_OK;
  }

  private final class Caller implements Cryptoki {
    @Override
    public long call(CkFunction function, long a) {
      return handle(function, a);
    }

    @Override
    public long call(CkFunction function, long a, long b) {
      return handle(function, a, b);
    }

    @Override
    public long call(CkFunction function, long a, long b, long c) {
      return handle(function, a, b, c);
    }

    @Override
    public long call(CkFunction function, long a, long b, long c, long d) {
      return handle(function, a, b, c, d);
    }

    @Override
    public long call(CkFunction function, long a, long b, long c, long d, long e) {
      return handle(function, a, b, c, d, e);
    }

    @Override
    public long call(CkFunction function, long a, long b, long c, long d, long e, long f) {
      return handle(function, a, b, c, d, e, f);
    }

    @Override
    public long call(
        CkFunction function, long a, long b, long c, long d, long e, long f, long g, long h) {
      return handle(function, a, b, c, d, e, f, g, h);
    }

    @Override
    public void close() {}
  }
}
