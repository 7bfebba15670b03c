// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.config.HsmSettings;
import dev.holdfast.config.PinReader;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Approval;
import dev.holdfast.pkcs11.Ckf;
import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Cks;
import dev.holdfast.pkcs11.OperationLogin;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Pkcs11LibraryException;
import dev.holdfast.pkcs11.Pkcs11Module;
import dev.holdfast.pkcs11.PoolSettings;
import dev.holdfast.pkcs11.PoolStatus;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.SessionPool;
import dev.holdfast.pkcs11.Token;
import java.util.function.Function;

/**
 * The way to one token: module, session pool and login, made at the first use and again after a
 * failure. A refused PIN is the exception: the pool remembers it, and every later use fails with
 * the same answer without asking the token. Thread-safe.
 */
final class TokenConnection implements AutoCloseable {
  private final HsmSettings settings;
  private final PinReader pin;
  private final Function<String, Quirks> quirks;
  private volatile Link link;
  private int links;
  private boolean closed;

  /** An open module with a pool; {@code number} tells the links of this connection apart. */
  private record Link(
      Pkcs11Module module,
      SessionPool pool,
      OperationLogin operationLogin,
      Capabilities capabilities,
      int number) {
    /** Object handles are good within one epoch of the pool of one link. */
    long epoch() {
      return ((long) number << 32) + pool.epoch();
    }

    void close() {
      pool.close();
      module.close();
    }
  }

  /** Work with a session. Run once more from the start where the token had lost the login. */
  @FunctionalInterface
  interface TokenCall<T> {
    /**
     * @param epoch of this call's handles
     */
    T on(Session session, long epoch) throws Pkcs11Exception;
  }

  /**
   * Does no I/O.
   *
   * @param quirks a token's peculiarities by its manufacturer
   */
  TokenConnection(HsmSettings settings, PinReader pin, Function<String, Quirks> quirks) {
    this.settings = settings;
    this.pin = pin;
    this.quirks = quirks;
  }

  String name() {
    return settings.name();
  }

  Capabilities capabilities() throws KeyOperationException {
    return link().capabilities;
  }

  /** For the keys that want a login for each use. */
  Approval operationLogin() throws KeyOperationException {
    return link().operationLogin;
  }

  Token token() throws KeyOperationException {
    return link().pool.token();
  }

  /** Asks the token, which may give a session for reading where one for writing was wanted. */
  boolean isReadOnly() throws KeyOperationException {
    long state = read("", (session, epoch) -> session.state());
    return token().isReadOnly()
        || state == Cks.CKS_RO_USER_FUNCTIONS
        || state == Cks.CKS_RO_PUBLIC_SESSION;
  }

  String libraryVersion() throws KeyOperationException {
    try {
      return link().module.info().libraryVersion();
    } catch (Pkcs11Exception e) {
      throw failure(e, "");
    }
  }

  PoolStatus status() throws KeyOperationException {
    return link().pool.status();
  }

  /**
   * Runs a call on a pooled session.
   *
   * @param subject the key, for messages; may be empty
   */
  <T> T call(Object subject, TokenCall<T> call) throws KeyOperationException {
    try {
      return attempt(false, call);
    } catch (Pkcs11Exception e) {
      throw failure(e, subject);
    }
  }

  /** Runs a call that only reads, and once more where the session was lost. */
  <T> T read(Object subject, TokenCall<T> call) throws KeyOperationException {
    try {
      return attempt(false, call);
    } catch (Pkcs11Exception e) {
      if (!CkrTable.isStale(e)) {
        throw failure(e, subject);
      }
    }
    return call(subject, call);
  }

  /** Runs a call on a session that is never lent: session objects made there stay. */
  <T> T anchor(Object subject, TokenCall<T> call) throws KeyOperationException {
    try {
      return attempt(true, call);
    } catch (Pkcs11Exception e) {
      throw failure(e, subject);
    }
  }

