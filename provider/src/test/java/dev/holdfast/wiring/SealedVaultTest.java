// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.config.Configuration;
import dev.holdfast.kms.KeyRequest;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.SignScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedVaultTest {
  private static final char[] PIN = "correct horse battery".toCharArray();
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Configuration configuration;

  @BeforeEach
  void makeVault() throws Exception {
    Path file = folder.resolve("holdfast.properties");
    Files.writeString(file, "vault = jdbc:sqlite:vault.db   # here\n");
    configuration = Configuration.ofFile(file);
    Vaults.initialise(configuration, PIN);
  }

  private Vault open() throws KeyOperationException {
    return Vaults.open(configuration, Optional.of(PIN));
  }

  @Test
  void storedKey_signsAfterReopening() throws Exception {
    Vault vault = open();
    KeyRequest request =
        new KeyRequest(KeySpec.ec(EcCurve.P_256), Set.of(), Optional.of("web"), "the web key");
    ManagedKey made = vault.createKey(request);
    Vaults.close(vault);

    vault = open();
    ManagedKey key = vault.entry("web").orElseThrow().key().orElseThrow();
    assertEquals(made.id(), key.id());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] signature = key.sign(SignScheme.ecdsa(), digest);
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(key.publicKey().orElseThrow());
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature));
    assertEquals(List.of("web"), vault.names());
    Vaults.close(vault);
  }

  @Test
  void rsaKey_signsPssAndDecryptsOaep() throws Exception {
    Vault vault = open();
    ManagedKey key = vault.createSessionKey(KeySpec.rsa(2048), KeySpec.rsa(2048).type().usages());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] signature = key.sign(SignScheme.rsaPss(Digest.SHA_256, Digest.SHA_256, 32), digest);
    Signature verifier = Signature.getInstance("RSASSA-PSS");
    verifier.setParameter(
        new java.security.spec.PSSParameterSpec(
            "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
    verifier.initVerify(key.publicKey().orElseThrow());
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature));

    javax.crypto.Cipher cipher =
        javax.crypto.Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    cipher.init(javax.crypto.Cipher.ENCRYPT_MODE, key.publicKey().orElseThrow());
    byte[] sealed = cipher.doFinal(MESSAGE);
    assertArrayEquals(
        MESSAGE,
        key.decrypt(
            new CipherScheme.RsaOaep(Digest.SHA_256, Digest.SHA_1, new byte[0]),
            sealed,
            0,
            sealed.length));
    sealed[5] ^= 1;
    KeyOperationException refusal =
        assertThrows(
            KeyOperationException.class,
            () ->
                key.decrypt(
                    new CipherScheme.RsaOaep(Digest.SHA_256, Digest.SHA_1, new byte[0]),
                    sealed,
                    0,
                    sealed.length));
    assertEquals(Reason.BAD_PADDING, refusal.reason());
    Vaults.close(vault);
  }

  @Test
  void sessionKey_thatIsNamed_stays() throws Exception {
    Vault vault = open();
    ManagedKey session = vault.createSessionKey(KeySpec.aes(256), KeySpec.aes(256).type().usages());
    CipherScheme gcm = new CipherScheme.AesGcm(new byte[12], new byte[0], 128);
    byte[] sealed = session.encrypt(gcm, MESSAGE, 0, MESSAGE.length);
    vault.putKey("data", session, List.of());
    Vaults.close(vault);

    vault = open();
    ManagedKey key = vault.entry("data").orElseThrow().key().orElseThrow();
    assertArrayEquals(MESSAGE, key.decrypt(gcm, sealed, 0, sealed.length));
    Vaults.close(vault);
  }

  @Test
  void lastName_takesTheKeyWithIt() throws Exception {
    Vault vault = open();
    KeyRequest request = new KeyRequest(KeySpec.aes(128), Set.of(), Optional.of("one"), "");
    ManagedKey key = vault.createKey(request);
    vault.putKey("two", key, List.of());
    assertTrue(vault.deleteEntry("one"));
    assertEquals(List.of("two"), vault.names());
    assertTrue(vault.deleteEntry("two"));
    assertFalse(vault.deleteEntry("two"));
    assertEquals(List.of(), vault.names());
    CipherScheme gcm = new CipherScheme.AesGcm(new byte[12], new byte[0], 128);
    KeyOperationException refusal =
        assertThrows(
            KeyOperationException.class, () -> key.encrypt(gcm, MESSAGE, 0, MESSAGE.length));
    assertEquals(Reason.INVALID_STATE, refusal.reason());
    Vaults.close(vault);
  }

  @Test
  void wrongPin_isRefused() throws Exception {
    KeyOperationException refusal =
        assertThrows(
            KeyOperationException.class,
            () -> Vaults.open(configuration, Optional.of("wrong".toCharArray())));
    assertEquals(Reason.LOGIN, refusal.reason());
  }
}
