// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.conformance.SignatureWitness.TEXT;
import static dev.holdfast.conformance.SignatureWitness.assertSigned;
import static dev.holdfast.conformance.SignatureWitness.isRefused;
import static dev.holdfast.conformance.SignatureWitness.message;
import static dev.holdfast.conformance.SignatureWitness.parameters;
import static dev.holdfast.conformance.SignatureWitness.pss;
import static dev.holdfast.conformance.SignatureWitness.verifies;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every signature algorithm of the table with every size of key, verified by two others. */
class SigningContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private interface Feeding {
    void feed(Signature signature, byte[] message) throws GeneralSecurityException;
  }

  private static List<Row> rows() {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.type().equals("Signature") && !SignatureWitness.isSlow(row))
        .toList();
  }

  private static Row row(String name) {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.type().equals("Signature") && row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The kinds of keys that a backend has for a row; what it has not, another test tries. */
  private static List<String> kinds(Backend backend, Row row) throws Exception {
    return BENCH.offered(backend, SignatureWitness.kinds(row));
  }

  /** One of the kinds, or none. */
  private static List<String> kind(Backend backend, Row row) throws Exception {
    return kinds(backend, row).stream().limit(1).toList();
  }

  private static Signature signer(Backend backend, Row row, String kind)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(row.name(), BENCH.fixture(backend).provider());
    signer.initSign(BENCH.pair(backend, kind).getPrivate());
    if (row.name().equals("RSASSA-PSS")) {
      signer.setParameter(parameters(row));
    }
    return signer;
  }

  private static Map<String, Feeding> feedings() {
    Map<String, Feeding> feedings = new LinkedHashMap<>();
    feedings.put("whole", Signature::update);
    feedings.put(
        "byte by byte",
        (signature, message) -> {
          for (byte b : message) {
            signature.update(b);
          }
        });
    feedings.put(
        "part of an array",
        (signature, message) -> {
          byte[] larger = new byte[message.length + 7];
          System.arraycopy(message, 0, larger, 3, message.length);
          signature.update(larger, 3, message.length);
        });
    feedings.put("heap", (signature, message) -> signature.update(ByteBuffer.wrap(message)));
    feedings.put(
        "read-only",
        (signature, message) -> signature.update(ByteBuffer.wrap(message).asReadOnlyBuffer()));
    feedings.put(
        "direct",
        (signature, message) ->
            signature.update(ByteBuffer.allocateDirect(message.length).put(message).flip()));
    feedings.put(
        "mixed",
        (signature, message) -> {
          signature.update(message[0]);
          signature.update(new byte[0]);
          signature.update(ByteBuffer.wrap(message, 1, message.length - 1).slice());
        });
    return feedings;
  }

  @EveryBackend
  void signatures_verifyElsewhereHoweverTheMessageIsGiven(Backend backend) throws Exception {
    for (Row row : rows()) {
      byte[] message = message(row);
      for (String kind : kinds(backend, row)) {
        boolean first = kind.equals(SignatureWitness.kinds(row).get(0));
        Signature signer = signer(backend, row, kind);
        for (Feeding feeding : feedings().values().stream().limit(first ? 7 : 1).toList()) {
          feeding.feed(signer, message);
          assertSigned(
              row, parameters(row), BENCH.pair(backend, kind).getPublic(), message, signer.sign());
        }
      }
    }
  }

  @EveryBackend
  void verifiersOfOurs_sayWhatIsSignedAndWhatIsNot(Backend backend) throws Exception {
    for (Row row : rows()) {
      boolean every = row.name().equals("SHA256withECDSA");
      for (String kind : every ? kinds(backend, row) : kind(backend, row)) {
        KeyPair pair = BENCH.pair(backend, kind);
        Signature signer = signer(backend, row, kind);
        byte[] message = message(row);
        signer.update(message);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(row.name(), BENCH.fixture(backend).provider());
        PSSParameterSpec parameters = row.name().equals("RSASSA-PSS") ? parameters(row) : null;
        String what = row.name() + " " + kind;
        assertTrue(verifies(verifier, parameters, pair.getPublic(), message, signature), what);
        message[message.length - 1] ^= 1;
        assertTrue(isRefused(verifier, parameters, pair.getPublic(), message, signature), what);
        message[message.length - 1] ^= 1;
        assertTrue(verifies(verifier, parameters, pair.getPublic(), message, signature), what);
        signature[signature.length - 1] ^= 1;
        assertTrue(isRefused(verifier, parameters, pair.getPublic(), message, signature), what);
      }
    }
  }

  @EveryBackend
  void emptyMessage_isSigned(Backend backend) throws Exception {
    for (Row row : rows()) {
      for (String kind : kind(backend, row)) {
        if (!row.name().startsWith("NONE")) {
          Signature signer = signer(backend, row, kind);
          PublicKey key = BENCH.pair(backend, kind).getPublic();
          assertSigned(row, parameters(row), key, new byte[0], signer.sign());
        }
      }
    }
  }

  @EveryBackend
  void signatureInto_anArrayAndTooShortAnArray(Backend backend) throws Exception {
    for (Row row : rows()) {
      for (String kind : kind(backend, row)) {
        byte[] message = message(row);
        PublicKey key = BENCH.pair(backend, kind).getPublic();
        Signature signer = signer(backend, row, kind);
        signer.update(message);
        byte[] out = new byte[20_000];
        int length = signer.sign(out, 5, out.length - 5);
        assertSigned(row, parameters(row), key, message, Arrays.copyOfRange(out, 5, 5 + length));
        signer.update(message);
        assertThrows(SignatureException.class, () -> signer.sign(out, 0, 4));
        // Whether the message survives is left open by the JCA; a new one must work.
        signer.initSign(BENCH.pair(backend, kind).getPrivate());
        signer.update(message);
        assertSigned(row, parameters(row), key, message, signer.sign());
      }
    }
  }

  @EveryBackend
  void keysThatABackendDoesNotHave_areRefusedAndNotMadeElsewhere(Backend backend) throws Exception {
    for (Row row : rows()) {
      for (String kind : SignatureWitness.kinds(row)) {
        if (!BENCH.offers(backend, kind)) {
          ProviderException e =
              assertThrows(ProviderException.class, () -> BENCH.newPair(backend, kind), kind);
          assertEquals(
              KeyOperationException.Reason.UNSUPPORTED,
              ((KeyOperationException) e.getCause()).reason(),
              kind);
        }
      }
    }
  }

  @EveryBackend
  void slhDsa_signsWithEverySet(Backend backend) throws Exception {
    for (Row row : AlgorithmTable.rows()) {
      if (row.type().equals("Signature") && SignatureWitness.isSlow(row)) {
        // The small sets take a second each.
        boolean small = row.name().endsWith("S") && !row.name().endsWith("SHA2-128S");
        if (small && !Boolean.getBoolean("holdfast.full")) {
          continue;
        }
        for (String kind : kinds(backend, row)) {
          Signature signer = signer(backend, row, kind);
          signer.update(TEXT);
          PublicKey key = BENCH.pair(backend, kind).getPublic();
          assertSigned(row, null, key, TEXT, signer.sign());
        }
      }
    }
  }

  @EveryBackend
  void pss_takesAnySaltAndAnotherDigestInTheMask(Backend backend) throws Exception {
    Row row = row("RSASSA-PSS");
    for (String kind : Workbench.RSA_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      int bytes = Integer.parseInt(kind.substring(4)) / 8;
      for (PSSParameterSpec parameters :
          List.of(
              pss("SHA-256", "SHA-256", 0),
              pss("SHA-256", "SHA-256", bytes - 32 - 2),
              pss("SHA-512", "SHA-512", 0),
              pss("SHA-512", "SHA-512", bytes - 64 - 2),
              pss("SHA-384", "SHA-384", 17),
              pss("SHA-256", "SHA-1", 20),
              pss("SHA-512", "SHA-256", 64),
              pss("SHA-1", "SHA-1", 20),
              pss("SHA3-256", "SHA3-256", 32),
              pss("SHA3-512", "SHA-1", 7),
              pss("SHA-512/256", "SHA-512/256", 32),
              pss("SHA-224", "SHA-512/224", 28))) {
        Signature after = Signature.getInstance("RSASSA-PSS", BENCH.fixture(backend).provider());
        after.initSign(pair.getPrivate());
        after.setParameter(parameters);
        after.update(TEXT);
        assertSigned(row, parameters, pair.getPublic(), TEXT, after.sign());
        Signature before = Signature.getInstance("RSASSA-PSS", BENCH.fixture(backend).provider());
        before.setParameter(parameters);
        before.initSign(pair.getPrivate());
        before.update(TEXT);
        assertSigned(row, parameters, pair.getPublic(), TEXT, before.sign());
      }
    }
  }

  @EveryBackend
  void pss_saltThatDoesNotFitIsRefused_andTheKeyStaysUsable(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    Signature signer = Signature.getInstance("RSASSA-PSS", BENCH.fixture(backend).provider());
    signer.setParameter(pss("SHA-512", "SHA-512", 191));
    assertThrows(GeneralSecurityException.class, () -> signer.initSign(pair.getPrivate()));
    signer.setParameter(pss("SHA-512", "SHA-512", 190));
    signer.initSign(pair.getPrivate());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> signer.setParameter(pss("SHA-512", "SHA-512", 191)));
    signer.update(TEXT);
    Row row = row("RSASSA-PSS");
    assertSigned(row, pss("SHA-512", "SHA-512", 190), pair.getPublic(), TEXT, signer.sign());
  }

  @EveryBackend
  void rawEcdsa_takesDigestsOfEveryLength(Backend backend) throws Exception {
    Row row = row("NONEwithECDSA");
    for (String kind : Workbench.EC_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      for (int length : new int[] {1, 20, 28, 31, 32, 33, 47, 48, 49, 63, 64}) {
        byte[] digest = new byte[length];
        Arrays.fill(digest, (byte) 0xC5);
        Signature signer = signer(backend, row, kind);
        signer.update(digest);
        assertSigned(row, null, pair.getPublic(), digest, signer.sign());
      }
      Signature signer = signer(backend, row, kind);
      signer.update(new byte[65]);
      assertThrows(SignatureException.class, signer::sign);
      signer.update(new byte[32]);
      assertSigned(row, null, pair.getPublic(), new byte[32], signer.sign());
    }
  }

  @EveryBackend
  void wrongKey_isRefusedAtInit(Backend backend) throws Exception {
    for (Row row : rows()) {
      String wrong = row.keyType() == KeyType.RSA ? "secp256r1" : "RSA-2048";
      PrivateKey key = BENCH.pair(backend, wrong).getPrivate();
      Signature signer = Signature.getInstance(row.name(), BENCH.fixture(backend).provider());
      assertThrows(InvalidKeyException.class, () -> signer.initSign(key), row.name());
    }
  }
}