  /** Runs a call and leaves the token's answer as it is. */
  <T> T attempt(boolean anchor, TokenCall<T> call) throws Pkcs11Exception, KeyOperationException {
    Link current = link();
    try {
      return anchor
          ? current.pool.anchor(session -> call.on(session, current.epoch()))
          : current.pool.withSession(session -> call.on(session, current.epoch()));
    } catch (PinFailure e) {
      throw e.failure;
    } catch (Pkcs11Exception e) {
      if (e.rv() == Ckr.CKR_CRYPTOKI_NOT_INITIALIZED) {
        // Somebody in the process has finalised the module under us: start again from nothing.
        drop(current);
      }
      throw e;
    } catch (IllegalStateException e) {
      throw new KeyOperationException(
          isCurrent(current) ? Reason.INTERNAL : Reason.UNAVAILABLE,
          where("") + ": " + e.getMessage(),
          e);
    }
  }

  KeyOperationException failure(Pkcs11Exception e, Object subject) {
    String hint =
        switch (CkrTable.reason(e.rv())) {
          case LOGIN -> "; check " + setting("pin");
          case UNAVAILABLE ->
              e.rv() == Ckr.CKR_SESSION_COUNT
                  ? "; see " + setting("sessions") + " and " + setting("timeout")
                  : "";
          default -> "";
        };
    return CkrTable.failure(e, where(subject), hint);
  }

  /** The HSM, its token and the key, as messages begin. */
  String where(Object subject) {
    String text = subject.toString();
    return "HSM "
        + settings.name()
        + " (token "
        + settings.token()
        + ")"
        + (text.isEmpty() ? "" : ", " + text);
  }

  private String setting(String name) {
    return "hsm." + settings.name() + "." + name;
  }

  private Link link() throws KeyOperationException {
    Link current = link;
    return current != null ? current : open();
  }

  private synchronized Link open() throws KeyOperationException {
    if (closed) {
      throw new KeyOperationException(Reason.UNAVAILABLE, where("") + " is closed");
    }
    if (link == null) {
      Link opened = openLink();
      try {
        login(opened.pool);
      } finally {
        // Even without login: the pool knows whether the PIN may be tried again.
        link = opened;
      }
    }
    return link;
  }

  private Link openLink() throws KeyOperationException {
    Pkcs11Module module = openModule();
    try {
      Token token = module.token(settings.token());
      Capabilities capabilities =
          Capabilities.read(token, quirks.apply(token.info().manufacturer()));
      PoolSettings pool =
          new PoolSettings(
              settings.sessions(), settings.timeout(), PoolSettings.defaults().validateAfterIdle());
      return new Link(
          module,
          SessionPool.open(token, pool),
          new OperationLogin(() -> readPin(token), pool.borrowTimeout()),
          capabilities,
          ++links);
    } catch (Pkcs11Exception e) {
      module.close();
      if (e.rv() == Ckr.CKR_TOKEN_NOT_PRESENT) {
        throw wrong("token", e);
      }
      throw failure(e, "");
    } catch (RuntimeException e) {
      module.close();
      throw e;
    }
  }

  private Pkcs11Module openModule() throws KeyOperationException {
    try {
      return Pkcs11Module.open(settings.library(), settings.initArgs());
    } catch (Pkcs11LibraryException e) {
      throw wrong("library", e);
    } catch (Pkcs11Exception e) {
      throw wrong(settings.initArgs().isPresent() ? "initArgs" : "library", e);
    }
  }

  private KeyOperationException wrong(String setting, Exception e) {
    return new KeyOperationException(
        Reason.CONFIGURATION, setting(setting) + ": " + e.getMessage(), e);
  }

  private void login(SessionPool pool) throws KeyOperationException {
    if (!pool.token().info().has(Ckf.CKF_LOGIN_REQUIRED)) {
      return;
    }
    try {
      pool.login(() -> readPin(pool.token()));
    } catch (PinFailure e) {
      throw e.failure;
    } catch (Pkcs11Exception e) {
      throw failure(e, "");
    }
  }

  private char[] readPin(Token token) {
    if (settings.pin().isEmpty() && token.info().has(Ckf.CKF_PROTECTED_AUTHENTICATION_PATH)) {
      return null;
    }
    try {
      return pin.read();
    } catch (KeyOperationException e) {
      throw new PinFailure(e);
    }
  }

  private boolean isCurrent(Link other) {
    Link current = link;
    return current != null && current.number == other.number;
  }

  private synchronized void drop(Link broken) {
    if (isCurrent(broken)) {
      link = null;
      broken.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (link != null) {
      link.close();
      link = null;
    }
  }

  /** Carries the failure to read a PIN through the bridge. */
  private static final class PinFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient KeyOperationException failure;

    PinFailure(KeyOperationException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
