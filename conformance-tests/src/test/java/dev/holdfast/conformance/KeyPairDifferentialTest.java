// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random calls on signatures and key agreements of ours and of the JDK's, with one key pair. */
class KeyPairDifferentialTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  /** An RSASSA-PSS key that is bound to SHA-256 and a salt of 20 bytes or more. */
  private static final String BOUND = "RSASSA-PSS of SHA-256";

  private static final PSSParameterSpec BINDING =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 20, 1);

  private static final StringBuilder REPORT = new StringBuilder();
  private static final Map<String, KeyPair> SOFTWARE = new LinkedHashMap<>();

  /** Signatures that the JDK has, with the kinds of key pairs they go with. */
  private static final Map<String, List<String>> SIGNATURES = new LinkedHashMap<>();

  static {
    for (String digest :
        List.of("SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512/256", "SHA3-256")) {
      SIGNATURES.put(digest + "withRSA", List.of("RSA"));
    }
    SIGNATURES.put("RSASSA-PSS", List.of("RSA", "RSASSA-PSS", BOUND));
    for (String digest : List.of("NONE", "SHA1", "SHA256", "SHA384", "SHA512", "SHA3-512")) {
      SIGNATURES.put(digest + "withECDSA", List.of("secp256r1", "secp384r1", "secp521r1"));
    }
    SIGNATURES.put("SHA256withECDSAinP1363Format", List.of("secp256r1", "secp521r1"));
    SIGNATURES.put("Ed25519", List.of("Ed25519"));
    SIGNATURES.put("Ed448", List.of("Ed448"));
    SIGNATURES.put("EdDSA", List.of("Ed25519", "Ed448"));
  }

  private static final List<String> AGREEING =
      List.of("secp256r1", "secp384r1", "secp521r1", "X25519", "X448");

  private static int share(int part) {
    return Differential.operations() * part / 100 / Backend.values().length;
  }

  @AfterAll
  static void print() throws Exception {
    Proofs.report("differential-key-pairs", REPORT.toString());
  }

  private static KeyPair software(String kind) throws GeneralSecurityException {
    KeyPair known = SOFTWARE.get(kind);
    if (known == null) {
      known = made(kind);
      SOFTWARE.put(kind, known);
    }
    return known;
  }

  private static KeyPair made(String kind) throws GeneralSecurityException {
    if (kind.startsWith("RSA")) {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(kind.equals("RSA") ? kind : "RSASSA-PSS", "SunRsaSign");
      generator.initialize(
          new RSAKeyGenParameterSpec(
              2048, RSAKeyGenParameterSpec.F4, kind.equals(BOUND) ? BINDING : null));
      return generator.generateKeyPair();
    }
    if (!kind.startsWith("secp")) {
      return KeyPairGenerator.getInstance(kind, "SunEC").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(kind));
    return generator.generateKeyPair();
  }

  private static KeySpec spec(String kind) {
    if (kind.startsWith("RSA")) {
      return kind.equals("RSA") ? KeySpec.rsa(2048) : KeySpec.rsaPss(2048);
    }
    return ParameterSet.ofName(kind)
        .map(KeySpec::of)
        .orElseGet(() -> KeySpec.ec(EcCurve.ofName(kind).orElseThrow()));
  }

  /** Handles of the software keys whose kind a backend has: {@code translateKey} takes them in. */
  private static Map<String, PrivateKey> twins(Backend backend) throws Exception {
    Map<String, PrivateKey> twins = new LinkedHashMap<>();
    Provider provider = BENCH.fixture(backend).provider();
    for (String kind :
        List.of(
            "RSA",
            "RSASSA-PSS",
            BOUND,
            "secp256r1",
            "secp384r1",
            "secp521r1",
            "Ed25519",
            "Ed448",
            "X25519",
            "X448")) {
      if (BENCH.offers(backend, spec(kind))) {
        PrivateKey key = software(kind).getPrivate();
        twins.put(
            kind,
            (PrivateKey) KeyFactory.getInstance(key.getAlgorithm(), provider).translateKey(key));
      }
    }
    return twins;
  }

  @EveryBackend
  void signatures(Backend backend) throws Exception {
    Differential differential = new Differential("signatures on " + backend);
    Map<String, PrivateKey> twins = twins(backend);
    Random random = differential.random();
    List<String> names = List.copyOf(SIGNATURES.keySet());
    while (differential.done() < share(20)) {
      String name = names.get(random.nextInt(names.size()));
      List<String> kinds = SIGNATURES.get(name);
      String kind = kinds.get(random.nextInt(kinds.size()));
      if (!twins.containsKey(kind)) {
        continue;
      }
      differential.begin(name + "/" + kind);
      new SigningCalls(
              differential,
              Signature.getInstance(name, BENCH.fixture(backend).provider()),
              Signature.getInstance(name, jdk(name)),
              twins.get(kind),
              software(kind))
          .run();
    }
    REPORT.append(differential.text());
  }

  private static Provider jdk(String signature) {
    for (String name : List.of("SunRsaSign", "SunEC")) {
      Provider provider = Security.getProvider(name);
      if (provider.getService("Signature", signature) != null) {
        return provider;
      }
    }
    throw new AssertionError("This JDK has no Signature " + signature);
  }

  @EveryBackend
  void agreements(Backend backend) throws Exception {
    Differential differential = new Differential("agreements on " + backend);
    Map<String, PrivateKey> twins = twins(backend);
    Random random = differential.random();
    while (differential.done() < share(10)) {
      String kind = AGREEING.get(random.nextInt(AGREEING.size()));
      if (!twins.containsKey(kind)) {
        continue;
      }
      boolean ec = spec(kind).type() == KeyType.EC;
      String name = ec ? "ECDH" : random.nextBoolean() ? "XDH" : kind;
      differential.begin(name + "/" + kind);
      agree(
          differential,
          KeyAgreement.getInstance(name, BENCH.fixture(backend).provider()),
          KeyAgreement.getInstance(name, "SunEC"),
          twins.get(kind),
          kind);
    }
    REPORT.append(differential.text());
  }

  private static void agree(
      Differential differential,
      KeyAgreement ours,
      KeyAgreement theirs,
      PrivateKey handle,
      String kind)
      throws GeneralSecurityException {
    Random random = differential.random();
    for (int i = 0; i < 8; i++) {
      int what = random.nextInt(8);
      Key peer = peer(random, kind);
      boolean last = random.nextInt(8) != 0;
      int room = random.nextInt(80);
      PrivateKey software = software(kind).getPrivate();
      String done =
          switch (what) {
            case 0, 1 ->
                call(
                    differential,
                    "init",
                    ours,
                    theirs,
                    party -> {
                      party.init(party == ours ? handle : software);
                      return null;
                    });
            case 2, 3, 4 ->
                call(
                    differential,
                    "doPhase-" + (peer == null ? "null" : peer.getAlgorithm()) + "-" + last,
                    ours,
                    theirs,
                    party -> party.doPhase(peer, last));
            case 5 ->
                call(differential, "generateSecret", ours, theirs, KeyAgreement::generateSecret);
            case 6 ->
                call(
                    differential,
                    "generateSecret-into-" + room,
                    ours,
                    theirs,
                    party -> {
                      byte[] out = new byte[room];
                      return Arrays.copyOf(out, party.generateSecret(out, 0));
                    });
            default ->
                call(
                    differential,
                    "generateSecret-of-TLS",
                    ours,
                    theirs,
                    party -> party.generateSecret("TlsPremasterSecret").getEncoded());
          };
      // SunEC goes on with a peer that it has just refused; ours knows none then.
      if (done == null && (what < 5 || random.nextBoolean())) {
        return;
      }
    }
  }

  private static String call(
      Differential differential,
      String name,
      KeyAgreement ours,
      KeyAgreement theirs,
      Differential.Call<KeyAgreement> call) {
    return differential.call(
        name,
        ours,
        theirs,
        call,
        // SunEC looks at the room before it looks whether there is a secret.
        (our, their) ->
            our.endsWith("IllegalStateException") && their.endsWith("ShortBufferException"));
  }

  /** Mostly a key of the same kind, sometimes another's or none. */
  private static PublicKey peer(Random random, String kind) throws GeneralSecurityException {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> software(AGREEING.get(random.nextInt(AGREEING.size()))).getPublic();
      case 2 -> software("RSA").getPublic();
      default -> software(kind).getPublic();
    };
  }
}
