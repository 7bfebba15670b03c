// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoResult;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The AWS Encryption SDK's JceMasterKey: its data keys are wrapped by keys of ours. */
class AwsEncryptionSdkProgramTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);
  private static final AwsCrypto CRYPTO =
      AwsCrypto.builder()
          .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
          .build();

  private static void roundTrip(JceMasterKey sealer, JceMasterKey opener) {
    Map<String, String> context = Map.of("purpose", "test");
    byte[] sealed = CRYPTO.encryptData(sealer, CONTENT, context).getResult();
    CryptoResult<byte[], JceMasterKey> opened = CRYPTO.decryptData(opener, sealed);
    assertArrayEquals(CONTENT, opened.getResult());
    assertEquals("test", opened.getEncryptionContext().get("purpose"));
  }

  @EveryBackend
  void aesKey_wrapsDataKeys(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      SecretKey software = new SecretKeySpec(new byte[32], "AES");
      JceMasterKey ours = master(BENCH.twin(backend, software));
      JceMasterKey theirs = master(software);
      roundTrip(ours, ours);
      roundTrip(ours, theirs);
      roundTrip(theirs, ours);
      JceMasterKey other = master(BENCH.newSecret(backend, "AES", 256));
      assertThrows(CannotUnwrapDataKeyException.class, () -> roundTrip(other, ours));
    }
  }

  private static JceMasterKey master(SecretKey key) {
    return JceMasterKey.getInstance(key, "test", "aes", "AES/GCM/NoPadding");
  }

  @EveryBackend
  void rsaKey_unwrapsDataKeys(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      KeyPair pair = BENCH.pair(backend, "RSA-2048");
      for (String hash : new String[] {"SHA-1", "SHA-256", "SHA-384", "SHA-512"}) {
        JceMasterKey key =
            JceMasterKey.getInstance(
                pair.getPublic(),
                pair.getPrivate(),
                "test",
                "rsa",
                "RSA/ECB/OAEPWith" + hash + "AndMGF1Padding");
        roundTrip(key, key);
      }
    }
  }
}
