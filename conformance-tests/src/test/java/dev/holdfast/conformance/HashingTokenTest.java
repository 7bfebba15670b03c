// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.conformance.SignatureWitness.TEXT;
import static dev.holdfast.conformance.SignatureWitness.assertSigned;
import static dev.holdfast.conformance.SignatureWitness.parameters;
import static dev.holdfast.conformance.SignatureWitness.pss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.SignatureRows;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens that sign no digests get the message, and everything above goes on as it was. */
class HashingTokenTest {
  /** Bytes of a message that the fixtures keep; two parts go to the token, and a bit. */
  private static final int MAX_MESSAGE = 2 * 65536 + 7;

  /** What CKM_SHA…_RSA_PKCS and CKM_ECDSA_SHA… there are of in both makes. */
  private static final Set<Digest> DIGESTS = EnumSet.range(Digest.SHA_1, Digest.SHA_512);

  /** SoftHSM2 has no ECDSA that hashes. */
  enum Setup {
    TOKEN(Backend.TOKEN, Backend.TOKEN, List.of("RSA-2048")),
    NSS_TOKEN(
        Backend.NSS_TOKEN,
        Backend.NSS_TOKEN,
        List.of("RSA-2048", "secp256r1", "secp384r1", "secp521r1")),
    VAULT_ON_NSS(Backend.VAULT_ON_HSM, Backend.NSS_TOKEN, List.of("RSA-2048", "secp256r1"));

    final Backend backend;
    final Backend make;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    final List<String> kinds;

    Setup(Backend backend, Backend make, List<String> kinds) {
      this.backend = backend;
      this.make = make;
      this.kinds = kinds;
    }
  }

  private static final Map<Setup, Fixture> FIXTURES = new ConcurrentHashMap<>();
  private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

  @BeforeAll
  static void makeTokens() throws Exception {
    for (Setup setup : Setup.values()) {
      Fixture fixture =
          Fixture.on(setup.backend, folder -> HashingToken.newToken(setup.make, folder));
      Files.writeString(
          fixture.configuration(), "maxMessage = " + MAX_MESSAGE + "\n", StandardOpenOption.APPEND);
      FIXTURES.put(setup, fixture);
    }
  }

  @AfterAll
  static void deleteTokens() throws Exception {
    PAIRS.clear();
    for (Fixture fixture : FIXTURES.values()) {
      fixture.close();
    }
    FIXTURES.clear();
  }

  private static KeyPair pair(Setup setup, String kind) throws Exception {
    String name = setup + " " + kind;
    if (!PAIRS.containsKey(name)) {
      PAIRS.put(name, Workbench.newPair(FIXTURES.get(setup), kind));
    }
    return PAIRS.get(name);
  }

  private static boolean goesWith(Row row, String kind) {
    return row.keyType() == (kind.startsWith("RSA") ? KeyType.RSA : KeyType.EC);
  }

