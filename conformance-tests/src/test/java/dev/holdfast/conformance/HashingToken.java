// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Ckr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.function.Executable;

/**
 * A real token that hashes itself and signs no digests, as some are set up: its module's function
 * list leads through here, which leaves the mechanisms that take digests out of the list, answers
 * their use as a token without them does, and counts the calls that sign.
 */
final class HashingToken {
  private static final Set<Long> REMOVED =
      Set.of(Ckm.CKM_RSA_PKCS, Ckm.CKM_RSA_X_509, Ckm.CKM_RSA_PKCS_PSS, Ckm.CKM_ECDSA);

  /** RTLD_NOW | RTLD_LOCAL, as Holdfast opens modules, so that it is the same one. */
  private static final int OPEN_FLAGS = 2;

  /** Whoever calls a collected callback is lost, and modules stay loaded. */
  private static final List<Callback> KEPT = new ArrayList<>();

  private static final Map<Path, HashingToken> TOKENS = new ConcurrentHashMap<>();

  private final Map<String, Integer> calls = new TreeMap<>();

  /** A module that nobody holds is unloaded, and is as it was when it is loaded again. */
  @SuppressWarnings("unused")
  private final NativeLibrary library;

  private final Pointer functions;

  /** Functions with three arguments and with five, all as wide as a pointer. */
  interface Three extends Callback {
    long call(long first, long second, long third);
  }

  interface Five extends Callback {
    long call(long first, long second, long third, long fourth, long fifth);
  }

  private HashingToken(NativeLibrary library, Pointer functions) {
    this.library = library;
    this.functions = functions;
  }

  /** A throw-away token of a make; it has a copy of the module, since it changes it. */
  static TestToken newToken(Backend make, Path folder) throws Exception {
    TestToken whole = TestToken.of(make, folder);
    Path module = folder.resolve("hashing-" + whole.library().getFileName());
    Files.copy(whole.library(), module);
    NativeLibrary library =
        NativeLibrary.getInstance(module.toString(), Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS));
    Pointer[] functions = new Pointer[1];
    long rv =
        (Long)
            library.getFunction("C_GetFunctionList").invoke(Long.class, new Object[] {functions});
    if (rv != Ckr.CKR_OK) {
      throw new AssertionError("C_GetFunctionList: " + rv);
    }
    HashingToken token = new HashingToken(library, functions[0]);
    token.stepInBetween();
    TOKENS.put(module, token);
    return new TestToken(module, whole.label(), whole.initArgs(), whole.disposal());
  }

  /** What a piece of work calls of the functions that sign, and how often. */
  static Map<String, Integer> callsOf(Fixture fixture, Executable work) throws Throwable {
    HashingToken token = TOKENS.get(fixture.library());
    synchronized (token.calls) {
      token.calls.clear();
    }
    work.execute();
    synchronized (token.calls) {
      return new TreeMap<>(token.calls);
    }
  }

  /** The numbers are the functions' places in CK_FUNCTION_LIST (PKCS #11 2.40, section 3.6). */
  private void stepInBetween() {
    Function mechanismList = original(7);
    replace(7, (Three) (slot, list, count) -> shorterList(mechanismList, slot, list, count));
    Function signInit = original(42);
    replace(
        42,
        (Three)
            (session, mechanism, key) -> {
              count("C_SignInit");
              return REMOVED.contains(new Pointer(mechanism).getLong(0))
                  ? Ckr.CKR_MECHANISM_INVALID
                  : call(signInit, session, mechanism, key);
            });
    Function sign = original(43);
    replace(
        43,
        (Five)
            (session, data, length, signature, size) -> {
              count("C_Sign");
              return call(sign, session, data, length, signature, size);
            });
    for (int place : new int[] {44, 45}) {
      Function part = original(place);
      String name = place == 44 ? "C_SignUpdate" : "C_SignFinal";
      replace(
          place,
          (Three)
              (session, data, length) -> {
                count(name);
                return call(part, session, data, length);
              });
    }
  }

  private void count(String function) {
    synchronized (calls) {
      calls.merge(function, 1, Integer::sum);
    }
  }

  private static long shorterList(Function original, long slot, long list, long count) {
    Memory size = new Memory(8);
    long rv = call(original, slot, 0, Pointer.nativeValue(size));
    if (rv != Ckr.CKR_OK) {
      return rv;
    }
    Memory all = new Memory(8 * size.getLong(0));
    rv = call(original, slot, Pointer.nativeValue(all), Pointer.nativeValue(size));
    long[] left =
        Arrays.stream(all.getLongArray(0, (int) size.getLong(0)))
            .filter(mechanism -> !REMOVED.contains(mechanism))
            .toArray();
    if (list != 0) {
      new Pointer(list).write(0, left, 0, left.length);
    }
    new Pointer(count).setLong(0, left.length);
    return rv;
  }

  private Function original(int place) {
    return Function.getFunction(functions.getPointer(8L + 8L * place));
  }

  private void replace(int place, Callback callback) {
    synchronized (KEPT) {
      KEPT.add(callback);
    }
    functions.setPointer(8L + 8L * place, CallbackReference.getFunctionPointer(callback));
  }

  private static long call(Function function, Object... arguments) {
    return (Long) function.invoke(Long.class, arguments);
  }
}
