// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.EncryptionContext;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The transformation {@code Holdfast}: one string that brings a program the service's messages. */
class MessageCipherContractTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final byte[] MESSAGE = "a program's message".getBytes(StandardCharsets.UTF_8);

  private static Cipher cipher(Backend backend) throws Exception {
    return Cipher.getInstance("Holdfast", BENCH.fixture(backend).provider());
  }

  private static Key handle(Backend backend, KeyMetadata key) throws Exception {
    String name = "message-" + UUID.randomUUID();
    BENCH.alias(backend, "alias/" + name, key);
    return BENCH.fixture(backend).keyStore().getKey(name, null);
  }

  @EveryVault
  void whatTheCipherEncrypts_theServiceDecrypts_andBack(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    Key handle = handle(backend, key);
    Map<String, String> context = Map.of("purpose", "test", "file", "a.txt");
    Cipher cipher = cipher(backend);
    for (Map<String, String> bound : java.util.List.of(Map.<String, String>of(), context)) {
      cipher.init(Cipher.ENCRYPT_MODE, handle);
      cipher.updateAAD(EncryptionContext.encode(bound));
      byte[] sealed = cipher.doFinal(MESSAGE);
      assertArrayEquals(
          MESSAGE,
          kms.decrypt(DecryptRequest.of(Blob.of(sealed)).withEncryptionContext(bound))
              .plaintext()
              .toByteArray());
      Blob other =
          kms.encrypt(EncryptRequest.of(key.keyId(), Blob.of(MESSAGE)).withEncryptionContext(bound))
              .ciphertextBlob();
      cipher.init(Cipher.DECRYPT_MODE, handle);
      cipher.updateAAD(EncryptionContext.encode(bound));
      assertArrayEquals(MESSAGE, cipher.doFinal(other.toByteArray()));
    }
    cipher.init(Cipher.DECRYPT_MODE, handle);
    byte[] bound =
        kms.encrypt(EncryptRequest.of(key.keyId(), Blob.of(MESSAGE)).withEncryptionContext(context))
            .ciphertextBlob()
            .toByteArray();
    assertThrows(AEADBadTagException.class, () -> cipher.doFinal(bound));
  }

  @EveryVault
  void messagesOfEveryLength_inAnyParts(Backend backend) throws Exception {
    Key handle = handle(backend, BENCH.symmetric(backend));
    Cipher encrypting = cipher(backend);
    Cipher decrypting = cipher(backend);
    encrypting.init(Cipher.ENCRYPT_MODE, handle);
    decrypting.init(Cipher.DECRYPT_MODE, handle);
    for (int length : new int[] {0, 1, 15, 16, 17, 4097, 100_000}) {
      byte[] message = new byte[length];
      Arrays.fill(message, (byte) length);
      // The same object serves message after message, with nothing to set between them.
      encrypting.update(message, 0, length / 3);
      byte[] sealed = encrypting.doFinal(message, length / 3, length - length / 3);
      assertEquals(encrypting.getOutputSize(length), sealed.length);
      ByteBuffer out = ByteBuffer.allocate(decrypting.getOutputSize(sealed.length));
      assertEquals(length, decrypting.doFinal(ByteBuffer.wrap(sealed), out));
      assertArrayEquals(message, Arrays.copyOf(out.array(), length));
    }
    byte[] small = new byte[10];
    assertThrows(ShortBufferException.class, () -> encrypting.doFinal(MESSAGE, 0, 5, small));
  }

  @EveryVault
  void thereIsNothingToKeepBesideTheCiphertext(Backend backend) throws Exception {
    Key handle = handle(backend, BENCH.symmetric(backend));
    Cipher cipher = cipher(backend);
    cipher.init(Cipher.ENCRYPT_MODE, handle);
    assertNull(cipher.getIV());
    assertNull(cipher.getParameters());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.DECRYPT_MODE, handle, new GCMParameterSpec(128, new byte[12])));
  }

  @EveryVault
  void changedAndForeignCiphertexts_areRefused(Backend backend) throws Exception {
    Key handle = handle(backend, BENCH.symmetric(backend));
    Key other = handle(backend, BENCH.symmetric(backend));
    Cipher cipher = cipher(backend);
    cipher.init(Cipher.ENCRYPT_MODE, handle);
    byte[] sealed = cipher.doFinal(MESSAGE);
    cipher.init(Cipher.DECRYPT_MODE, handle);
    for (int at = 0; at < sealed.length; at += 3) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertThrows(AEADBadTagException.class, () -> cipher.doFinal(changed));
    }
    assertThrows(AEADBadTagException.class, () -> cipher.doFinal(new byte[3]));
    assertArrayEquals(MESSAGE, cipher.doFinal(sealed));
    Cipher wrong = cipher(backend);
    wrong.init(Cipher.DECRYPT_MODE, other);
    assertThrows(AEADBadTagException.class, () -> wrong.doFinal(sealed));
  }

  @EveryVault
  void otherKeys_areRefusedAtInit(Backend backend) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    KeyGenerator aes = KeyGenerator.getInstance("AES", provider);
    aes.init(256);
    SecretKey aesKey = aes.generateKey();
    Cipher cipher = cipher(backend);
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, aesKey));
    SecretKey session = KeyGenerator.getInstance("Holdfast", provider).generateKey();
    InvalidKeyException refusal =
        assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, session));
    assertTrue(refusal.getMessage().contains("stored key"), refusal.getMessage());
    Key symmetric = handle(backend, BENCH.symmetric(backend));
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
    assertThrows(InvalidKeyException.class, () -> gcm.init(Cipher.ENCRYPT_MODE, symmetric));
  }

  @EveryVault
  void aGenerator_makesStoredKeysForIt(Backend backend) throws Exception {
    KeyGenerator generator =
        KeyGenerator.getInstance("Holdfast", BENCH.fixture(backend).provider());
    String alias = "generated-" + backend;
    generator.init(HoldfastKeySpec.builder().alias(alias).build());
    SecretKey key = generator.generateKey();
    Cipher cipher = cipher(backend);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(MESSAGE);
    assertArrayEquals(
        MESSAGE,
        BENCH
            .service(backend)
            .decrypt(DecryptRequest.of(Blob.of(sealed)).withKeyId("alias/" + alias))
            .plaintext()
            .toByteArray());
  }

  @EveryVault
  void aKeyThatIsDisabled_stopsARunningProgram(Backend backend) throws Exception {
    KeyMetadata key = BENCH.symmetric(backend);
    Key handle = handle(backend, key);
    Cipher cipher = cipher(backend);
    cipher.init(Cipher.ENCRYPT_MODE, handle);
    cipher.doFinal(MESSAGE);
    BENCH.service(backend).disableKey(DisableKeyRequest.of(key.keyId()));
    assertThrows(ProviderException.class, () -> cipher.doFinal(MESSAGE));
    assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, handle));
  }
}
