// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.Provider;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * KeyStores over a token with many objects, Holdfast's and SunPKCS11's. Runs in a process of its
 * own for each size of token, since a module reads its token once.
 */
final class TokenMeasure {
  private static final String MODEL = "key0000000";

  private TokenMeasure() {}

  /** Milliseconds, one figure for each round. */
  static Map<String, double[]> run(int objects, int rounds) throws Exception {
    try (Workshop workshop = new Workshop()) {
      SoftToken token = workshop.token();
      makeModel(token);
      token.multiply(MODEL, objects);
      Provider holdfast =
          new HoldfastProvider()
              .configure(workshop.tokenAlone(Libraries.softHsm(), Workshop.SESSIONS).toString());
      Provider peer = Contenders.sunPkcs11Provider(workshop, Libraries.softHsm());
      Map<String, double[]> results = new LinkedHashMap<>();
      for (String name : new String[] {"load", "getkey"}) {
        results.put("hsm/" + name, new double[rounds]);
        results.put("sunpkcs11/" + name, new double[rounds]);
      }
      for (int round = 0; round < rounds; round++) {
        // Other keys each time: what is kept from the last time is no look-up.
        int first = 1 + round * (objects / rounds);
        measure("hsm", KeyStore.getInstance("Holdfast", holdfast), null, first, round, results);
        measure(
            "sunpkcs11",
            KeyStore.getInstance("PKCS11", peer),
            SoftToken.PIN.toCharArray(),
            first,
            round,
            results);
      }
      return results;
    }
  }

  /** What {@link #run} printed in another process. */
  static Map<String, double[]> ofJson(String printed) throws IOException {
    Map<String, double[]> results = new LinkedHashMap<>();
    String json = printed.substring(printed.indexOf('{'));
    for (Map.Entry<String, Object> one : JSON.std.mapFrom(json).entrySet()) {
      double[] values =
          ((List<?>) one.getValue())
              .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
      results.put(one.getKey(), values);
    }
    return results;
  }

  /** Median milliseconds by number of objects. */
  static Map<String, Object> details(Map<Integer, Map<String, double[]>> found) {
    Map<String, Object> details = new LinkedHashMap<>();
    found.forEach(
        (objects, results) ->
            results.forEach(
                (what, millis) ->
                    details.put(what + "/" + objects + " ms", Interval.of(millis).median())));
    return details;
  }

  private static void measure(
      String name, KeyStore store, char[] pin, int first, int round, Map<String, double[]> results)
      throws Exception {
    long began = System.nanoTime();
    store.load(null, pin);
    results.get(name + "/load")[round] = (System.nanoTime() - began) / 1e6;
    int times = 5;
    began = System.nanoTime();
    for (int number = first; number < first + times; number++) {
      if (store.getKey(BulkVault.alias(number), null) == null) {
        throw new IllegalStateException(name + " does not find " + BulkVault.alias(number));
      }
    }
    results.get(name + "/getkey")[round] = (System.nanoTime() - began) / 1e6 / times;
  }

  /** One AES key that stays and whose attributes are not encrypted in its file. */
  private static void makeModel(SoftToken token) throws Exception {
    Tool.run(
        List.of(
            "pkcs11-tool",
            "--module",
            Libraries.softHsm().toString(),
            "--token-label",
            token.label(),
            "--login",
            "--pin",
            SoftToken.PIN,
            "--keygen",
            "--key-type",
            "AES:32",
            "--label",
            MODEL,
            "--id",
            hex(MODEL),
            "--usage-decrypt"),
        Map.of("SOFTHSM2_CONF", token.conf().toString()));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
