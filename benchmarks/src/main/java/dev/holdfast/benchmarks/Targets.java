// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.benchmarks.Target.Sense;
import java.util.ArrayList;
import java.util.List;

/** Everything that is to be reached, as data. The order is that of the table. */
final class Targets {
  private static final List<Target> ALL = build();

  private Targets() {}

  static List<Target> all() {
    return ALL;
  }

  static Target named(String id) {
    return ALL.stream()
        .filter(target -> target.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no target " + id));
  }

  private static List<Target> build() {
    List<Target> all = new ArrayList<>();
    addHsm(all);
    addSealed(all);
    addTls(all);
    addScale(all);
    return List.copyOf(all);
  }

  private static void addHsm(List<Target> all) {
    for (Work work :
        List.of(
            Work.RSA_2048_SIGN,
            Work.RSA_3072_SIGN,
            Work.ECDSA_P256_SIGN,
            Work.ECDSA_P384_SIGN,
            Work.RSA_2048_DECRYPT)) {
      all.add(Target.duel(work, "hsm", "sunpkcs11", 1.0));
    }
    // SunPKCS11 calls C_EncryptInit twice for each GCM message.
    all.add(Target.duel(Work.GCM_16, "hsm", "sunpkcs11", 1.7));
    all.add(Target.duel(Work.GCM_1K, "hsm", "sunpkcs11", 1.7));
    for (Work work :
        List.of(
            Work.GCM_16K,
            Work.GCM_1M,
            Work.CBC_16,
            Work.CBC_1K,
            Work.CBC_16K,
            Work.CBC_1M,
            Work.HMAC_32,
            Work.MAKE_EC,
            Work.MAKE_AES)) {
      all.add(Target.duel(work, "hsm", "sunpkcs11", 1.0));
    }
    all.add(Target.duel(Work.GCM_16, "hsm", "c", 0.93));
    for (Work work :
        List.of(
            Work.RSA_2048_SIGN, Work.RSA_3072_SIGN, Work.ECDSA_P256_SIGN, Work.ECDSA_P384_SIGN)) {
      all.add(Target.duel(work, "hsm", "c", 0.97));
    }
    String calls = "PKCS #11 calls per ";
    for (Work work : CallCount.WORKS) {
      all.add(
          Target.figure(
              "calls/" + work.id(), calls + work.title(), "–", Sense.EXACTLY, 2, 2, "calls"));
    }
  }

  private static void addSealed(List<Target> all) {
    all.add(Target.duel(Work.RSA_2048_SIGN, "sealed", "jdk", 3.5));
    all.add(Target.duel(Work.ECDSA_P256_SIGN, "sealed", "jdk", 20, 7));
    all.add(Target.duel(Work.GCM_16, "sealed", "jdk", 0.7));
    for (Work work : List.of(Work.GCM_1K, Work.GCM_16K, Work.GCM_1M)) {
      all.add(Target.duel(work, "sealed", "jdk", 1.0));
    }
    all.add(Target.duel(Work.RSA_2048_SIGN, "sealed", "engine", 0.95));
    all.add(Target.duel(Work.ECDSA_P256_SIGN, "sealed", "engine", 0.95));
    all.add(Target.duel(Work.GCM_16K, "sealed", "engine", 0.9));
  }

  private static void addTls(List<Target> all) {
    String title = "TLS 1.3 full handshakes of Tomcat, %s key";
    all.add(
        Target.figure(
            "tls/EC", title.formatted("EC P-256"), "PKCS#12", Sense.AT_LEAST, 1.3, 1.0, "×"));
    all.add(
        Target.figure(
            "tls/RSA", title.formatted("RSA-2048"), "PKCS#12", Sense.AT_LEAST, 1.0, 1.0, "×"));
  }

  private static Target ratio(String id, String title, String peer, double atLeast) {
    return Target.figure(id, title, peer, Sense.AT_LEAST, atLeast, atLeast, "×");
  }

  private static void addScale(List<Target> all) {
    all.add(ratio("open/100000", "Opening a vault of 100,000 keys", "100 keys", 1.0));
    all.add(ratio("getkey/100000", "getKey in a vault of 100,000 keys", "100 keys", 1.0));
    all.add(ratio("getkey-token", "getKey on a token of 10,000 objects", "2,000 objects", 1.0));
    for (int objects : List.of(2_000, 10_000)) {
      String on = String.format(" on a token of %,d objects", objects);
      all.add(ratio("token/load/" + objects, "KeyStore.load" + on, "sunpkcs11", 1.0));
      all.add(ratio("token/getkey/" + objects, "getKey" + on, "sunpkcs11", 1.0));
    }
    all.add(
        Target.figure(
            "list/time", "Listing 100,000 aliases", "–", Sense.AT_MOST, 1_000, 1_000, "ms"));
    all.add(
        Target.figure(
            "list/memory",
            "Memory kept after listing 100,000 aliases",
            "–",
            Sense.AT_MOST,
            100,
            100,
            "MB"));
    all.add(Target.figure("gate/time", "The gate per call", "–", Sense.AT_MOST, 0.3, 0.3, "µs"));
    all.add(
        Target.figure(
            "gate/io",
            "I/O system calls of the gate per call",
            "–",
            Sense.AT_MOST,
            0.001,
            0.001,
            "calls"));
  }
}
