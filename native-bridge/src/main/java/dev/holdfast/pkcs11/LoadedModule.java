// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_Finalize;
import static dev.holdfast.pkcs11.raw.CkFunction.C_Initialize;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;
import dev.holdfast.pkcs11.raw.FunctionTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A module of this process with the number of its users. C_Initialize and C_Finalize count per
 * process and library file, so this registry does too: it is the one piece of static state PKCS#11
 * forces.
 */
final class LoadedModule implements Supplier<Cryptoki> {
  private static final Map<Path, LoadedModule> MODULES = new HashMap<>();

  private final Path path;
  private final Optional<String> initArgs;
  private final FunctionTable functions;
  private final boolean initializedHere;
  private final ObjectGuard guard;
  private int users;

  private LoadedModule(Path path, Optional<String> initArgs, FunctionTable functions)
      throws Pkcs11Exception {
    this.path = path;
    this.initArgs = initArgs;
    this.functions = functions;
    this.initializedHere = initialize();
    this.guard = newGuard();
  }

  private ObjectGuard newGuard() throws Pkcs11Exception {
    try (Cryptoki cryptoki = get()) {
      return ObjectGuard.of(ModuleInfo.read(cryptoki).manufacturer());
    } catch (Pkcs11Exception e) {
      finish();
      throw e;
    }
  }

  /** Counts one user more; each calls {@link #release} once. */
  static LoadedModule acquire(Path library, Optional<String> initArgs)
      throws Pkcs11LibraryException, Pkcs11Exception {
    checkPlatform(library);
    Path path = canonical(library);
    synchronized (MODULES) {
      LoadedModule module = MODULES.get(path);
      if (module == null) {
        module = new LoadedModule(path, initArgs, load(library, path));
        MODULES.put(path, module);
      } else if (initArgs.isPresent() && !initArgs.equals(module.initArgs)) {
        throw new Pkcs11LibraryException(
            library, "it is open in this process with other initialisation arguments", null);
      }
      module.users++;
      return module;
    }
  }

  void retain() {
    synchronized (MODULES) {
      users++;
    }
  }

  /**
   * With the last user, C_Finalize; but not where somebody else called C_Initialize and still
   * relies on it.
   */
  void release() {
    synchronized (MODULES) {
      if (--users > 0) {
        return;
      }
      MODULES.remove(path);
      finish();
    }
  }

  private void finish() {
    if (initializedHere) {
      try (Cryptoki cryptoki = get()) {
        // Its answer would change nothing: nobody here uses the module any more.
        cryptoki.call(C_Finalize, 0);
      }
    }
  }

  @Override
  public Cryptoki get() {
    return functions.newCryptoki();
  }

  boolean isInitializedHere() {
    return initializedHere;
  }

  /** Shared by all tokens of the module. */
  ObjectGuard guard() {
    return guard;
  }

  private boolean initialize() throws Pkcs11Exception {
    byte[] reserved = (initArgs.orElse("") + '\0').getBytes(StandardCharsets.UTF_8);
    try (Cryptoki cryptoki = get();
        SecretMemory text = SecretMemory.copyOf(reserved);
        SecretMemory args = SecretMemory.allocate(CkLayout.CK_C_INITIALIZE_ARGS)) {
      ByteBuffer view = args.asByteBuffer();
      view.putLong(CkLayout.CK_C_INITIALIZE_ARGS_FLAGS, Ckf.CKF_OS_LOCKING_OK);
      long pointer = initArgs.isPresent() ? text.address() : 0;
      view.putLong(CkLayout.CK_C_INITIALIZE_ARGS_RESERVED, pointer);
      long rv = cryptoki.call(C_Initialize, args.address());
      if (rv != Ckr.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        Pkcs11Exception.check(C_Initialize, rv);
      }
      return rv == Ckr.CKR_OK;
    }
  }

  private static FunctionTable load(Path library, Path path) throws Pkcs11LibraryException {
    try {
      return FunctionTable.load(path);
    } catch (FunctionTable.LoadFailure e) {
      throw new Pkcs11LibraryException(
          library, e.getMessage() + ", so it is no PKCS#11 module; name the HSM vendor's one", e);
    } catch (UnsatisfiedLinkError e) {
      String loader = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new Pkcs11LibraryException(
          library,
          "it cannot be loaded; it must be a shared library for this processor with all it needs ("
              + loader
              + ")",
          e);
    }
  }

  private static Path canonical(Path library) throws Pkcs11LibraryException {
    try {
      Path path = library.toRealPath();
      if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
        throw new Pkcs11LibraryException(library, "it is not a file this process may read", null);
      }
      return path;
    } catch (IOException e) {
      String problem =
          "there is no such file; install the HSM's client software or correct the path";
      throw new Pkcs11LibraryException(library, problem, e);
    }
  }

  private static void checkPlatform(Path library) throws Pkcs11LibraryException {
    if (Platform.isWindows() || Native.POINTER_SIZE != 8) {
      throw new Pkcs11LibraryException(
          library,
          "PKCS#11 works on 64-bit Unix systems only so far: elsewhere CK_ULONG has 32 bits and "
              + "structures are packed",
          null);
    }
  }
}
