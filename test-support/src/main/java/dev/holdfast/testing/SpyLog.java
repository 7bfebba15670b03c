// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What OpenSC's spy writes down of the calls that pass through it. */
public final class SpyLog {
  /** A call's line, such as {@code 12: C_SignInit}. */
  private static final Pattern CALL = Pattern.compile("(?m)^\\d+: (C_\\w+)$");

  private SpyLog() {}

  /**
   * The environment in which the spy hands on to a module.
   *
   * @param module where the calls go
   * @param log what it appends to
   */
  public static Map<String, String> environment(Path module, Path log) {
    return Map.of("PKCS11SPY", module.toString(), "PKCS11SPY_OUTPUT", log.toString());
  }

  /** How often each function was called in a part of the log. */
  public static Map<String, Integer> calls(byte[] log, int from, int to) {
    Map<String, Integer> calls = new TreeMap<>();
    String part = new String(log, from, to - from, StandardCharsets.ISO_8859_1);
    CALL.matcher(part).results().forEach(call -> calls.merge(call.group(1), 1, Integer::sum));
    return calls;
  }
}
