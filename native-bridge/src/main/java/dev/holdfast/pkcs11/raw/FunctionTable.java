// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11.raw;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A loaded module's function pointers. They come from C_GetFunctionList, which the standard demands
 * of every module, while p11-kit's and NSS's export nothing else. The library stays loaded:
 * unloading one whose threads or exit handlers still run would crash the JVM.
 */
public final class FunctionTable {
  /**
   * RTLD_NOW | RTLD_LOCAL, not JNA's RTLD_GLOBAL: all modules define the same C_ names, and a
   * second one would call the first one's functions.
   */
  private static final int OPEN_FLAGS = Platform.isMac() ? 2 | 4 : 2;

  private final long[] addresses = new long[CkFunction.COUNT];

  // The symbols live as long as this.
  @SuppressWarnings("unused")
  private final NativeLibrary library;

  private FunctionTable(NativeLibrary library, Pointer functionList) {
    this.library = library;
    for (int i = 0; i < addresses.length; i++) {
      // CK_VERSION comes first and is padded to the size of a pointer.
      addresses[i] = functionList.getLong(8L + 8L * i);
    }
  }

  /**
   * Loads {@code library}.
   *
   * @throws UnsatisfiedLinkError when it is no loadable library, or exports no C_GetFunctionList
   * @throws LoadFailure when C_GetFunctionList fails
   */
  public static FunctionTable load(Path library) throws LoadFailure {
    NativeLibrary loaded =
        NativeLibrary.getInstance(
            library.toString(), Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS));
    Function getFunctionList;
    try {
      getFunctionList = loaded.getFunction(CkFunction.C_GetFunctionList.name());
    } catch (UnsatisfiedLinkError e) {
      throw new LoadFailure("it has no C_GetFunctionList", e);
    }
    Pointer[] list = new Pointer[1];
    long rv = (Long) getFunctionList.invoke(Long.class, new Object[] {list});
    if (rv != 0 || list[0] == null) {
      throw new LoadFailure("its C_GetFunctionList returned " + Long.toHexString(rv), null);
    }
    return new FunctionTable(loaded, list[0]);
  }

  /** A caller of these functions, for one thread at a time. */
  public Cryptoki newCryptoki() {
    return new FfiCryptoki(this);
  }

  long address(CkFunction function) {
    return addresses[function.index];
  }

  /** The file is a library, but no PKCS#11 module. */
  public static final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
