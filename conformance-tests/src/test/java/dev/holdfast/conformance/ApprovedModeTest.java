// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.VerifyRequest;
import dev.holdfast.wiring.Vaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Row A7: {@code approved = on} refuses what NIST does not approve, on keys that were made without
 * it, and leaves what SP 800-131A calls legacy use.
 */
class ApprovedModeTest {
  private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BLOCKS = new byte[16];

  /** The same keys, by a configuration that refuses. */
  private static final class Strict implements AutoCloseable {
    private final Path configuration;
    private final Provider provider;

    Strict(Fixture fixture) throws Exception {
      configuration = fixture.folder().resolve("approved.properties");
      Files.writeString(
          configuration, "include = " + fixture.configuration() + "\napproved = on\n");
      provider = new HoldfastProvider().configure(configuration.toString());
    }

    Vault vault() throws Exception {
      return Vaults.open(Configuration.ofFile(configuration), Optional.empty());
    }

    KeyStore keyStore() throws Exception {
      KeyStore keyStore = KeyStore.getInstance("Holdfast", provider);
      keyStore.load(null, null);
      return keyStore;
    }

    @Override
    public void close() throws Exception {
      Vaults.close(vault());
    }
  }

  private static PublicKey pair(Fixture fixture, String algorithm, HoldfastKeySpec spec)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, fixture.provider());
    generator.initialize(spec);
    KeyPair made = generator.generateKeyPair();
    return made.getPublic();
  }

  private static byte[] sign(Provider provider, String algorithm, Key key) throws Exception {
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.initSign((PrivateKey) key);
    signature.update(MESSAGE);
    return signature.sign();
  }

  private static boolean verifies(
      Provider provider, String algorithm, PublicKey key, byte[] signature) throws Exception {
    Signature verifier = Signature.getInstance(algorithm, provider);
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  private static void assertSaysWhy(Exception refusal) {
    assertTrue(refusal.getMessage().contains("approved = on"), refusal.getMessage());
  }

  @EverySetup
  void A7_approvedMode_refusesOldSignaturesAndPaddings_throughTheJca(Backend backend)
      throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      PublicKey rsa =
          pair(fixture, "RSA", HoldfastKeySpec.builder().alias("rsa").keySize(2048).build());
      PublicKey ec =
          pair(fixture, "EC", HoldfastKeySpec.builder().alias("ec").curve("secp256r1").build());
      Key before = fixture.keyStore().getKey("rsa", null);
      byte[] old = sign(fixture.provider(), "SHA1withRSA", before);
      try (Strict strict = new Strict(fixture)) {
        Key key = strict.keyStore().getKey("rsa", null);
        assertSaysWhy(
            assertThrows(
                InvalidKeyException.class, () -> sign(strict.provider, "SHA1withRSA", key)));
        assertSaysWhy(
            assertThrows(
                InvalidKeyException.class, () -> sign(strict.provider, "NONEwithRSA", key)));
        Cipher padded = Cipher.getInstance("RSA/ECB/PKCS1Padding", strict.provider);
        for (int mode : new int[] {Cipher.DECRYPT_MODE, Cipher.UNWRAP_MODE}) {
          assertSaysWhy(assertThrows(InvalidKeyException.class, () -> padded.init(mode, key)));
        }
        Key onCurve = strict.keyStore().getKey("ec", null);
        assertSaysWhy(
            assertThrows(
                InvalidKeyException.class, () -> sign(strict.provider, "SHA1withECDSA", onCurve)));
        assertSaysWhy(
            assertThrows(
                SignatureException.class, () -> sign(strict.provider, "NONEwithECDSA", onCurve)));

        assertTrue(verifies(strict.provider, "SHA1withRSA", rsa, old), "legacy use");
        byte[] signed = sign(strict.provider, "SHA256withRSA", key);
        assertTrue(verifies(strict.provider, "SHA256withRSA", rsa, signed));
        signed = sign(strict.provider, "SHA256withECDSA", onCurve);
        assertTrue(verifies(strict.provider, "SHA256withECDSA", ec, signed));
        assertArrayEquals(
            MESSAGE,
            crypt(
                strict.provider,
                Cipher.DECRYPT_MODE,
                "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
                key,
                crypt(
                    null,
                    Cipher.ENCRYPT_MODE,
                    "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
                    rsa,
                    MESSAGE)));
      }
      assertEquals(256, sign(fixture.provider(), "SHA1withRSA", before).length, "without it");
    }
  }

  private static byte[] crypt(Provider provider, int mode, String name, Key key, byte[] in)
      throws GeneralSecurityException {
    Cipher cipher =
        provider == null ? Cipher.getInstance(name) : Cipher.getInstance(name, provider);
    cipher.init(mode, key);
    return cipher.doFinal(in);
  }

  @Test
  void A7_approvedMode_leavesOldCiphersForDecryption_throughTheJca() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      for (String name : new String[] {"DESede", "ChaCha20"}) {
        KeyGenerator generator = KeyGenerator.getInstance(name, fixture.provider());
        generator.init(HoldfastKeySpec.builder().alias(name).build());
        generator.generateKey();
      }
      pair(fixture, "EC", HoldfastKeySpec.builder().alias("koblitz").curve("secp256k1").build());
      IvParameterSpec iv = new IvParameterSpec(new byte[8]);
      Cipher des = Cipher.getInstance("DESede/CBC/NoPadding", fixture.provider());
      des.init(Cipher.ENCRYPT_MODE, fixture.keyStore().getKey("DESede", null), iv);
      byte[] old = des.doFinal(BLOCKS);
      try (Strict strict = new Strict(fixture)) {
        Key key = strict.keyStore().getKey("DESede", null);
        Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding", strict.provider);
        assertSaysWhy(
            assertThrows(
                InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key, iv)));
        cipher.init(Cipher.DECRYPT_MODE, key, iv);
        assertArrayEquals(BLOCKS, cipher.doFinal(old));

        Key other = strict.keyStore().getKey("ChaCha20", null);
        Cipher chacha = Cipher.getInstance("ChaCha20-Poly1305", strict.provider);
        for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
          assertSaysWhy(
              assertThrows(
                  InvalidKeyException.class,
                  () -> chacha.init(mode, other, new IvParameterSpec(new byte[12]))));
        }
        Key koblitz = strict.keyStore().getKey("koblitz", null);
        assertSaysWhy(
            assertThrows(
                InvalidKeyException.class,
                () -> sign(strict.provider, "SHA256withECDSA", koblitz)));
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", strict.provider);
        pairs.initialize(HoldfastKeySpec.builder().curve("secp256k1").build());
        assertSaysWhy(assertThrows(ProviderException.class, pairs::generateKeyPair));
      }
    }
  }

  @EveryVault
  void A7_approvedMode_refusesThroughTheService_andTakesNothingElseAway(Backend backend)
      throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyService free = Holdfast.keyService(fixture.configuration());
      CreateKeyRequest request =
          CreateKeyRequest.of().withKeySpec("ECC_SECG_P256K1").withKeyUsage("SIGN_VERIFY");
      String old = free.createKey(request).keyMetadata().keyId();
      Blob signature =
          free.sign(SignRequest.of(old, Blob.of(MESSAGE), "ECDSA_SHA_256")).signature();
      try (Strict strict = new Strict(fixture)) {
        KeyService kms = Holdfast.keyService(strict.configuration);
        assertTrue(strict.vault().status().approvedOnly());
        Map<String, Executable> refused =
            Map.of(
                "CreateKey",
                () -> kms.createKey(request),
                "Sign",
                () -> kms.sign(SignRequest.of(old, Blob.of(MESSAGE), "ECDSA_SHA_256")),
                "Verify",
                () ->
                    kms.verify(
                        VerifyRequest.of(old, Blob.of(MESSAGE), signature, "ECDSA_SHA_256")));
        for (var call : refused.entrySet()) {
          String why = KmsBench.refused(KmsError.UNSUPPORTED_OPERATION, call.getValue());
          assertTrue(why.contains("approved = on"), call.getKey() + ": " + why);
        }
        String symmetric = kms.createKey(CreateKeyRequest.of()).keyMetadata().keyId();
        KmsBench.refused(
            KmsError.UNSUPPORTED_OPERATION,
            () ->
                kms.generateDataKeyPair(
                    GenerateDataKeyPairRequest.of(symmetric, "ECC_SECG_P256K1")));
        kms.generateDataKeyPair(GenerateDataKeyPairRequest.of(symmetric, "ECC_NIST_P256"));
        kms.encrypt(EncryptRequest.of(symmetric, Blob.of(MESSAGE)));
        // What computes nothing is as ever: the way out is to delete the key.
        kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(old));
      }
    }
  }
}
