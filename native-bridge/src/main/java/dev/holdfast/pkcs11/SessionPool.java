// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The sessions with one token, and the login to it. Thread-safe; no lock is held during a
 * borrower's calls.
 *
 * <p>The most recently used session is lent first, so that what is not needed grows idle. A session
 * whose token answered with something that leaves it in doubt is closed and replaced. After a
 * failure of the token itself, the next borrower opens a new session and logs in again. A wrong PIN
 * is the exception: from then on every use fails with the token's answer, and the token is not
 * asked again until {@link #login} is called.
 */
public final class SessionPool implements AutoCloseable {
  /** CK_TOKEN_INFO counts the anchor session with the login too. */
  private static final int RESERVED = 1;

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Token token;
  private final PoolSettings settings;
  private final int max;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Lent> idle = new ConcurrentLinkedDeque<>();
  private final Anchors anchors;
  private final Anchor anchor;

  /** Sessions that are kept as anchors, each with a permit. */
  private final AtomicInteger kept = new AtomicInteger();

  private final LongAdder opened = new LongAdder();
  private final LongAdder discarded = new LongAdder();

  /** Grows when the token fails: sessions of an earlier generation are not lent again. */
  private volatile long generation;

  private volatile boolean suspect;
  private volatile boolean closed;
  private final AtomicBoolean moduleReleased = new AtomicBoolean();

  private SessionPool(Token token, PoolSettings settings) {
    this.token = token;
    this.settings = settings;
    this.max = max(settings.maxSessions(), token.info());
    this.permits = new Semaphore(max);
    this.anchors = new Anchors(token, max, new Spare());
    this.anchor = anchors.first();
  }

  /** A pool without sessions; they are opened as they are needed. Keeps the token's module open. */
  public static SessionPool open(Token token, PoolSettings settings) {
    token.retainModule();
    return new SessionPool(token, settings);
  }

  /**
   * Logs the process in to the token as user, and remembers how to do it again. A token that
   * something else in the process has logged in to accepts any PIN here: it does not look at it.
   *
   * @throws Pkcs11Exception CKR_PIN_INCORRECT and its like are remembered
   */
  public void login(PinSupplier pin) throws Pkcs11Exception {
    checkOpen();
    anchor.login(pin, timeoutNanos());
    suspect = false;
  }

  /**
   * Lends a session for the time of one call.
   *
   * @throws SessionTimeoutException when none comes free in time
   */
  public <T> T withSession(SessionCall<T> call) throws Pkcs11Exception {
    checkOpen();
    anchor.ensureReady(timeoutNanos());
    long loginsSeen = anchor.logins();
    try {
      return once(call);
    } catch (Pkcs11Exception e) {
      if (e.rv() == Ckr.CKR_USER_NOT_LOGGED_IN && anchor.loginAgain(loginsSeen, timeoutNanos())) {
        return once(call);
      }
      throw e;
    }
  }

  /**
   * Runs a call on a session that is never lent, with no other caller on it: session objects made
   * there live until {@link #epoch} changes.
   *
   * @throws SessionTimeoutException when all such sessions are busy for too long
   */
  public <T> T anchor(SessionCall<T> call) throws Pkcs11Exception {
    checkOpen();
    anchor.ensureReady(timeoutNanos());
    long loginsSeen = anchor.logins();
    try {
      return onAnchor(call);
    } catch (Pkcs11Exception e) {
      if (e.rv() == Ckr.CKR_USER_NOT_LOGGED_IN && anchor.loginAgain(loginsSeen, timeoutNanos())) {
        return onAnchor(call);
      }
      throw e;
    }
  }

  /**
   * Grows each time an anchor session is lost: session objects of an earlier number may be gone,
   * and no handle of an earlier number is to be relied on.
   */
  public long epoch() {
    return anchors.epoch();
  }

  public Token token() {
    return token;
  }

  public PoolStatus status() {
    int lendable = max - kept.get();
    int inUse = Math.max(0, lendable - permits.availablePermits());
    return new PoolStatus(
        lendable,
        inUse,
        idle.size(),
        permits.getQueueLength(),
        opened.sum(),
        discarded.sum(),
        anchor.isLoggedIn(),
        suspect);
  }

  /**
   * Closes the anchors and the idle sessions now, the lent ones when they come back. No C_Logout:
   * others in the process may use the token, and the last closed session ends the login.
   */
  @Override
  public void close() {
    closed = true;
    anchors.close();
    closeIdle();
  }

  private <T> T once(SessionCall<T> call) throws Pkcs11Exception {
    long waited = acquire();
    Lent lent = null;
    Verdict verdict = Verdict.DISCARD;
    try {
      // Closed while this thread waited.
      checkOpen();
      lent = borrow(waited);
      T result = call.call(lent.session);
      verdict = Verdict.KEEP;
      return result;
    } catch (Pkcs11Exception e) {
      verdict = judge(e, lent == null ? generation : lent.generation);
      throw e;
    } catch (RuntimeException e) {
      verdict = Verdict.KEEP;
      throw e;
    } finally {
      giveBack(lent, verdict);
    }
  }

  private <T> T onAnchor(SessionCall<T> call) throws Pkcs11Exception {
    checkOpen();
    long lentIn = generation;
    try {
      return anchors.call(call, timeoutNanos());
    } catch (Pkcs11Exception e) {
      judge(e, lentIn);
      throw e;
    }
  }

  /** Waits for a permit, and says for how many nanoseconds. */
  private long acquire() throws SessionTimeoutException {
    checkOpen();
    if (permits.tryAcquire()) {
      return 0;
    }
    long began = System.nanoTime();
    try {
      if (!permits.tryAcquire(timeoutNanos(), TimeUnit.NANOSECONDS)) {
        throw exhausted("no session with " + token + " came free", null);
      }
      return System.nanoTime() - began;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw exhausted("interrupted while waiting for a session with " + token, e);
    }
  }

  /**
   * With a permit in hand: there is an idle session, or one more may be opened.
   *
   * @param waited nanoseconds of the time to wait that are gone
   */
  private Lent borrow(long waited) throws Pkcs11Exception {
    Lent idle = takeIdle();
    if (idle != null) {
      return idle;
    }
    long deadline = System.nanoTime() + timeoutNanos() - waited;
    while (true) {
      try {
        return openOne();
      } catch (Pkcs11Exception e) {
        // The token allows fewer than it says, or others use it: what comes back meanwhile will do.
        if (e.rv() != Ckr.CKR_SESSION_COUNT || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
      Lent returned = takeIdle();
      if (returned != null) {
        return returned;
      }
    }
  }

  private Lent openOne() throws Pkcs11Exception {
    // Read before anything is tried: a failure meanwhile makes this session an old one.
    long current = generation;
    anchor.ensureReady(timeoutNanos());
    Session session = token.openSession();
    opened.increment();
    suspect = false;
    return new Lent(session, current, 0);
  }

  private Lent takeIdle() {
    for (Lent next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.generation == generation && isFresh(next)) {
        return next;
      }
      discard(next.session);
    }
    return null;
  }

  private boolean isFresh(Lent candidate) {
    if (System.nanoTime() - candidate.idleSince < settings.validateAfterIdle().toNanos()) {
      return true;
    }
    try {
      candidate.session.state();
      return true;
    } catch (Pkcs11Exception e) {
      judge(e, candidate.generation);
      return false;
    }
  }

  private Verdict judge(Pkcs11Exception e, long lentIn) {
    Verdict verdict = Verdict.of(e.rv());
    if (verdict == Verdict.SUSPECT) {
      suspect(lentIn);
    }
    return verdict;
  }

  /** Once per failure of the token, though all of its sessions will report it. */
  private synchronized void suspect(long lentIn) {
    if (generation == lentIn) {
      generation++;
      suspect = true;
      anchors.suspect();
    }
  }

  private void giveBack(Lent lent, Verdict verdict) {
    if (lent != null) {
      boolean clean = verdict == Verdict.KEEP && !lent.session.isOperationRunning();
      if (clean && lent.generation == generation) {
        idle.addFirst(new Lent(lent.session, lent.generation, System.nanoTime()));
      } else {
        discard(lent.session);
      }
    }
    permits.release();
    if (closed) {
      closeIdle();
    }
  }

  private void discard(Session session) {
    discarded.increment();
    session.close();
  }

  private void closeIdle() {
    for (Lent next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      next.session.close();
    }
    // Not before the last lent session is back: C_Finalize under a running call would crash.
    if (permits.availablePermits() == max && moduleReleased.compareAndSet(false, true)) {
      token.releaseModule();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the session pool of " + token + " is closed");
    }
  }

  private long timeoutNanos() {
    return settings.borrowTimeout().toNanos();
  }

  private SessionTimeoutException exhausted(String what, InterruptedException cause) {
    return new SessionTimeoutException(
        what
            + " within "
            + settings.borrowTimeout().toMillis()
            + " ms: "
            + status()
            + "; raise the pool's maximum, or the time to wait",
        cause);
  }

  private static int max(int setting, TokenInfo info) {
    return Math.min(setting, Math.min(allowed(info.maxSessions()), allowed(info.maxRwSessions())));
  }

  private static int allowed(long limit) {
    boolean known = limit != TokenInfo.UNLIMITED && limit != TokenInfo.UNKNOWN;
    return known
        ? (int) Math.max(1, Math.min(limit, Integer.MAX_VALUE) - RESERVED)
        : Integer.MAX_VALUE;
  }

  /** What is kept from lending, for as long as session objects may be on it. */
  private final class Spare implements SideAnchor.Supply {
    @Override
    public Optional<Session> take() throws Pkcs11Exception {
      if (!permits.tryAcquire()) {
        return Optional.empty();
      }
      Lent taken = null;
      try {
        taken = takeIdle();
        if (taken == null) {
          taken = openOne();
        }
        return Optional.of(taken.session);
      } catch (Pkcs11Exception e) {
        if (e.rv() == Ckr.CKR_SESSION_COUNT) {
          return Optional.empty();
        }
        throw e;
      } finally {
        if (taken == null) {
          permits.release();
        } else {
          kept.incrementAndGet();
        }
      }
    }

    @Override
    public void closed() {
      kept.decrementAndGet();
      permits.release();
    }
  }

  private record Lent(Session session, long generation, long idleSince) {}
}
