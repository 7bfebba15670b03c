// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.backend.Inventories.StoredObject;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.SignScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HsmKeysTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private static final KeySpec EC = KeySpec.ec(EcCurve.P_256);
  private static final Set<KeyUsage> SIGN = Set.of(KeyUsage.SIGN_VERIFY);

  @TempDir Path folder;
  private SoftHsm softHsm;
  private HsmBackend backend;

  @BeforeEach
  void open() throws Exception {
    softHsm = SoftHsm.start(folder);
    backend = softHsm.backend();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static void assertSigns(HsmBackend backend, KeyHandle key, PublicKey publicKey)
      throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(publicKey);
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(backend.sign(key, SignScheme.ecdsa(), digest)));
  }

  private static void assertSigns(HsmBackend backend, KeyHandle key) throws Exception {
    assertSigns(backend, key, key.publicKey().orElseThrow());
  }

  private static String hex(KeyContext context) {
    return HexFormat.of().formatHex(context.materialId());
  }

  @Test
  void storedKey_isFoundByItsMaterialIdAfterReconnecting() throws Exception {
    KeyContext context = SoftHsm.context("web");
    PublicKey publicKey = backend.create(EC, SIGN, context).handle().publicKey().orElseThrow();
    backend.close();
    backend = softHsm.backend();
    KeyHandle key = backend.open(EC, Optional.of(publicKey), new byte[0], context);
    assertTrue(backend.exists(key));
    assertSigns(backend, key);
  }

  @Test
  void everyKeyKind_isSensitiveNeverExtractableAndLocal() throws Exception {
    for (String spec :
        List.of("RSA_2048", "ECC_NIST_P384", "ECC_NIST_P521", "AES_192", "HMAC_384")) {
      KeySpec parsed = KeySpec.parse(spec);
      backend.create(parsed, parsed.type().usages(), SoftHsm.context(spec));
    }
    String objects = softHsm.pkcs11Tool("--list-objects");
    int count =
        objects.split("sensitive, always sensitive, never extractable, local", -1).length - 1;
    assertEquals(5, count, objects);
    assertEquals(5, backend.keys().size());
    for (StoredObject object : backend.keys()) {
      assertEquals(object.label(), object.handle().spec().name());
    }
  }

  @Test
  void destroy_takesBothHalvesAndNothingElse() throws Exception {
    KeyContext context = SoftHsm.context("same");
    KeyHandle key = backend.create(EC, SIGN, context).handle();
    KeyContext other = SoftHsm.context("same");
    backend.create(EC, SIGN, other);
    backend.destroy(key);
    backend.destroy(key);
    String objects = softHsm.pkcs11Tool("--list-objects");
    assertFalse(objects.contains(hex(context)), objects);
    assertEquals(3, objects.split(hex(other), -1).length, objects);
    KeyHandle opened = backend.open(EC, Optional.empty(), new byte[0], context);
    assertFalse(backend.exists(opened));
    backend.destroy(opened);
    KeyOperationException e =
        assertThrows(
            KeyOperationException.class, () -> backend.sign(opened, SignScheme.ecdsa(), MESSAGE));
    assertEquals(Reason.INVALID_STATE, e.reason());
  }

  @Test
  void sessionKey_signsAndLeavesNothingOnTheToken() throws Exception {
    KeyHandle key = backend.createSession(EC, SIGN);
    assertSigns(backend, key);
    assertTrue(backend.keys().isEmpty());
    backend.destroy(key);
    assertThrows(KeyOperationException.class, () -> backend.sign(key, SignScheme.ecdsa(), MESSAGE));
  }

  @Test
  void keptSessionKey_staysAndTheSessionHandleStillWorks() throws Exception {
    KeyHandle session = backend.createSession(EC, SIGN);
    KeyContext context = SoftHsm.context("kept");
    KeyHandle kept = backend.keep(session, SIGN, context).handle();
    assertSigns(backend, kept);
    assertSigns(backend, session);
    assertEquals(session.publicKey(), kept.publicKey());
    backend.destroy(session);
    assertTrue(backend.exists(kept));
    StoredObject found = backend.key(hex(context)).orElseThrow();
    assertEquals("kept", found.label());
    assertEquals(kept.publicKey(), found.handle().publicKey());
    String objects = softHsm.pkcs11Tool("--list-objects");
    assertTrue(objects.contains("sensitive, always sensitive, never extractable, local"), objects);
  }
}
