// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Way;
import dev.holdfast.model.BlockMode;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ECB, CBC and CTR, call for call what SunJCE gives. */
class BlockCipherContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static List<Row> rows() {
    return CipherKit.rows().stream()
        .filter(row -> CipherKit.form(row).way() == Way.BLOCKS)
        .toList();
  }

  private static boolean isStream(Row row) {
    return CipherKit.form(row).blockMode() == BlockMode.AES_CTR;
  }

  private static AlgorithmParameterSpec iv(Row row) {
    int length = CipherKit.form(row).blockMode().ivLength();
    byte[] iv = bytes(length);
    // A counter that overflows into its upper half at the second block.
    Arrays.fill(iv, length / 2, length, (byte) 0xff);
    return length == 0 ? null : new IvParameterSpec(iv);
  }

  /** Our cipher and SunJCE's, in the same state. */
  private record Twins(Cipher ours, Cipher theirs, String what) {
    static Twins of(Backend backend, Row row, int mode, int keyNumber) throws Exception {
      SecretKey software = CipherKit.software(row, keyNumber);
      Cipher ours = Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
      Cipher theirs = Cipher.getInstance(row.name().replace("TripleDES", "DESede"), "SunJCE");
      ours.init(mode, BENCH.twin(backend, software), iv(row));
      theirs.init(mode, software, iv(row));
      return new Twins(ours, theirs, row.name() + (mode == Cipher.ENCRYPT_MODE ? "+" : "-"));
    }

    void update(byte[] in, int offset, int length) {
      assertEquals(theirs.getOutputSize(length), ours.getOutputSize(length), what);
      assertArrayEquals(
          orEmpty(theirs.update(in, offset, length)),
          orEmpty(ours.update(in, offset, length)),
          what);
    }

    byte[] doFinal(byte[] in, int offset, int length) throws Exception {
      assertEquals(theirs.getOutputSize(length), ours.getOutputSize(length), what);
      byte[] expected = theirs.doFinal(in, offset, length);
      assertArrayEquals(expected, ours.doFinal(in, offset, length), what);
      return expected;
    }

    private static byte[] orEmpty(byte[] result) {
      return result == null ? new byte[0] : result;
    }
  }

  @EveryBackend
  void everySplit_givesOutWhatSunJceGivesOut(Backend backend) throws Exception {
    for (Row row : rows()) {
      Twins sealing = Twins.of(backend, row, Cipher.ENCRYPT_MODE, 2);
      Twins opening = Twins.of(backend, row, Cipher.DECRYPT_MODE, 2);
      assertEquals(sealing.theirs.getBlockSize(), sealing.ours.getBlockSize());
      Random random = new Random(row.name().hashCode());
      for (int i = 0; i < 12; i++) {
        int length = random.nextInt(100);
        if (!CipherKit.form(row).padded() && !isStream(row)) {
          length -= length % sealing.ours.getBlockSize();
        }
        byte[] plain = bytes(length);
        byte[] sealed = sealing.doFinal(plain, 0, length);
        inPieces(sealing, plain, random);
        assertArrayEquals(plain, opening.doFinal(sealed, 0, sealed.length));
        inPieces(opening, sealed, random);
      }
    }
  }

  private static void inPieces(Twins twins, byte[] in, Random random) throws Exception {
    int done = 0;
    while (done < in.length) {
      int piece = Math.min(in.length - done, random.nextInt(40));
      twins.update(in, done, piece);
      done += piece;
    }
    twins.doFinal(in, done, 0);
  }

  @EveryBackend
  void everySizeOfKey_andMessagesOfSeveralPieces(Backend backend) throws Exception {
    for (Row row : rows()) {
      for (int number = 0; number < 3; number++) {
        Twins twins = Twins.of(backend, row, Cipher.ENCRYPT_MODE, number);
        boolean large = number == 0 && CipherKit.form(row).keyBits() == 0;
        byte[] plain = bytes(large ? (2 << 20) + 48 : 480);
        byte[] sealed = twins.doFinal(plain, 0, plain.length);
        if (isStream(row)) {
          twins.update(plain, 0, 7);
          twins.update(plain, 7, plain.length - 7);
          twins.doFinal(plain, 0, 9);
        }
        Twins back = Twins.of(backend, row, Cipher.DECRYPT_MODE, number);
        assertArrayEquals(plain, back.doFinal(sealed, 0, sealed.length), row.name());
      }
    }
  }

  /** The padding is put behind a message, or behind its last piece, wherever that ends. */
  @EveryBackend
  void aPaddedMessage_ofAboutAPiece(Backend backend) throws Exception {
    Row row =
        rows().stream()
            .filter(each -> each.name().equals("AES/CBC/PKCS5Padding"))
            .findFirst()
            .get();
    Twins twins = Twins.of(backend, row, Cipher.ENCRYPT_MODE, 0);
    byte[] plain = bytes((2 << 20) + 1);
    for (int length : new int[] {0, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20}) {
      twins.doFinal(plain, 1, length);
    }
    twins.update(plain, 0, 5);
    twins.doFinal(plain, 5, (1 << 20) - 5);
  }

  @EveryBackend
  void badInput_isRefusedWithTheSameException(Backend backend) throws Exception {
    for (Row row : rows()) {
      for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
        for (int length : new int[] {0, 1, 8, 15, 16, 17, 24, 32, 33}) {
          Twins twins = Twins.of(backend, row, mode, 2);
          if (length == 0 && CipherKit.form(row).padded() && mode == Cipher.DECRYPT_MODE) {
            // Not even a padding, which SunJCE takes for an empty message.
            assertThrows(BadPaddingException.class, () -> twins.ours.doFinal(new byte[0]));
          } else {
            assertSame(twins, bytes(length));
          }
        }
      }
    }
  }

  private static void assertSame(Twins twins, byte[] in) throws Exception {
    byte[] expected;
    try {
      expected = twins.theirs.doFinal(in);
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      Class<? extends Exception> same = e.getClass();
      assertThrows(same, () -> twins.ours.doFinal(in), twins.what + " of " + in.length);
      return;
    }
    assertArrayEquals(expected, twins.ours.doFinal(in), twins.what + " of " + in.length);
  }

  @EveryBackend
  void outputTooShort_losesNothing(Backend backend) throws Exception {
    for (Row row : rows()) {
      for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE}) {
        byte[] in = bytes(48);
        if (mode == Cipher.DECRYPT_MODE) {
          in = Twins.of(backend, row, Cipher.ENCRYPT_MODE, 2).doFinal(in, 0, 48);
        }
        byte[] message = in;
        Twins twins = Twins.of(backend, row, mode, 2);
        byte[] expected = twins.theirs.doFinal(message);
        Cipher ours = twins.ours;
        byte[] out = new byte[200];
        assertThrows(
            ShortBufferException.class, () -> ours.update(message, 0, 40, new byte[15], 0));
        int written = ours.update(message, 0, 40, out, 3);
        assertThrows(
            ShortBufferException.class,
            () -> ours.doFinal(message, 40, message.length - 40, new byte[7], 0));
        ByteBuffer rest = ByteBuffer.wrap(message, 40, message.length - 40);
        assertThrows(ShortBufferException.class, () -> ours.doFinal(rest, ByteBuffer.allocate(7)));
        assertEquals(message.length - 40, rest.remaining(), "nothing is consumed");
        // As much room as the result takes, which for a padded message is less than the most.
        byte[] tight = new byte[expected.length - written];
        assertEquals(tight.length, ours.doFinal(message, 40, message.length - 40, tight, 0));
        System.arraycopy(tight, 0, out, 3 + written, tight.length);
        assertArrayEquals(expected, Arrays.copyOfRange(out, 3, 3 + expected.length), row.name());
      }
    }
  }

  @EveryBackend
  void inPlaceOverlapsAndEveryKindOfBuffer(Backend backend) throws Exception {
    for (Row row : rows()) {
      Twins twins = Twins.of(backend, row, Cipher.ENCRYPT_MODE, 2);
      byte[] plain = bytes(64);
      byte[] expected = twins.doFinal(plain, 0, 64);
      for (int shift : new int[] {0, 1, 16, 30}) {
        byte[] shared = new byte[200];
        System.arraycopy(plain, 0, shared, shift, 64);
        assertEquals(expected.length, twins.ours.doFinal(shared, shift, 64, shared, 0));
        assertArrayEquals(expected, Arrays.copyOf(shared, expected.length));
        System.arraycopy(plain, 0, shared, 0, 64);
        int written = twins.ours.update(shared, 0, 64, shared, shift);
        assertArrayEquals(
            Arrays.copyOf(expected, written), Arrays.copyOfRange(shared, shift, shift + written));
        twins.ours.doFinal();
        ByteBuffer direct = ByteBuffer.allocateDirect(200);
        direct.put(shift, plain);
        ByteBuffer in = direct.duplicate().position(shift).limit(shift + 64).asReadOnlyBuffer();
        ByteBuffer out = direct.duplicate();
        assertEquals(expected.length, twins.ours.doFinal(in, out));
        assertEquals(0, in.remaining());
        byte[] result = new byte[expected.length];
        direct.get(0, result);
        assertArrayEquals(expected, result, row.name() + " from a direct buffer");
      }
    }
  }

  @EveryBackend
  void ivsAndParameters(Backend backend) throws Exception {
    for (Row row : rows()) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher cipher = Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
      cipher.init(Cipher.ENCRYPT_MODE, key);
      int ivLength = CipherKit.form(row).blockMode().ivLength();
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[7])));
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[16])));
      assertThrows(IllegalStateException.class, () -> cipher.doFinal(bytes(16)));
      if (ivLength == 0) {
        cipher.init(Cipher.DECRYPT_MODE, key);
        assertNull(cipher.getIV());
        assertNull(cipher.getParameters());
        continue;
      }
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] first = cipher.getIV();
      assertEquals(ivLength, first.length);
      byte[] sealed = cipher.doFinal(bytes(32));
      assertArrayEquals(sealed, cipher.doFinal(bytes(32)), "doFinal goes back to the IV");
      Cipher opening = Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
      opening.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
      assertArrayEquals(bytes(32), opening.doFinal(sealed));
      assertThrows(InvalidKeyException.class, () -> opening.init(Cipher.DECRYPT_MODE, key));
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> opening.init(Cipher.DECRYPT_MODE, key, (AlgorithmParameterSpec) null));
      cipher.init(Cipher.ENCRYPT_MODE, key);
      assertEquals(false, Arrays.equals(first, cipher.getIV()), "another IV at random");
    }
  }

  @EveryBackend
  void authenticatedDataAndWrongSizes_areRefused(Backend backend) throws Exception {
    SecretKey key = BENCH.newSecret(backend, "AES", 256);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", BENCH.fixture(backend).provider());
    cipher.init(Cipher.ENCRYPT_MODE, key);
    assertThrows(UnsupportedOperationException.class, () -> cipher.updateAAD(bytes(3)));
    Cipher sized = Cipher.getInstance("AES_128/CBC/NoPadding", BENCH.fixture(backend).provider());
    assertThrows(InvalidKeyException.class, () -> sized.init(Cipher.ENCRYPT_MODE, key));
  }

  @EveryBackend
  void wrap_bringsInAHandleThatWorks(Backend backend) throws Exception {
    for (Row row : rows()) {
      SecretKey wrapping = BENCH.twin(backend, CipherKit.software(row, 2));
      SecretKey software = new SecretKeySpec(bytes(32), "AES");
      Cipher cipher = Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
      cipher.init(Cipher.WRAP_MODE, wrapping, iv(row));
      byte[] wrapped = cipher.wrap(software);
      cipher.init(Cipher.UNWRAP_MODE, wrapping, iv(row));
      SecretKey handle = (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
      assertNull(handle.getEncoded());
      Cipher theirs = Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
      theirs.init(Cipher.ENCRYPT_MODE, software);
      Cipher using = Cipher.getInstance("AES/ECB/NoPadding", BENCH.fixture(backend).provider());
      using.init(Cipher.ENCRYPT_MODE, handle);
      assertArrayEquals(theirs.doFinal(bytes(32)), using.doFinal(bytes(32)), row.name());
      assertThrows(InvalidKeyException.class, () -> wrapIn(backend, row, wrapping, handle));
    }
  }

  private static byte[] wrapIn(Backend backend, Row row, SecretKey wrapping, SecretKey handle)
      throws Exception {
    Cipher cipher = Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
    cipher.init(Cipher.WRAP_MODE, wrapping, iv(row));
    return cipher.wrap(handle);
  }
}
