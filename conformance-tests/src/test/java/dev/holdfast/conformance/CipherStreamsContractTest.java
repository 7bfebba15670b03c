// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.AlgorithmParameters;
import java.security.Provider;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SealedObject;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What programs build on ciphers: streams and sealed objects. */
class CipherStreamsContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static byte[] message() {
    byte[] message = new byte[50_003];
    new Random(1).nextBytes(message);
    return message;
  }

  /** Every row but key wrap, unpadded block modes and KMS's own form. */
  private static List<Row> rows(Backend backend) {
    return CipherKit.rows(backend).stream()
        .filter(CipherKit::isSymmetric)
        .filter(
            row ->
                switch (CipherKit.form(row).way()) {
                  case BLOCKS -> CipherKit.form(row).padded() || row.name().contains("CTR");
                  case GCM, CCM, CHACHA20_POLY1305 -> true;
                  default -> false;
                })
        .toList();
  }

  @EveryBackend
  void streams_carryWhatGoesIn(Backend backend) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    for (Row row : rows(backend)) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher sealing = Cipher.getInstance(row.name(), provider);
      sealing.init(Cipher.ENCRYPT_MODE, key);
      ByteArrayOutputStream sealed = new ByteArrayOutputStream();
      try (OutputStream out = new CipherOutputStream(sealed, sealing)) {
        out.write(message(), 0, 7);
        out.write(message(), 7, 40_000);
        out.write(message(), 40_007, message().length - 40_007);
      }
      Cipher opening = Cipher.getInstance(row.name(), provider);
      opening.init(Cipher.DECRYPT_MODE, key, sealing.getParameters());
      try (InputStream in =
          new CipherInputStream(new ByteArrayInputStream(sealed.toByteArray()), opening)) {
        assertArrayEquals(message(), in.readAllBytes(), row.name());
      }
      if (opening.getParameters() != null && CipherKit.form(row).blockMode() == null) {
        byte[] forged = sealed.toByteArray();
        forged[9] ^= 1;
        InputStream in = new CipherInputStream(new ByteArrayInputStream(forged), opening);
        assertThrows(IOException.class, in::readAllBytes, row.name());
      }
    }
  }

  @EveryBackend
  void sealedObjects_openAgain(Backend backend) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    for (String name : List.of("AES/GCM/NoPadding", "AES/CBC/PKCS5Padding")) {
      SecretKey key = BENCH.newSecret(backend, "AES", 256);
      Cipher cipher = Cipher.getInstance(name, provider);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      SealedObject sealed = new SealedObject("what is sealed", cipher);
      assertEquals(name, sealed.getAlgorithm());
      cipher.init(Cipher.DECRYPT_MODE, key, Parameters.of(sealed));
      assertEquals("what is sealed", sealed.getObject(cipher));
    }
    Cipher unpadded = Cipher.getInstance("AES/ECB/NoPadding", provider);
    unpadded.init(Cipher.ENCRYPT_MODE, BENCH.newSecret(backend, "AES", 128));
    assertThrows(IllegalBlockSizeException.class, () -> new SealedObject("odd", unpadded));
  }

  /** Reaches the field that subclasses of a sealed object see. */
  private static final class Parameters extends SealedObject {
    private static final long serialVersionUID = 1L;

    private Parameters(SealedObject sealed) {
      super(sealed);
    }

    static AlgorithmParameters of(SealedObject sealed) throws Exception {
      Parameters seen = new Parameters(sealed);
      AlgorithmParameters parameters =
          AlgorithmParameters.getInstance(seen.getAlgorithm().contains("GCM") ? "GCM" : "AES");
      parameters.init(seen.encodedParams);
      return parameters;
    }
  }
}
