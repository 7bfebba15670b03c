// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The forms of RFC 8032 beside the plain one: with a context, and with the message hashed. */
class EddsaContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final byte[] MESSAGE = "signed in every form".getBytes(UTF_8);
  private static final List<EdDSAParameterSpec> FORMS =
      List.of(
          new EdDSAParameterSpec(false, "a context".getBytes(UTF_8)),
          new EdDSAParameterSpec(false, new byte[255]),
          new EdDSAParameterSpec(true),
          new EdDSAParameterSpec(true, "a context".getBytes(UTF_8)));

  private static boolean verifies(
      String name, PublicKey key, EdDSAParameterSpec form, byte[] signature) throws Exception {
    Signature verifier = Signature.getInstance(name, "SunEC");
    verifier.setParameter(form);
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  @EveryBackend
  void everyForm_verifiesWithTheJdk_orIsNotOffered(Backend backend) throws Exception {
    for (String kind : List.of("Ed25519", "Ed448")) {
      if (!BENCH.offers(backend, kind)) {
        continue;
      }
      KeyPair pair = BENCH.pair(backend, kind);
      for (String name : List.of(kind, "EdDSA")) {
        for (EdDSAParameterSpec form : FORMS) {
          Signature signer = Signature.getInstance(name, BENCH.fixture(backend).provider());
          signer.initSign(pair.getPrivate());
          if (backend.hasToken()) {
            // Tokens read the parameter in different ways.
            assertThrows(InvalidAlgorithmParameterException.class, () -> signer.setParameter(form));
            continue;
          }
          signer.setParameter(form);
          signer.update(MESSAGE);
          byte[] signature = signer.sign();
          assertTrue(verifies(name, pair.getPublic(), form, signature), name);
          for (EdDSAParameterSpec other : FORMS) {
            boolean same = other == form;
            assertEquals(same, verifies(name, pair.getPublic(), other, signature));
          }
          Signature plain = Signature.getInstance(name, "SunEC");
          plain.initVerify(pair.getPublic());
          plain.update(MESSAGE);
          assertFalse(plain.verify(signature));
        }
      }
    }
  }
}
