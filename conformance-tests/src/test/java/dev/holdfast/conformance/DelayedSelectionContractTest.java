// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Code that names no provider: keys of ours come to us, all others go where they went before. */
class DelayedSelectionContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final byte[] MESSAGE = new byte[32];

  private interface Check {
    void run(String order) throws Exception;
  }

  /** Every order in which Holdfast, Bouncy Castle and the JDK's providers can stand. */
  private static void inEveryOrder(Backend backend, Check check) throws Exception {
    Provider holdfast = BENCH.fixture(backend).provider();
    int last = Security.getProviders().length + 1;
    for (int ours : new int[] {1, 5, last}) {
      for (String castle : List.of("absent", "before", "after")) {
        try {
          Security.insertProviderAt(holdfast, ours);
          if (!castle.equals("absent")) {
            Security.insertProviderAt(BOUNCY_CASTLE, castle.equals("before") ? ours : ours + 1);
          }
          check.run("Holdfast at " + ours + ", Bouncy Castle " + castle);
        } finally {
          Security.removeProvider("Holdfast");
          Security.removeProvider("BC");
        }
      }
    }
  }

  private static List<Row> rows(String type) {
    return AlgorithmTable.rows().stream().filter(row -> row.type().equals(type)).toList();
  }

  @EveryBackend
  void signatures_ofOurKeysComeToUs(Backend backend) throws Exception {
    inEveryOrder(
        backend,
        order -> {
          for (Row row : rows("Signature")) {
            List<String> names = new ArrayList<>(row.aliases());
            names.add(row.name());
            List<String> kinds = BENCH.offered(backend, SignatureWitness.kinds(row));
            if (SignatureWitness.isSlow(row) || kinds.isEmpty()) {
              continue;
            }
            KeyPair pair = BENCH.pair(backend, kinds.get(0));
            for (String name : names) {
              Signature signature = Signature.getInstance(name);
              signature.initSign(pair.getPrivate());
              assertEquals("Holdfast", signature.getProvider().getName(), name + ", " + order);
            }
          }
          assertSignsByKey(BENCH.pair(backend, "secp256r1"), order);
        });
  }

  private static void assertSignsByKey(KeyPair pair, String order) throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(pair.getPublic());
    assertNotEquals("Holdfast", verifier.getProvider().getName(), order);
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature), order);
  }

  @EveryBackend
  void ciphersAndMacs_ofOurKeysComeToUs(Backend backend) throws Exception {
    SecretKey hmac = BENCH.newSecret(backend, "HmacSHA256", 256);
    KeyPair rsa = BENCH.pair(backend, "RSA-2048");
    Map<Row, SecretKey> keys = new HashMap<>();
    for (Row row : CipherKit.rows(backend)) {
      if (CipherKit.isSymmetric(row)) {
        keys.put(row, BENCH.twin(backend, CipherKit.software(row, 2)));
      }
    }
    inEveryOrder(
        backend,
        order -> {
          for (Row row : CipherKit.rows(backend)) {
            Cipher cipher = Cipher.getInstance(row.name());
            if (CipherKit.isSymmetric(row)) {
              cipher.init(Cipher.ENCRYPT_MODE, keys.get(row));
            } else {
              cipher.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
            }
            assertEquals("Holdfast", cipher.getProvider().getName(), row.name() + ", " + order);
          }
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(hmac);
          assertEquals("Holdfast", mac.getProvider().getName(), order);
        });
  }

  @EveryBackend
  void softwareKeys_goElsewhere(Backend backend) throws Exception {
    inEveryOrder(
        backend,
        order -> {
          KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
          pairs.initialize(256);
          KeyPair pair = pairs.generateKeyPair();
          assertNotNull(pair.getPrivate().getEncoded(), order);
          assertSignsElsewhere(pair, order);
          KeyGenerator secrets = KeyGenerator.getInstance("AES");
          secrets.init(128);
          SecretKey secret = secrets.generateKey();
          assertNotNull(secret.getEncoded(), order);
          GCMParameterSpec iv = new GCMParameterSpec(128, new byte[12]);
          Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
          cipher.init(Cipher.ENCRYPT_MODE, secret, iv);
          assertNotEquals("Holdfast", cipher.getProvider().getName(), order);
          byte[] sealed = cipher.doFinal(MESSAGE);
          Cipher opener = Cipher.getInstance("AES/GCM/NoPadding");
          opener.init(Cipher.DECRYPT_MODE, secret, iv);
          assertArrayEquals(MESSAGE, opener.doFinal(sealed), order);
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(secret);
          assertNotEquals("Holdfast", mac.getProvider().getName(), order);
        });
  }

  private static void assertSignsElsewhere(KeyPair pair, String order) throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(pair.getPrivate());
    assertNotEquals("Holdfast", signer.getProvider().getName(), order);
    signer.update(MESSAGE);
    assertTrue(signer.sign().length > 0);
  }

  /** Code that names Holdfast and brings software keys works, whoever else is registered. */
  @Test
  void softwareKeys_broughtToHoldfastByName_work() throws Exception {
    Provider holdfast = BENCH.fixture(Backend.SEALED).provider();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    for (boolean registered : new boolean[] {false, true}) {
      if (registered) {
        Security.insertProviderAt(holdfast, 1);
      }
      try {
        for (Row row : CipherKit.rows(Backend.SEALED)) {
          boolean symmetric = CipherKit.isSymmetric(row);
          Cipher sealing = Cipher.getInstance(row.name(), holdfast);
          Cipher opening = Cipher.getInstance(row.name(), holdfast);
          // Bouncy Castle does not read its own defaults for CCM back.
          AlgorithmParameterSpec spec =
              row.name().contains("CCM") ? new GCMParameterSpec(128, new byte[12]) : null;
          sealing.init(
              Cipher.ENCRYPT_MODE, symmetric ? CipherKit.software(row, 2) : pair.getPublic(), spec);
          byte[] sealed = sealing.doFinal(new byte[48]);
          opening.init(
              Cipher.DECRYPT_MODE,
              symmetric ? CipherKit.software(row, 2) : pair.getPrivate(),
              sealing.getParameters());
          byte[] opened = opening.doFinal(sealed);
          assertArrayEquals(
              new byte[48],
              Arrays.copyOfRange(opened, opened.length - 48, opened.length),
              row.name());
        }
        Mac mac = Mac.getInstance("AESCMAC", holdfast);
        mac.init(new SecretKeySpec(new byte[16], "AES"));
        assertEquals(16, mac.doFinal(new byte[3]).length);
      } finally {
        Security.removeProvider("Holdfast");
      }
    }
  }
}
