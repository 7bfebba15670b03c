// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tink's envelope encryption: its data keys are wrapped by an AES key of ours. */
class TinkProgramTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final int IV = 12;

  /** What Tink takes for a key management service: any key behind javax.crypto.Cipher. */
  private record CipherAead(SecretKey key) implements Aead {
    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key);
      cipher.updateAAD(associatedData);
      byte[] sealed = cipher.doFinal(plaintext);
      byte[] result = Arrays.copyOf(cipher.getIV(), IV + sealed.length);
      System.arraycopy(sealed, 0, result, IV, sealed.length);
      return result;
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, ciphertext, 0, IV));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(ciphertext, IV, ciphertext.length - IV);
    }
  }

  @EveryBackend
  void envelope_isOpenedByItsKeyOnly(Backend backend) throws Exception {
    AeadConfig.register();
    byte[] content = "the content".getBytes(StandardCharsets.UTF_8);
    byte[] context = "context".getBytes(StandardCharsets.UTF_8);
    AesGcmParameters dataKeys = PredefinedAeadParameters.AES256_GCM;
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      Aead ours =
          KmsEnvelopeAead.create(dataKeys, new CipherAead(BENCH.newSecret(backend, "AES", 256)));
      byte[] sealed = ours.encrypt(content, context);
      assertArrayEquals(content, ours.decrypt(sealed, context));
      assertThrows(GeneralSecurityException.class, () -> ours.decrypt(sealed, new byte[0]));
      Aead other =
          KmsEnvelopeAead.create(dataKeys, new CipherAead(BENCH.newSecret(backend, "AES", 256)));
      assertThrows(GeneralSecurityException.class, () -> other.decrypt(sealed, context));
    }
  }
}
