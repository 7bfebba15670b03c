// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.Pkcs11Exception.check;
import static dev.holdfast.pkcs11.raw.CkFunction.C_GetSlotList;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PKCS#11 library in use (PKCS #11 2.40, section 5.4). Several openings of one file share what is
 * loaded; the last close shuts it down. Several files can be open at once. Thread-safe.
 */
public final class Pkcs11Module implements AutoCloseable {
  private static final String SERIAL = "serial:";

  private final Path library;
  private final LoadedModule loaded;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Pkcs11Module(Path library, LoadedModule loaded) {
    this.library = library;
    this.loaded = loaded;
  }

  /**
   * Loads and initialises a module. One that something else in the process has initialised is used
   * as it is, and not shut down by {@link #close}.
   *
   * @param initArgs passed as pReserved of CK_C_INITIALIZE_ARGS, for modules that take a text there
   *     (NSS)
   * @throws Pkcs11LibraryException when the file cannot serve as PKCS#11 module
   * @throws Pkcs11Exception when C_Initialize fails
   */
  public static Pkcs11Module open(Path library, Optional<String> initArgs)
      throws Pkcs11LibraryException, Pkcs11Exception {
    return new Pkcs11Module(library, LoadedModule.acquire(library, initArgs));
  }

  /** C_GetInfo. */
  public ModuleInfo info() throws Pkcs11Exception {
    try (Cryptoki cryptoki = cryptoki()) {
      return ModuleInfo.read(cryptoki);
    }
  }

  /** The tokens present now, initialised or not. */
  public List<Token> tokens() throws Pkcs11Exception {
    List<Token> tokens = new ArrayList<>();
    try (Cryptoki cryptoki = cryptoki()) {
      for (long slot : slots(cryptoki)) {
        try {
          tokens.add(new Token(loaded, loaded::retain, loaded::release, loaded.guard(), slot));
        } catch (Pkcs11Exception e) {
          // Removed since the slots were listed; one broken token must not hide the others.
          if (!Token.isGone(e.rv())) {
            throw e;
          }
        }
      }
    }
    return List.copyOf(tokens);
  }

  /**
   * The one token with this label, or with this serial number when the name starts with {@code
   * serial:}.
   *
   * @throws TokenNotFoundException when there is none, or more than one; the message lists what
   *     there is
   */
  public Token token(String name) throws Pkcs11Exception {
    List<Token> all = tokens();
    List<Token> found = all.stream().filter(token -> matches(token.info(), name)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    List<String> present = all.stream().map(Pkcs11Module::describe).toList();
    String problem = found.isEmpty() ? "no token \"" : found.size() + " tokens are called \"";
    throw new TokenNotFoundException(
        problem
            + name
            + "\" in "
            + library
            + "; present: "
            + (present.isEmpty() ? "none" : present)
            + (found.isEmpty() ? "" : "; say serial:… instead of the label"));
  }

  /** The file, as it was given to {@link #open}. */
  public Path library() {
    return library;
  }

  /** False when something else in the process had initialised the module before. */
  public boolean isInitializedHere() {
    return loaded.isInitializedHere();
  }

  /** Pools of this module's tokens keep it open until they are closed too. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      loaded.release();
    }
  }

  @Override
  public String toString() {
    return "Pkcs11Module[" + library + "]";
  }

  private Cryptoki cryptoki() {
    if (closed.get()) {
      throw new IllegalStateException(this + " is closed");
    }
    return loaded.get();
  }

  /**
   * Asks for the number first; a token plugged in between makes the list too long, hence the loop.
   */
  private static long[] slots(Cryptoki cryptoki) throws Pkcs11Exception {
    try (SecretMemory count = SecretMemory.allocate(CkLayout.ULONG)) {
      ByteBuffer view = count.asByteBuffer();
      check(C_GetSlotList, cryptoki.call(C_GetSlotList, 1, 0, count.address()));
      while (true) {
        int capacity = Math.toIntExact(view.getLong(0));
        try (SecretMemory list = SecretMemory.allocate(CkLayout.ULONG * capacity)) {
          long rv = cryptoki.call(C_GetSlotList, 1, list.address(), count.address());
          if (rv != Ckr.CKR_BUFFER_TOO_SMALL) {
            check(C_GetSlotList, rv);
            long[] slots = new long[Math.toIntExact(view.getLong(0))];
            list.asByteBuffer().asLongBuffer().get(slots);
            return slots;
          }
        }
      }
    }
  }

  private static boolean matches(TokenInfo info, String name) {
    return name.startsWith(SERIAL)
        ? info.serial().equals(name.substring(SERIAL.length()))
        : info.has(Ckf.CKF_TOKEN_INITIALIZED) && info.label().equals(name);
  }

  private static String describe(Token token) {
    TokenInfo info = token.info();
    return info.has(Ckf.CKF_TOKEN_INITIALIZED)
        ? "\"" + info.label() + "\" (" + SERIAL + info.serial() + ")"
        : "(not initialised)";
  }
}
