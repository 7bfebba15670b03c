// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.Finding;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.Examined.Outcome;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each backend of a vault offers of what Holdfast can do, and what it lacks. */
final class BackendCheckup {
  private BackendCheckup() {}

  static List<Finding> findings(Vault vault) {
    List<Finding> findings = new ArrayList<>();
    for (String backend : vault.backends().names()) {
      try {
        examine(vault, backend, findings);
      } catch (KeyOperationException e) {
        findings.add(
            Finding.error(
                "Backend " + backend + ": " + Failures.message(e), "Mend it and look again."));
      }
    }
    return findings;
  }

  private static void examine(Vault vault, String backend, List<Finding> findings)
      throws KeyOperationException {
    List<String> made = new ArrayList<>();
    List<String> unmade = new ArrayList<>();
    Map<Outcome, List<String>> found = new EnumMap<>(Outcome.class);
    Map<KeySpec, List<Algorithm>> ways = new LinkedHashMap<>();
    for (Algorithm algorithm : all()) {
      if (algorithm instanceof KeySpec) {
        (vault.backends().offers(backend, algorithm) ? made : unmade).add(algorithm.toString());
      } else {
        ways.computeIfAbsent(keyFor(algorithm), spec -> new ArrayList<>()).add(algorithm);
      }
    }
    for (Map.Entry<KeySpec, List<Algorithm>> kind : ways.entrySet()) {
      vault
          .backends()
          .examine(backend, kind.getKey(), kind.getValue())
          .forEach(
              (way, examined) -> {
                found
                    .computeIfAbsent(examined.outcome(), any -> new ArrayList<>())
                    .add(way.toString());
                if (examined.outcome() == Outcome.WRONG) {
                  findings.add(wrong(backend, way, examined.why()));
                }
              });
    }
    unmade.addAll(found.getOrDefault(Outcome.MISSING, List.of()));
    findings.add(summary(backend, made, found, unmade));
  }

  private static Finding wrong(String backend, Algorithm way, String why) {
    return Finding.warning(
        "Backend " + backend + " says that it computes " + way + ", but " + why + ".",
        "It is not used for that. Ask its maker, or use another backend for such keys.");
  }

  private static Finding summary(
      String backend, List<String> made, Map<Outcome, List<String>> found, List<String> missing) {
    boolean tried = found.containsKey(Outcome.RIGHT);
    StringBuilder what = new StringBuilder("Backend " + backend + " makes ");
    what.append(String.join(", ", made)).append('.');
    append(what, " Known answers were right: ", found.get(Outcome.RIGHT));
    append(what, " Padded here, over its raw RSA: ", found.get(Outcome.PADDED_HERE));
    append(what, tried ? " Not tried: " : " It computes ", found.get(Outcome.BELIEVED));
    append(what, " It lacks ", missing);
    return missing.isEmpty()
        ? Finding.ok(what.toString())
        : Finding.warning(
            what.toString(),
            "Programs that ask for what it lacks get an error; use another backend for such keys.");
  }

  private static void append(StringBuilder what, String words, List<String> algorithms) {
    if (algorithms != null && !algorithms.isEmpty()) {
      what.append(words).append(String.join(", ", algorithms)).append('.');
    }
  }

  /** A key with which to try a way. */
  private static KeySpec keyFor(Algorithm way) {
    if (way instanceof SignScheme sign) {
      return sign.kind().keyType() == KeyType.RSA ? KeySpec.rsa(2048) : KeySpec.ec(EcCurve.P_256);
    }
    if (way instanceof MacScheme mac) {
      return mac.digest().map(KeySpec::hmac).orElse(KeySpec.aes(256));
    }
    if (way instanceof CipherScheme.Blocks blocks && blocks.mode().keyType() == KeyType.DES_EDE) {
      return KeySpec.desEde();
    }
    if (way instanceof CipherScheme.ChaCha20Poly1305) {
      return KeySpec.chacha20();
    }
    boolean rsa =
        way instanceof CipherScheme.RsaOaep
            || way instanceof CipherScheme.RsaPkcs1
            || way instanceof CipherScheme.RsaRaw;
    return rsa ? KeySpec.rsa(2048) : KeySpec.aes(256);
  }

  private static List<Algorithm> all() {
    List<Algorithm> all = new ArrayList<>();
    for (int bits : new int[] {2048, 3072, 4096}) {
      all.add(KeySpec.rsa(bits));
    }
    for (EcCurve curve : EcCurve.values()) {
      if (curve.isNist()) {
        all.add(KeySpec.ec(curve));
      }
    }
    for (int bits : new int[] {128, 192, 256}) {
      all.add(KeySpec.aes(bits));
    }
    for (MacScheme scheme : MacScheme.values()) {
      scheme.digest().map(KeySpec::hmac).ifPresent(all::add);
      all.add(scheme);
    }
    all.add(SignScheme.ecdsa());
    for (Digest digest : List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
      all.add(SignScheme.rsaPkcs1(digest));
      all.add(SignScheme.rsaPss(digest, digest, digest.length()));
      all.add(new CipherScheme.RsaOaep(digest, digest, new byte[0]));
    }
    all.add(KeySpec.chacha20());
    all.add(KeySpec.desEde());
    all.add(new CipherScheme.AesGcm(new byte[12], new byte[0], 128));
    all.add(new CipherScheme.AesCcm(new byte[12], new byte[0], 128));
    all.add(new CipherScheme.ChaCha20Poly1305(new byte[12], new byte[0]));
    for (BlockMode mode : BlockMode.values()) {
      all.add(new CipherScheme.Blocks(mode, new byte[mode.ivLength()]));
    }
    all.add(new CipherScheme.AesKeyWrap(false, new byte[8]));
    all.add(new CipherScheme.AesKeyWrap(true, new byte[4]));
    all.add(new CipherScheme.RsaPkcs1());
    all.add(new CipherScheme.RsaRaw());
    return all;
  }
}
