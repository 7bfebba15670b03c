// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Measures the targets in this JVM, with the processes it starts beside it. */
final class Measurer implements AutoCloseable {
  /** The JDK that runs this. */
  static final Path JAVA = Path.of(System.getProperty("java.home"));

  private static final int MOST_KEYS = 100_000;
  private static final int FEW_KEYS = 100;

  /** What a crowd of threads does. */
  private static final Set<Work> CROWDED =
      EnumSet.of(Work.RSA_2048_SIGN, Work.ECDSA_P256_SIGN, Work.GCM_16, Work.GCM_16K);

  private final Plan plan;
  private final Predicate<Target> wanted;
  private final Workshop workshop;
  private final Contenders contenders;
  private final List<Measured> results = new ArrayList<>();
  private Limit limit;

  /**
   * How much is done.
   *
   * @param duel the form of every duel
   * @param megabytes whether messages of 1 MiB are measured, which take long to warm up
   * @param threads how many threads work at once, one number after the other
   * @param crowd how many more than there are processors do, to show what waiting costs; 0: none
   * @param tlsRounds pairs of one-second bursts, for each number of clients
   * @param scaleRounds pairs of openings; none: what needs a big vault or token is left out
   */
  record Plan(
      Duel.Form duel,
      boolean megabytes,
      List<Integer> threads,
      int crowd,
      int tlsRounds,
      int scaleRounds) {
    static final Plan LONG = new Plan(Duel.Form.LONG, true, List.of(1, 2), 16, 8, 11);
    private static final int MEGABYTE = 1 << 20;

    static final Plan SHORT = new Plan(Duel.Form.SHORT, false, List.of(1), 0, 4, 0);

    boolean takes(Work work) {
      return megabytes || work.bytes() < MEGABYTE;
    }
  }

  Measurer(Plan plan, Predicate<Target> wanted) throws Exception {
    this.plan = plan;
    this.wanted = wanted;
    this.workshop = new Workshop();
    this.contenders = new Contenders(workshop);
    // The token must be there before any contender loads the library.
    workshop.token();
  }

  List<Measured> run() throws Exception {
    for (Target target : Targets.all()) {
      if (target.isDuel() && wanted.test(target) && plan.takes(target.work())) {
        for (int threads : plan.threads()) {
          results.add(duel(target, threads, plan.duel()));
        }
        if (plan.crowd() > 0 && CROWDED.contains(target.work())) {
          results.add(duel(target, plan.crowd(), plan.duel()));
        }
      }
    }
    calls();
    gate();
    tls();
    if (plan.scaleRounds() > 0) {
      vaults();
      tokens();
    }
    return results;
  }

  /** One target that is a duel. */
  Measured duel(Target target, int threads, Duel.Form form) throws Exception {
    Optional<Side> ours = side(target.holdfast(), target.work());
    Optional<Side> theirs = side(target.peer(), target.work());
    Measured none = Measured.of(target.id(), threads);
    if (ours.isEmpty() || theirs.isEmpty()) {
      String who = ours.isEmpty() ? target.holdfast() : target.peer();
      return none.with(Map.of("absent", who + " does not offer it"));
    }
    try (Side holdfast = ours.get();
        Side peer = theirs.get()) {
      Duel.Outcome outcome = new Duel(holdfast, peer, form).fight(threads);
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("nanos", outcome.nanos());
      details.put("allocated", Arrays.stream(outcome.allocated()).map(Measurer::orZero).toArray());
      return Measured.of(target.id(), threads, outcome.ratios()).with(details);
    }
  }

  /** JSON has no NaN. */
  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  private Optional<Side> side(String name, Work work) throws Exception {
    if (!name.equals("c")) {
      return JcaSide.of(contenders.named(name), work);
    }
    if (limit == null) {
      limit = Limit.start(workshop, Libraries.softHsm());
    }
    return Optional.of(limit.at(work));
  }

  private void calls() throws Exception {
    List<Target> targets = wanted("calls/");
    if (targets.isEmpty()) {
      return;
    }
    Map<Work, Map<String, Double>> ours = CallCount.of("hsm", JAVA);
    Map<Work, Map<String, Double>> theirs = CallCount.of("sunpkcs11", JAVA);
    for (Target target : targets) {
      Work work = Work.named(target.id().substring("calls/".length()));
      Measured measured = Measured.of(target.id(), 1);
      if (!ours.containsKey(work)) {
        results.add(measured.with(Map.of("absent", "hsm does not offer it")));
      } else {
        results.add(
            Measured.of(target.id(), 1, sum(ours.get(work)))
                .with(
                    Map.of(
                        "calls", ours.get(work),
                        "sunpkcs11", theirs.getOrDefault(work, Map.of()))));
      }
    }
  }

