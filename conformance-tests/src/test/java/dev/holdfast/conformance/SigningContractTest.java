// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.SignatureRows;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every signature algorithm of the table with every size of key, verified by two others. */
class SigningContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final byte[] TEXT =
      "what is signed, longer than one block of any digest there is; once more: longer, longer, longer, longer"
          .getBytes(StandardCharsets.UTF_8);

  private interface Feeding {
    void feed(Signature signature, byte[] message) throws GeneralSecurityException;
  }

  private static List<Row> rows() {
    return AlgorithmTable.rows().stream().filter(row -> row.type().equals("Signature")).toList();
  }

  private static List<String> kinds(Row row) {
    return row.keyType() == KeyType.RSA ? Workbench.RSA_KINDS : Workbench.EC_KINDS;
  }

  private static PSSParameterSpec pss(String digest, String mgfDigest, int salt) {
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mgfDigest), salt, 1);
  }

  /** The parameters a row needs elsewhere; null for none. */
  private static PSSParameterSpec parameters(Row row) {
    SignatureRows.Signing form = (SignatureRows.Signing) row.form();
    if (form.kind() != SignScheme.Kind.RSA_PSS) {
      return null;
    }
    return form.digest() == null
        ? pss("SHA-256", "SHA-256", 32)
        : pss(form.digest().jcaName(), form.digest().jcaName(), form.digest().length());
  }

  /** A message that fits the row: what NONEwith… signs is a digest already. */
  private static byte[] message(Row row) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT);
    return switch (row.name()) {
      case "NONEwithRSA" ->
          new DigestInfo(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), digest)
              .getEncoded();
      case "NONEwithECDSA" -> digest;
      default -> TEXT;
    };
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

  private static boolean verifies(
      Signature verifier,
      PSSParameterSpec parameters,
      PublicKey key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    if (parameters != null) {
      verifier.setParameter(parameters);
    }
    verifier.update(message);
    return verifier.verify(signature);
  }

  private static void assertSigned(
      Row row, PSSParameterSpec parameters, KeyPair pair, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    String name = parameters == null ? row.name() : "RSASSA-PSS";
    List<Signature> verifiers = new ArrayList<>(List.of(Signature.getInstance(name)));
    if (parameters == null || bouncyCastleTakes(parameters)) {
      verifiers.add(Signature.getInstance(name, BOUNCY_CASTLE));
    }
    for (Signature verifier : verifiers) {
      assertTrue(
          verifies(verifier, parameters, pair.getPublic(), message, signature),
          () -> row.name() + " by " + verifier.getProvider() + ", " + parameters);
    }
  }

  /** It insists on one digest for message and mask. */
  private static boolean bouncyCastleTakes(PSSParameterSpec parameters) {
    return ((MGF1ParameterSpec) parameters.getMGFParameters())
        .getDigestAlgorithm()
        .equals(parameters.getDigestAlgorithm());
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
      for (String kind : kinds(row)) {
        Signature signer = signer(backend, row, kind);
        byte[] message = message(row);
        for (Map.Entry<String, Feeding> feeding : feedings().entrySet()) {
          feeding.getValue().feed(signer, message);
          assertSigned(row, parameters(row), BENCH.pair(backend, kind), message, signer.sign());
        }
      }
    }
  }

  @EveryBackend
  void otherMessages_doNotVerify(Backend backend) throws Exception {
    for (Row row : rows()) {
      KeyPair pair = BENCH.pair(backend, kinds(row).get(0));
      Signature signer = signer(backend, row, kinds(row).get(0));
      byte[] message = message(row);
      signer.update(message);
      byte[] signature = signer.sign();
      message[message.length - 1] ^= 1;
      Signature verifier = Signature.getInstance(row.name(), BENCH.fixture(backend).provider());
      PSSParameterSpec parameters = row.name().equals("RSASSA-PSS") ? parameters(row) : null;
      assertTrue(!verifies(verifier, parameters, pair.getPublic(), message, signature), row.name());
    }
  }

  @EveryBackend
  void emptyMessage_isSigned(Backend backend) throws Exception {
    for (Row row : rows()) {
      if (((SignatureRows.Signing) row.form()).digest() != null
          || row.name().equals("RSASSA-PSS")) {
        String kind = kinds(row).get(0);
        Signature signer = signer(backend, row, kind);
        assertSigned(row, parameters(row), BENCH.pair(backend, kind), new byte[0], signer.sign());
      }
    }
  }

  @EveryBackend
  void signatureInto_anArrayAndTooShortAnArray(Backend backend) throws Exception {
    for (Row row : rows()) {
      String kind = kinds(row).get(0);
      byte[] message = message(row);
      Signature signer = signer(backend, row, kind);
      signer.update(message);
      byte[] out = new byte[600];
      int length = signer.sign(out, 5, 595);
      assertSigned(
          row,
          parameters(row),
          BENCH.pair(backend, kind),
          message,
          Arrays.copyOfRange(out, 5, 5 + length));
      signer.update(message);
      assertThrows(SignatureException.class, () -> signer.sign(out, 0, 4));
      // Whether the message survives is left open by the JCA; a new one must work.
      signer.initSign(BENCH.pair(backend, kind).getPrivate());
      signer.update(message);
      assertSigned(row, parameters(row), BENCH.pair(backend, kind), message, signer.sign());
    }
  }

  @EveryBackend
  void pss_takesAnySaltAndAnotherDigestInTheMask(Backend backend) throws Exception {
    Row row =
        rows().stream().filter(it -> it.name().equals("RSASSA-PSS")).findFirst().orElseThrow();
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
              pss("SHA-1", "SHA-1", 20))) {
        Signature after = Signature.getInstance("RSASSA-PSS", BENCH.fixture(backend).provider());
        after.initSign(pair.getPrivate());
        after.setParameter(parameters);
        after.update(TEXT);
        assertSigned(row, parameters, pair, TEXT, after.sign());
        Signature before = Signature.getInstance("RSASSA-PSS", BENCH.fixture(backend).provider());
        before.setParameter(parameters);
        before.initSign(pair.getPrivate());
        before.update(TEXT);
        assertSigned(row, parameters, pair, TEXT, before.sign());
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
    Row row =
        rows().stream().filter(it -> it.name().equals("RSASSA-PSS")).findFirst().orElseThrow();
    assertSigned(row, pss("SHA-512", "SHA-512", 190), pair, TEXT, signer.sign());
  }

  @EveryBackend
  void rawEcdsa_takesDigestsOfEveryLength(Backend backend) throws Exception {
    Row row =
        rows().stream().filter(it -> it.name().equals("NONEwithECDSA")).findFirst().orElseThrow();
    for (String kind : Workbench.EC_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      for (int length : new int[] {1, 20, 28, 31, 32, 33, 47, 48, 49, 63, 64}) {
        byte[] digest = new byte[length];
        Arrays.fill(digest, (byte) 0xC5);
        Signature signer = signer(backend, row, kind);
        signer.update(digest);
        assertSigned(row, null, pair, digest, signer.sign());
      }
      Signature signer = signer(backend, row, kind);
      signer.update(new byte[65]);
      assertThrows(SignatureException.class, signer::sign);
      signer.update(new byte[32]);
      assertSigned(row, null, pair, new byte[32], signer.sign());
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
