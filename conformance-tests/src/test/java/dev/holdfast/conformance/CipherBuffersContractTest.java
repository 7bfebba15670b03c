// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Way;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every cipher with every kind of {@code ByteBuffer}: the result is that with arrays. */
class CipherBuffersContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final int LENGTH = 48;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static AlgorithmParameterSpec parameters(Row row) {
    Way way = CipherKit.form(row).way();
    return switch (way) {
      case GCM, CCM -> new GCMParameterSpec(128, bytes(12));
      case CHACHA20_POLY1305 -> new IvParameterSpec(bytes(12));
      case BLOCKS -> {
        int length = CipherKit.form(row).blockMode().ivLength();
        yield length == 0 ? null : new IvParameterSpec(bytes(length));
      }
      default -> null;
    };
  }

  /** A cipher that has never seen its nonce, so that it may encrypt with it. */
  private static Cipher encrypting(Backend backend, Row row, SecretKey key)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
    cipher.init(Cipher.ENCRYPT_MODE, key, parameters(row));
    return cipher;
  }

  private static ByteBuffer placed(ByteBuffer buffer, byte[] content) {
    buffer.position(7).limit(7 + content.length);
    buffer.duplicate().put(content);
    return buffer;
  }

  /** The message in all kinds of buffers, each at an offset. */
  private static List<ByteBuffer> inputs(byte[] message) {
    int room = message.length + 20;
    List<ByteBuffer> inputs = new ArrayList<>();
    inputs.add(placed(ByteBuffer.allocate(room), message));
    inputs.add(placed(ByteBuffer.allocate(room + 5).position(5).slice(), message));
    inputs.add(placed(ByteBuffer.allocate(room), message).asReadOnlyBuffer());
    inputs.add(placed(ByteBuffer.allocateDirect(room), message));
    inputs.add(placed(ByteBuffer.allocateDirect(room), message).asReadOnlyBuffer());
    return inputs;
  }

  @EveryBackend
  void everyKindOfBuffer_givesWhatArraysGive(Backend backend) throws Exception {
    for (Row row : CipherKit.rows(backend).stream().filter(CipherKit::isSymmetric).toList()) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      byte[] message = bytes(LENGTH);
      byte[] expected = encrypting(backend, row, key).doFinal(message);
      for (ByteBuffer in : inputs(message)) {
        for (ByteBuffer out :
            List.of(
                ByteBuffer.allocate(expected.length),
                ByteBuffer.allocate(expected.length + 9).position(9).slice(),
                ByteBuffer.allocateDirect(expected.length))) {
          Cipher cipher = encrypting(backend, row, key);
          ByteBuffer given = in.duplicate();
          assertEquals(expected.length, cipher.doFinal(given, out), row.name());
          assertEquals(0, given.remaining());
          assertEquals(0, out.remaining());
          byte[] made = new byte[expected.length];
          out.flip().get(made);
          assertArrayEquals(expected, made, row.name() + " from " + in + " into " + out);
        }
      }
    }
  }

  @EveryBackend
  void buffersThatWillNotDo_loseNothing(Backend backend) throws Exception {
    for (Row row : CipherKit.rows(backend).stream().filter(CipherKit::isSymmetric).toList()) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      byte[] message = bytes(LENGTH);
      byte[] expected = encrypting(backend, row, key).doFinal(message);
      Cipher cipher = encrypting(backend, row, key);
      ByteBuffer in = ByteBuffer.wrap(message.clone());
      ByteBuffer readOnly = ByteBuffer.allocate(200).asReadOnlyBuffer();
      assertThrows(ReadOnlyBufferException.class, () -> cipher.doFinal(in, readOnly));
      assertThrows(IllegalArgumentException.class, () -> cipher.doFinal(in, in));
      assertEquals(LENGTH, in.remaining());
      assertArrayEquals(expected, cipher.doFinal(message), row.name());
    }
  }

  @EveryBackend
  void signaturesAndCiphers_areNoCopies(Backend backend) throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSA", BENCH.fixture(backend).provider());
    signer.initSign(BENCH.pair(backend, "secp256r1").getPrivate());
    signer.update(bytes(3));
    // As those of SunEC: what is half done belongs to one caller.
    assertThrows(CloneNotSupportedException.class, signer::clone);
    assertEquals(true, signer.sign().length > 60);
  }
}
