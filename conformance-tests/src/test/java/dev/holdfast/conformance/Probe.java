// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.Finding;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Uses everything in a {@link SmallVault} that somebody may have tampered with. Each step either
 * says what it said before or fails as the JCA documents; what is missing or different without a
 * failure that says so is a wrong answer.
 */
final class Probe {
  private static final Set<Class<?>> DOCUMENTED =
      Set.of(
          IOException.class,
          KeyStoreException.class,
          UnrecoverableKeyException.class,
          InvalidKeyException.class,
          SignatureException.class,
          ProviderException.class);

  /** What damage can be reported as; INTERNAL would be a fault of ours. */
  private static final Set<Reason> DAMAGE =
      EnumSet.of(Reason.TAMPERED, Reason.UNAVAILABLE, Reason.UNSUPPORTED, Reason.LOGIN);

  private final SmallVault small;
  private final String what;
  private final List<Throwable> failures = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private boolean diagnosed;

  private Probe(SmallVault small, String what) {
    this.small = small;
    this.what = what;
  }

  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Opens the vault, uses everything and closes it again. Returns what it saw. */
  static Probe of(SmallVault small, String what) throws Exception {
    Probe probe = new Probe(small, what);
    KeyStore[] loaded = new KeyStore[1];
    probe.step(() -> loaded[0] = small.load());
    if (loaded[0] != null) {
      try {
        probe.use(loaded[0]);
      } finally {
        small.close();
      }
    }
    probe.requireNoSilentDifference();
    return probe;
  }

  /** As {@link #of}, on a KeyStore that is open while somebody tampers. */
  static Probe whileOpen(SmallVault small, KeyStore keyStore, String what) throws Exception {
    Probe probe = new Probe(small, what);
    probe.use(keyStore);
    probe.requireNoSilentDifference();
    return probe;
  }

  private void use(KeyStore keyStore) throws Exception {
    step(() -> same("names", small.names().equals(SmallVault.namesOf(keyStore))));
    step(() -> same("web", keyStore.getKey("web", null) instanceof PrivateKey web && signs(web)));
    step(
        () -> {
          Key data = keyStore.getKey("data", null);
          same("data", data != null && Arrays.equals(SmallVault.MESSAGE, small.decryptWith(data)));
        });
    step(() -> same("ca", small.certificateOfCa().equals(keyStore.getCertificate("ca"))));
    Vault vault = small.vault();
    diagnosed = vault.diagnose().stream().anyMatch(f -> f.severity() == Finding.Severity.ERROR);
  }

  private boolean signs(PrivateKey web) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", small.provider());
    signature.initSign(web);
    signature.update(SmallVault.MESSAGE);
    byte[] signed = signature.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(small.webKey());
    verifier.update(SmallVault.MESSAGE);
    return verifier.verify(signed);
  }

  private void same(String part, boolean is) {
    if (!is) {
      differences.add(part);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void step(Step step) {
    try {
      step.run();
    } catch (Exception | Error e) {
      assertTrue(
          DOCUMENTED.contains(e.getClass())
              && Faults.reason(e).filter(DAMAGE::contains).isPresent(),
          () -> what + ": not a documented failure: " + Faults.trace(e));
      Faults.holdsNoPin(e);
      failures.add(e);
    }
  }

  private void requireNoSilentDifference() {
    // A list of names is as the store has it; what it leads to is verified. So a list may differ
    // when an access or the doctor says so.
    boolean said = !failures.isEmpty() || (differences.equals(List.of("names")) && diagnosed);
    boolean silent =
        differences.stream().anyMatch(part -> !part.equals("names"))
            || (!differences.isEmpty() && !said);
    assertTrue(!silent, () -> what + ": silently different: " + differences + "; " + failures);
  }

  /** Whether everything worked and said the same. */
  boolean isUntouched() {
    return failures.isEmpty() && differences.isEmpty();
  }

  boolean isDiagnosed() {
    return diagnosed;
  }

  List<Throwable> failures() {
    return failures;
  }

  @Override
  public String toString() {
    return what + ": " + failures + ", different: " + differences + ", diagnosed: " + diagnosed;
  }
}
