// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.Finding;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.util.ArrayList;
import java.util.List;

/** What each backend of a vault offers of what Holdfast can do, and what it lacks. */
final class BackendCheckup {
  private BackendCheckup() {}

  static List<Finding> findings(Vault vault) {
    List<Finding> findings = new ArrayList<>();
    for (String backend : vault.backends()) {
      try {
        findings.add(examine(vault, backend));
      } catch (KeyOperationException e) {
        findings.add(
            Finding.error(
                "Backend " + backend + ": " + Failures.message(e), "Mend it and look again."));
      }
    }
    return findings;
  }

  private static Finding examine(Vault vault, String backend) throws KeyOperationException {
    List<String> offered = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Algorithm algorithm : all()) {
      (vault.offers(backend, algorithm) ? offered : missing).add(algorithm.toString());
    }
    String what = "Backend " + backend + " offers " + String.join(", ", offered) + ".";
    return missing.isEmpty()
        ? Finding.ok(what)
        : Finding.warning(
            what + " It lacks " + String.join(", ", missing) + ".",
            "Programs that ask for these get an error; use another backend for such keys.");
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