  private static Row row(String name) {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.type().equals("Signature") && row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Signature signature(Setup setup, String name) throws Exception {
    return Signature.getInstance(name, FIXTURES.get(setup).provider());
  }

  private static Signature signer(Setup setup, String name, String kind) throws Exception {
    Signature signer = signature(setup, name);
    signer.initSign(pair(setup, kind).getPrivate());
    if (name.equals("RSASSA-PSS")) {
      signer.setParameter(parameters(row(name)));
    }
    return signer;
  }

  private static boolean isHashedThere(Row row) {
    Digest digest = ((SignatureRows.Signing) row.form()).digest();
    return row.name().equals("RSASSA-PSS") || (digest != null && DIGESTS.contains(digest));
  }

  /** In one piece, byte by byte, as a part of an array, and in buffers of every kind. */
  private static void feed(Signature signer, int way) throws SignatureException {
    switch (way) {
      case 0 -> signer.update(TEXT);
      case 1 -> {
        for (byte b : TEXT) {
          signer.update(b);
        }
      }
      case 2 -> {
        byte[] larger = new byte[TEXT.length + 7];
        System.arraycopy(TEXT, 0, larger, 3, TEXT.length);
        signer.update(larger, 3, TEXT.length);
      }
      case 3 -> signer.update(ByteBuffer.wrap(TEXT).asReadOnlyBuffer());
      case 4 -> signer.update(ByteBuffer.allocateDirect(TEXT.length).put(TEXT).flip());
      default -> {
        signer.update(TEXT[0]);
        signer.update(new byte[0]);
        signer.update(ByteBuffer.wrap(TEXT, 1, TEXT.length - 1).slice());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyDigest_verifiesElsewhereHoweverTheMessageIsGiven(Setup setup) throws Exception {
    int signed = 0;
    for (Row row : AlgorithmTable.rows()) {
      if (!row.type().equals("Signature") || !isHashedThere(row)) {
        continue;
      }
      for (String kind : setup.kinds.stream().filter(kind -> goesWith(row, kind)).toList()) {
        Signature signer = signer(setup, row.name(), kind);
        for (int way = 0; way < 6; way++) {
          feed(signer, way);
          assertSigned(row, parameters(row), pair(setup, kind).getPublic(), TEXT, signer.sign());
        }
        assertSigned(
            row, parameters(row), pair(setup, kind).getPublic(), new byte[0], signer.sign());
        signed++;
      }
    }
    // PKCS #1 and PSS, and ECDSA in both forms, with five digests; and RSASSA-PSS.
    assertEquals(11 + 10 * (setup.kinds.size() - 1), signed);
  }

  @ParameterizedTest
  @EnumSource
  void whatTakesADigestOnly_isNotOfferedAndSaysSo(Setup setup) throws Exception {
    for (String name :
        List.of(
            "NONEwithRSA",
            "SHA512/256withRSA",
            "SHA512/224withRSAandMGF1",
            "NONEwithECDSA",
            "NONEwithECDSAinP1363Format",
            "SHA512/256withECDSA")) {
      for (String kind : setup.kinds) {
        if (goesWith(row(name), kind)) {
          PrivateKey key = pair(setup, kind).getPrivate();
          Signature signature = signature(setup, name);
          Faults.fails(
              InvalidKeyException.class,
              Reason.UNSUPPORTED,
              () -> signature.initSign(key),
              "does not offer");
          assertThrows(SignatureException.class, signature::sign);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortMessages_areTwoCallsAndLongOnesGoInParts(Setup setup) throws Throwable {
    Fixture fixture = FIXTURES.get(setup);
    for (String kind : setup.kinds) {
      String name = kind.startsWith("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      for (int length : new int[] {1, 65536, 65537, MAX_MESSAGE}) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 'm');
        Signature signer = signer(setup, name, kind);
        signer.update(TEXT);
        signer.sign(); // the first one of its kind asks more
        byte[][] made = new byte[1][];
        Map<String, Integer> calls =
            HashingToken.callsOf(
                fixture,
                () -> {
                  for (int at = 0; at < length; at += 5000) {
                    signer.update(message, at, Math.min(5000, length - at));
                  }
                  made[0] = signer.sign();
                });
        assertSigned(row(name), null, pair(setup, kind).getPublic(), message, made[0]);
        assertEquals(
            length <= 65536
                ? Map.of("C_SignInit", 1, "C_Sign", 1)
                : Map.of(
                    "C_SignInit", 1, "C_SignUpdate", (length + 65535) / 65536, "C_SignFinal", 1),
            calls);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void messageThatIsLongerThanWhatIsKept_isRefusedAndTheNextOneIsNot(Setup setup) throws Exception {
    for (String kind : setup.kinds) {
      String name = kind.startsWith("RSA") ? "SHA384withRSA" : "SHA384withECDSA";
      Signature signer = signer(setup, name, kind);
      signer.update(new byte[MAX_MESSAGE]);
      signer.update((byte) 1);
      signer.update(new byte[100]);
      Faults.fails(
          SignatureException.class, signer::sign, String.valueOf(MAX_MESSAGE), "maxMessage");
      signer.update(TEXT);
      assertSigned(row(name), null, pair(setup, kind).getPublic(), TEXT, signer.sign());
    }
  }

  @ParameterizedTest
  @EnumSource
  void pss_takesWhatTheTokenTakes_andKeepsItsParametersWhenItDoesNot(Setup setup) throws Exception {
    KeyPair pair = pair(setup, "RSA-2048");
    Row row = row("RSASSA-PSS");
    Signature signer = signer(setup, "RSASSA-PSS", "RSA-2048");
    List<PSSParameterSpec> taken =
        new ArrayList<>(
            List.of(
                pss("SHA-256", "SHA-256", 0),
                pss("SHA-512", "SHA-512", 190),
                pss("SHA-384", "SHA-384", 17),
                pss("SHA-1", "SHA-1", 20)));
    List<PSSParameterSpec> refused =
        new ArrayList<>(
            List.of(pss("SHA-512/256", "SHA-512/256", 32), pss("SHA-512", "SHA-512", 191)));
    (setup.make == Backend.NSS_TOKEN ? taken : refused).add(pss("SHA-256", "SHA-1", 20));
    for (PSSParameterSpec spec : taken) {
      signer.setParameter(spec);
      for (PSSParameterSpec no : refused) {
        assertThrows(InvalidAlgorithmParameterException.class, () -> signer.setParameter(no));
      }
      signer.update(TEXT);
      assertThrows(ProviderException.class, () -> signer.setParameter(taken.get(0)));
      assertSigned(row, spec, pair.getPublic(), TEXT, signer.sign());
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyThreads_eachGetTheirOwn(Setup setup) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int count = 0; count < 64; count++) {
        String kind = setup.kinds.get(count % setup.kinds.size());
        String name = kind.startsWith("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] message = new byte[1 + count * 1777];
        Arrays.fill(message, (byte) count);
        all.add(
            threads.submit(
                () -> {
                  Signature signer = signer(setup, name, kind);
                  signer.update(message);
                  assertSigned(
                      row(name), null, pair(setup, kind).getPublic(), message, signer.sign());
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tls_speaksWithSuchKeys(Setup setup) throws Exception {
    for (String kind : setup.kinds) {
      KeyStore keyStore = FIXTURES.get(setup).keyStore();
      keyStore.deleteEntry("tls");
      KeyPair pair = Workbench.newPair(FIXTURES.get(setup), kind);
      keyStore.setKeyEntry(
          "tls", pair.getPrivate(), null, Certificates.chain(pair.getPublic(), "localhost"));
      try (Installed holdfast = Installed.last(FIXTURES.get(setup))) {
        SSLContext context = Tls.context(Tls.keyManagers(keyStore, "PKIX"));
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
          Tls.Seen seen =
              Tls.meet(
                  context, context, true, terms -> terms.setProtocols(new String[] {protocol}));
          assertEquals(protocol, seen.protocol());
          assertEquals(keyStore.getCertificate("tls"), seen.server());
        }
      }
      assertTrue(keyStore.isKeyEntry("tls"));
    }
  }
}