  private static double sum(Map<String, Double> calls) {
    return calls.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private List<Target> wanted(String prefix) {
    return Targets.all().stream()
        .filter(target -> target.id().startsWith(prefix))
        .filter(wanted)
        .toList();
  }

  private void gate() throws Exception {
    if (wanted("gate/").isEmpty()) {
      return;
    }
    try (GateMeasure gate = new GateMeasure()) {
      for (int threads : plan.threads()) {
        double[] micros =
            Arrays.stream(gate.nanos(threads, plan.duel())).map(nanos -> nanos / 1e3).toArray();
        results.add(Measured.of("gate/time", threads, micros));
      }
      results.add(Measured.of("gate/io", 1, gate.ioCalls()));
    }
  }

  private void tls() throws Exception {
    for (Target target : wanted("tls/")) {
      String type = target.id().substring("tls/".length());
      try (TlsMeasure servers = new TlsMeasure(JAVA, "sealed", type)) {
        for (int clients : plan.threads()) {
          TlsMeasure.Outcome outcome = servers.run(clients, plan.tlsRounds());
          results.add(
              Measured.of(target.id(), clients, outcome.ratios())
                  .with(Map.of("perSecond", outcome.perSecond())));
        }
      }
    }
  }

  private void vaults() throws Exception {
    if (wanted("open/").isEmpty() && wanted("list/").isEmpty()) {
      return;
    }
    VaultMeasure few = new VaultMeasure(workshop.folder(), FEW_KEYS);
    VaultMeasure many = new VaultMeasure(workshop.folder(), MOST_KEYS);
    int rounds = plan.scaleRounds();
    double[][] open = new double[3][rounds];
    double[][] key = new double[3][rounds];
    double[][] list = new double[2][rounds];
    for (int round = -1; round < rounds; round++) {
      // The first round warms up and is overwritten.
      int at = Math.max(0, round);
      open[0][at] = few.open();
      open[1][at] = many.open();
      open[2][at] = open[0][at] / open[1][at];
      key[0][at] = few.getKey(FEW_KEYS);
      key[1][at] = many.getKey(FEW_KEYS);
      key[2][at] = key[0][at] / key[1][at];
      VaultMeasure.Listing listing = many.list();
      list[0][at] = listing.millis();
      list[1][at] = listing.megabytes();
    }
    results.add(Measured.of("open/100000", 1, open[2]).with(nanos(open)));
    results.add(Measured.of("getkey/100000", 1, key[2]).with(nanos(key)));
    results.add(Measured.of("list/time", 1, list[0]));
    results.add(Measured.of("list/memory", 1, list[1]));
  }

  /** The larger first, as Holdfast is first elsewhere. */
  private static Map<String, Object> nanos(double[]... samples) {
    return Map.of(
        "nanos", new double[] {Interval.of(samples[1]).median(), Interval.of(samples[0]).median()});
  }

  private void tokens() throws Exception {
    if (wanted("getkey-token").isEmpty()) {
      return;
    }
    Map<Integer, Map<String, double[]>> found = new LinkedHashMap<>();
    for (int objects : List.of(2_000, 10_000)) {
      List<String> command = Programs.java(JAVA, List.of());
      command.addAll(
          List.of("token", Integer.toString(objects), Integer.toString(plan.scaleRounds())));
      found.put(objects, TokenMeasure.ofJson(Tool.run(command, Map.of())));
    }
    double[] few = found.get(2_000).get("hsm/getkey");
    double[] many = found.get(10_000).get("hsm/getkey");
    double[] ratios = new double[few.length];
    for (int i = 0; i < few.length; i++) {
      ratios[i] = few[i] / many[i];
    }
    results.add(Measured.of("getkey-token", 1, ratios).with(TokenMeasure.details(found)));
    for (String what : List.of("load", "getkey")) {
      for (int objects : found.keySet()) {
        double[] ours = found.get(objects).get("hsm/" + what);
        double[] theirs = found.get(objects).get("sunpkcs11/" + what);
        double[] ratio = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
          ratio[i] = theirs[i] / ours[i];
        }
        results.add(
            Measured.of("token/" + what + "/" + objects, 1, ratio)
                .with(
                    Map.of(
                        "nanos",
                        new double[] {
                          Interval.of(ours).median() * 1e6, Interval.of(theirs).median() * 1e6
                        })));
      }
    }
  }

  @Override
  public void close() {
    if (limit != null) {
      limit.close();
    }
    workshop.close();
  }
}
