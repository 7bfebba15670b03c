// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every operation asks whether its caller may: in this version, who is not the owner may nothing.
 */
class KmsPrincipalTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final String STRANGER = "user/stranger";

  @EveryVault
  void whoMayNothing_isDeniedEveryOperation(Backend backend) throws Exception {
    KmsCalls calls = new KmsCalls(BENCH, backend);
    BENCH.alias(backend, "alias/asked-" + backend, BENCH.symmetric(backend));
    RecordSurgery.addPrincipal(
        BENCH.fixture(backend).vault(), STRANGER, Fixture.VAULT_PIN.toCharArray());
    Path configuration = BENCH.fixture(backend).configuration();
    Path other = configuration.resolveSibling("stranger.properties");
    Files.writeString(other, Files.readString(configuration) + "principal = " + STRANGER + "\n");
    try {
      KeyService kms = Holdfast.keyService(other);
      // Whether there is a deletion to cancel is asked before.
      calls.rows.remove("CancelKeyDeletion");
      for (Map.Entry<String, KmsCalls.Row> row : calls.rows.entrySet()) {
        String key = calls.keys.get(row.getValue().kind());
        KmsException refusal =
            assertThrows(
                KmsException.class, () -> row.getValue().call().on(kms, key), row.getKey());
        assertEquals(KmsError.ACCESS_DENIED, refusal.error(), row.getKey() + ": " + refusal);
        assertTrue(refusal.getMessage().contains(STRANGER), refusal.getMessage());
      }
      Provider provider = new HoldfastProvider().configure(other.toString());
      KeyStore keyStore = KeyStore.getInstance("Holdfast", provider);
      keyStore.load(null, null);
      Key handle = keyStore.getKey("asked-" + backend, null);
      Cipher cipher = Cipher.getInstance("Holdfast", provider);
      assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, handle));
    } finally {
      close(other);
    }
  }

  private static void close(Path configuration) throws KeyOperationException {
    Vaults.close(Vaults.open(Configuration.ofFile(configuration), Optional.empty()));
  }
}
