// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.Finding;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.Examined.Outcome;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each backend of a vault offers of what Holdfast can do, and what it lacks. */
final class BackendCheckup {
  private static final int[] AES_BITS = {128, 192, 256};

  private static final List<Digest> DIGESTS =
      List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512);

  private static final List<ParameterSet> CURVES =
      List.of(ParameterSet.ED25519, ParameterSet.ED448, ParameterSet.X25519, ParameterSet.X448);

  /** Agreement is examined with keys that the backend makes up for it. */
  private static final PublicKey ANY = null;

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
    for (KeySpec spec : kinds()) {
      (vault.backends().offers(backend, spec) ? made : unmade).add(spec.toString());
    }
    Map<String, Map<Outcome, List<String>>> outcomes = new LinkedHashMap<>();
    for (Map.Entry<KeySpec, List<Algorithm>> kind : ways().entrySet()) {
      KeySpec spec = kind.getKey();
      vault
          .backends()
          .examine(backend, spec, kind.getValue())
          .forEach(
              (way, examined) -> {
                outcomes
                    .computeIfAbsent(way.toString(), any -> new EnumMap<>(Outcome.class))
                    .computeIfAbsent(examined.outcome(), any -> new ArrayList<>())
                    .add(spec.toString());
                if (examined.outcome() == Outcome.WRONG) {
                  findings.add(wrong(backend, way + " with " + spec + " keys", examined.why()));
                }
              });
    }
    Map<Outcome, List<String>> found = new EnumMap<>(Outcome.class);
    outcomes.forEach(
        (way, kinds) ->
            kinds.forEach(
                (outcome, specs) ->
                    found
                        .computeIfAbsent(outcome, any -> new ArrayList<>())
                        .add(kinds.size() == 1 ? way : way + specs)));
    unmade.addAll(found.getOrDefault(Outcome.MISSING, List.of()));
    findings.add(summary(backend, made, found, unmade));
  }

  private static Finding wrong(String backend, String way, String why) {
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
    append(what, " Hashed there, since it takes no digest: ", found.get(Outcome.HASHED_THERE));
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

  /** The kinds of keys that a backend may make. */
  private static List<KeySpec> kinds() {
    List<KeySpec> kinds = new ArrayList<>();
    for (int bits : new int[] {2048, 3072, 4096}) {
      kinds.add(KeySpec.rsa(bits));
    }
    for (EcCurve curve : EcCurve.values()) {
      kinds.add(KeySpec.ec(curve));
    }
    for (ParameterSet set : CURVES) {
      kinds.add(KeySpec.of(set));
    }
    for (int bits : AES_BITS) {
      kinds.add(KeySpec.aes(bits));
    }
    for (MacScheme scheme : MacScheme.values()) {
      scheme.digest().map(KeySpec::hmac).ifPresent(kinds::add);
    }
    kinds.add(KeySpec.chacha20());
    kinds.add(KeySpec.desEde());
    return kinds;
  }

  /** What is tried, with a key of which kind: each curve, each size of AES, one size of RSA. */
  private static Map<KeySpec, List<Algorithm>> ways() {
    Map<KeySpec, List<Algorithm>> ways = new LinkedHashMap<>();
    ways.put(KeySpec.rsa(2048), rsaWays());
    for (EcCurve curve : EcCurve.values()) {
      ways.put(KeySpec.ec(curve), ecWays());
    }
    for (ParameterSet set : List.of(ParameterSet.ED25519, ParameterSet.ED448)) {
      ways.put(KeySpec.of(set), List.of(SignScheme.eddsa()));
    }
    for (ParameterSet set : List.of(ParameterSet.X25519, ParameterSet.X448)) {
      ways.put(KeySpec.of(set), List.of(new DerivationScheme.Xdh(ANY)));
    }
    for (int bits : AES_BITS) {
      ways.put(KeySpec.aes(bits), aesWays());
    }
    for (MacScheme scheme : MacScheme.values()) {
      scheme.digest().ifPresent(digest -> ways.put(KeySpec.hmac(digest), List.of(scheme)));
    }
    ways.put(
        KeySpec.chacha20(), List.of(new CipherScheme.ChaCha20Poly1305(new byte[12], new byte[0])));
    ways.put(KeySpec.desEde(), List.of(blocks(BlockMode.DES_EDE_CBC)));
    return ways;
  }

  private static List<Algorithm> ecWays() {
    List<Algorithm> ways = new ArrayList<>();
    DIGESTS.forEach(digest -> ways.add(SignScheme.ecdsa(digest)));
    ways.add(SignScheme.ecdsa());
    ways.add(new DerivationScheme.Ecdh(ANY));
    return ways;
  }

  private static List<Algorithm> rsaWays() {
    List<Algorithm> ways = new ArrayList<>();
    ways.add(SignScheme.rsaPkcs1Raw());
    for (Digest digest : DIGESTS) {
      ways.add(SignScheme.rsaPkcs1(digest));
      ways.add(SignScheme.rsaPss(digest, digest, digest.length()));
      ways.add(new CipherScheme.RsaOaep(digest, digest, new byte[0]));
    }
    ways.add(new CipherScheme.RsaPkcs1());
    ways.add(new CipherScheme.RsaRaw());
    return ways;
  }

  private static List<Algorithm> aesWays() {
    List<Algorithm> ways = new ArrayList<>();
    ways.add(new CipherScheme.AesGcm(new byte[12], new byte[0], 128));
    ways.add(new CipherScheme.AesCcm(new byte[12], new byte[0], 128));
    for (BlockMode mode : BlockMode.values()) {
      if (mode.keyType() == KeyType.AES) {
        ways.add(blocks(mode));
      }
    }
    ways.add(new CipherScheme.AesKeyWrap(false, new byte[8]));
    ways.add(new CipherScheme.AesKeyWrap(true, new byte[4]));
    for (MacScheme scheme : MacScheme.values()) {
      if (scheme.digest().isEmpty()) {
        ways.add(scheme);
      }
    }
    return ways;
  }

  private static Algorithm blocks(BlockMode mode) {
    return new CipherScheme.Blocks(mode, new byte[mode.ivLength()]);
  }
}
