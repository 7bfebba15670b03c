// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Way;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** GCM, CCM and ChaCha20-Poly1305: SunJCE's and Bouncy Castle's results, and the JCA's details. */
class AeadContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Set<Way> WAYS = EnumSet.of(Way.GCM, Way.CCM, Way.CHACHA20_POLY1305);
  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static List<Row> rows(Backend backend) {
    return CipherKit.rows(backend).stream()
        .filter(row -> WAYS.contains(CipherKit.form(row).way()))
        .toList();
  }

  private static Way way(Row row) {
    return CipherKit.form(row).way();
  }

  private static AlgorithmParameterSpec nonce(Row row, int seed) {
    byte[] nonce = bytes(12);
    nonce[0] = (byte) seed;
    return way(row) == Way.CHACHA20_POLY1305
        ? new IvParameterSpec(nonce)
        : new GCMParameterSpec(128, nonce);
  }

  private static Cipher ours(Backend backend, Row row) throws GeneralSecurityException {
    return Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
  }

  private static Cipher theirs(Row row) throws GeneralSecurityException {
    return way(row) == Way.CCM
        ? Cipher.getInstance(row.name(), BOUNCY_CASTLE)
        : Cipher.getInstance(row.name(), "SunJCE");
  }

  @EveryBackend
  void whatABackendLacks_isNotOffered(Backend backend) throws Exception {
    for (Row row : CipherKit.rows()) {
      boolean offered = CipherKit.rows(backend).contains(row);
      assertEquals(offered, BENCH.offers(backend, CipherKit.scheme(row)), row.name());
      if (!offered) {
        assertThrows(
            InvalidKeyException.class,
            () ->
                ours(backend, row)
                    .init(CipherKit.forward(row), BENCH.twin(backend, CipherKit.software(row, 2))),
            row.name());
      }
    }
  }

  @EveryBackend
  void everySplit_givesTheirResult(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey software = CipherKit.software(row, 0);
      SecretKey twin = BENCH.twin(backend, software);
      Cipher ours = ours(backend, row);
      Cipher theirs = theirs(row);
      assertEquals(theirs.getBlockSize(), ours.getBlockSize(), row.name());
      Random random = new Random(row.name().hashCode());
      for (int i = 0; i < 10; i++) {
        byte[] plain = bytes(random.nextInt(200));
        byte[] aad = bytes(random.nextInt(40));
        theirs.init(Cipher.ENCRYPT_MODE, software, nonce(row, i));
        theirs.updateAAD(aad);
        byte[] expected = theirs.doFinal(plain);
        ours.init(Cipher.ENCRYPT_MODE, twin, nonce(row, i));
        assertArrayEquals(expected, inPieces(ours, aad, plain, random), row.name());
        ours.init(Cipher.DECRYPT_MODE, twin, nonce(row, i));
        assertArrayEquals(plain, inPieces(ours, aad, expected, random), row.name());
        assertArrayEquals(plain, inPieces(ours, aad, expected, random), "and once more");
      }
    }
  }

  private static byte[] inPieces(Cipher cipher, byte[] aad, byte[] in, Random random)
      throws GeneralSecurityException {
    int half = aad.length / 2;
    cipher.updateAAD(aad, 0, half);
    cipher.updateAAD(ByteBuffer.wrap(aad, half, aad.length - half).asReadOnlyBuffer());
    int done = 0;
    while (done < in.length / 2) {
      int piece = Math.min(in.length - done, 1 + random.nextInt(30));
      cipher.update(in, done, piece);
      done += piece;
    }
    assertEquals(
        cipher.getOutputSize(in.length - done), cipher.getOutputSize(0) + in.length - done);
    return cipher.doFinal(in, done, in.length - done);
  }

  @EveryBackend
  void everyChangedBit_isRefused_andNothingIsGivenOut(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher cipher = ours(backend, row);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 1));
      byte[] good = cipher.doFinal(bytes(5));
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(row, 1));
      for (int i = 0; i < good.length; i++) {
        byte[] bad = good.clone();
        bad[i] ^= 64;
        byte[] out = new byte[40];
        assertThrows(AEADBadTagException.class, () -> cipher.doFinal(bad, 0, bad.length, out, 0));
        assertArrayEquals(new byte[40], out);
      }
      cipher.updateAAD(bytes(1));
      assertThrows(AEADBadTagException.class, () -> cipher.doFinal(good));
      assertThrows(AEADBadTagException.class, () -> cipher.doFinal(good, 0, 15));
      assertThrows(AEADBadTagException.class, cipher::doFinal);
      assertArrayEquals(bytes(5), cipher.doFinal(good));
    }
  }

  @EveryBackend
  void oneNonceEncryptsOneMessage(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      SecretKey other = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher cipher = ours(backend, row);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 1));
      cipher.doFinal(bytes(5));
      assertThrows(IllegalStateException.class, () -> cipher.update(bytes(5)));
      assertThrows(IllegalStateException.class, () -> cipher.doFinal(bytes(5)));
      assertThrows(IllegalStateException.class, () -> cipher.updateAAD(bytes(5)));
      Class<? extends GeneralSecurityException> refusal =
          way(row) == Way.CHACHA20_POLY1305
              ? InvalidKeyException.class
              : InvalidAlgorithmParameterException.class;
      assertThrows(refusal, () -> cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 1)));
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(row, 1));
      assertThrows(refusal, () -> cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 1)));
      cipher.init(Cipher.ENCRYPT_MODE, other, nonce(row, 1));
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 2));
    }
  }

  @EveryBackend
  void withoutANonce_aRandomOneIsTaken_andReadBack(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher cipher = ours(backend, row);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] first = cipher.getIV();
      assertEquals(12, first.length);
      byte[] sealed = cipher.doFinal(bytes(30));
      Cipher opening = ours(backend, row);
      opening.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
      assertArrayEquals(bytes(30), opening.doFinal(sealed));
      assertArrayEquals(first, opening.getIV());
      cipher.init(Cipher.ENCRYPT_MODE, key);
      assertFalse(Arrays.equals(first, cipher.getIV()));
      assertThrows(InvalidKeyException.class, () -> opening.init(Cipher.DECRYPT_MODE, key));
      assertThrows(IllegalStateException.class, () -> opening.doFinal(sealed));
    }
  }

  @EveryBackend
  void authenticatedDataComesFirst(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher cipher = ours(backend, row);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 1));
      cipher.updateAAD(bytes(3));
      cipher.update(bytes(3));
      assertThrows(IllegalStateException.class, () -> cipher.updateAAD(bytes(3)));
      byte[] sealed = cipher.doFinal();
      Cipher theirs = theirs(row);
      theirs.init(Cipher.DECRYPT_MODE, CipherKit.software(row, 2), nonce(row, 1));
      theirs.updateAAD(bytes(3));
      assertArrayEquals(bytes(3), theirs.doFinal(sealed), "the message is as it was");
    }
  }

  @EveryBackend
  void outputTooShort_losesNothing_andBuffersMayOverlap(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey key = BENCH.twin(backend, CipherKit.software(row, 2));
      Cipher cipher = ours(backend, row);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(row, 1));
      cipher.updateAAD(bytes(2));
      cipher.update(bytes(40), 0, 15);
      assertThrows(
          ShortBufferException.class, () -> cipher.doFinal(bytes(40), 15, 25, new byte[55], 0));
      byte[] shared = new byte[80];
      System.arraycopy(bytes(40), 0, shared, 5, 40);
      assertEquals(56, cipher.doFinal(shared, 20, 25, shared, 0));
      byte[] sealed = Arrays.copyOf(shared, 56);
      cipher.init(Cipher.DECRYPT_MODE, key, nonce(row, 1));
      cipher.updateAAD(bytes(2));
      ByteBuffer memory = ByteBuffer.allocateDirect(100);
      memory.put(10, sealed);
      ByteBuffer in = memory.duplicate().position(10).limit(66);
      assertThrows(ShortBufferException.class, () -> cipher.doFinal(in, ByteBuffer.allocate(39)));
      assertEquals(56, in.remaining());
      assertEquals(40, cipher.doFinal(in, memory.duplicate().position(11)));
      byte[] opened = new byte[40];
      memory.get(11, opened);
      assertArrayEquals(bytes(40), opened, row.name());
    }
  }

  @EveryBackend
  void keys_areWrappedAndUnwrappedToHandles(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      SecretKey wrapping = BENCH.twin(backend, CipherKit.software(row, 2));
      SecretKey software = CipherKit.software(row, 1);
      Cipher cipher = ours(backend, row);
      cipher.init(Cipher.WRAP_MODE, wrapping, nonce(row, 1));
      byte[] wrapped = cipher.wrap(software);
      Cipher back = ours(backend, row);
      back.init(Cipher.UNWRAP_MODE, wrapping, nonce(row, 1));
      SecretKey handle =
          (SecretKey) back.unwrap(wrapped, software.getAlgorithm(), Cipher.SECRET_KEY);
      wrapped[0] ^= 1;
      assertThrows(
          InvalidKeyException.class,
          () -> back.unwrap(wrapped, software.getAlgorithm(), Cipher.SECRET_KEY));
      Cipher theirs = theirs(row);
      theirs.init(Cipher.ENCRYPT_MODE, software, nonce(row, 7));
      cipher.init(Cipher.ENCRYPT_MODE, handle, nonce(row, 7));
      assertArrayEquals(theirs.doFinal(bytes(9)), cipher.doFinal(bytes(9)), row.name());
    }
  }

  @EveryBackend
  void messageInPartsBeyondTheLimit_isRefused_andInOnePieceIsNot(Backend backend) throws Exception {
    SecretKey key = BENCH.newSecret(backend, "AES", 256);
    Row gcm = rows(backend).get(0);
    int limit = BENCH.fixture(backend).vault().maxMessage();
    BENCH.fixture(backend).vault().limitMessages(5000);
    try {
      Cipher cipher = ours(backend, gcm);
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(gcm, 1));
      cipher.update(bytes(5000));
      ProviderException refusal =
          assertThrows(ProviderException.class, () -> cipher.update(bytes(1)));
      assertEquals(true, refusal.getMessage().contains("maxMessage"));
      cipher.init(Cipher.ENCRYPT_MODE, key, nonce(gcm, 2));
      assertEquals(60_016, cipher.doFinal(bytes(60_000)).length);
    } finally {
      BENCH.fixture(backend).vault().limitMessages(limit);
    }
  }

  @Test
  void ccmParameters_areEncodedAsBouncyCastleDoes() throws Exception {
    GCMParameterSpec spec = new GCMParameterSpec(96, bytes(11));
    AlgorithmParameters theirs = AlgorithmParameters.getInstance("CCM", BOUNCY_CASTLE);
    theirs.init(spec);
    for (String name : List.of("CCM", "2.16.840.1.101.3.4.1.47", "OID.2.16.840.1.101.3.4.1.7")) {
      AlgorithmParameters ours =
          AlgorithmParameters.getInstance(name, BENCH.fixture(Backend.SEALED).provider());
      ours.init(spec);
      assertArrayEquals(theirs.getEncoded(), ours.getEncoded());
      AlgorithmParameters back =
          AlgorithmParameters.getInstance(name, BENCH.fixture(Backend.SEALED).provider());
      back.init(theirs.getEncoded());
      assertArrayEquals(bytes(11), back.getParameterSpec(GCMParameterSpec.class).getIV());
      assertEquals(96, back.getParameterSpec(GCMParameterSpec.class).getTLen());
    }
  }

  @EveryBackend
  void ccmSizes_areBouncyCastles(Backend backend) throws Exception {
    for (Row row : rows(backend)) {
      if (way(row) != Way.CCM) {
        continue;
      }
      SecretKey software = CipherKit.software(row, 2);
      SecretKey twin = BENCH.twin(backend, software);
      Cipher ours = ours(backend, row);
      Cipher theirs = theirs(row);
      for (int length = 7; length <= 13; length++) {
        for (int tag = 32; tag <= 128; tag += 16) {
          byte[] nonce = bytes(length);
          nonce[0] = (byte) tag;
          GCMParameterSpec spec = new GCMParameterSpec(tag, nonce);
          theirs.init(Cipher.ENCRYPT_MODE, software, spec);
          ours.init(Cipher.ENCRYPT_MODE, twin, spec);
          assertArrayEquals(theirs.doFinal(bytes(70)), ours.doFinal(bytes(70)));
        }
      }
      for (GCMParameterSpec wrong :
          List.of(
              new GCMParameterSpec(128, bytes(6)),
              new GCMParameterSpec(128, bytes(14)),
              new GCMParameterSpec(40, bytes(12)))) {
        assertThrows(
            InvalidAlgorithmParameterException.class,
            () -> ours.init(Cipher.ENCRYPT_MODE, twin, wrong));
      }
      ours.init(Cipher.ENCRYPT_MODE, twin, new GCMParameterSpec(128, bytes(13)));
      assertThrows(IllegalBlockSizeException.class, () -> ours.doFinal(bytes(65_536)));
    }
  }
}
