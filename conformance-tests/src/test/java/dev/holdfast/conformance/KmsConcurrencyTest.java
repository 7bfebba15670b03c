// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRotationRequest;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.UpdateAliasRequest;
import dev.holdfast.kms.api.VerifyRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Thirty-two threads encrypt, decrypt and sign through the JCA while keys are rotated, disabled,
 * enabled and re-pointed under them: no plaintext is wrong, no key is lost, and every error is the
 * one that the key's state calls for.
 */
class KmsConcurrencyTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final int THREADS = 32;
  private static final int KEYS = 4;

  /** For each backend; the short form is for every build. */
  private static final long MILLIS =
      Boolean.getBoolean("holdfast.full") ? TimeUnit.MINUTES.toMillis(5) : 15_000;

  /** A ciphertext and what must come out of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sealed(byte[] ciphertext, byte[] plaintext) {}

  @EveryVault
  void keysChangeUnderRunningPrograms(Backend backend) throws Exception {
    Run run = new Run(backend);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int number = 0; number < THREADS; number++) {
        long seed = number;
        all.add(threads.submit(() -> run.use(new Random(seed))));
      }
      all.add(threads.submit(run::change));
      Thread.sleep(MILLIS);
      run.over.set(true);
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      run.over.set(true);
      threads.shutdownNow();
    }
    run.settle();
  }

  /** One run: what is shared by its threads. */
  private static final class Run {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong uses = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final Queue<Sealed> made = new ConcurrentLinkedQueue<>();
    private final KeyService kms;
    private final Provider provider;
    private final KeyStore keyStore;
    private final List<String> ids = new ArrayList<>();
    private final List<String> signers = new ArrayList<>();
    private final String suffix;
    private long movedAt;

    Run(Backend backend) throws Exception {
      kms = BENCH.service(backend);
      provider = BENCH.fixture(backend).provider();
      keyStore = BENCH.fixture(backend).keyStore();
      suffix = "-" + backend;
      for (int number = 0; number < KEYS; number++) {
        KeyMetadata key = BENCH.symmetric(backend);
        BENCH.alias(backend, "alias/cipher" + number + suffix, key);
        ids.add(key.keyId());
        kms.enableKeyRotation(
            EnableKeyRotationRequest.of(key.keyId()).withRotationPeriodInDays(90));
        KeyMetadata signer = BENCH.key(backend, "ECC_NIST_P256", "SIGN_VERIFY");
        signers.add(signer.keyId());
      }
      kms.createAlias(CreateAliasRequest.of("alias/signer" + suffix, signers.get(0)));
    }

    /** What a program does; it knows nothing of what happens to its keys. */
    Void use(Random random) throws Exception {
      while (!over.get()) {
        try {
          switch (random.nextInt(3)) {
            case 0 -> encrypt(random);
            case 1 -> decrypt();
            default -> sign();
          }
          uses.incrementAndGet();
        } catch (InvalidKeyException | SignatureException | ProviderException | KmsException e) {
          assertTrue(
              String.valueOf(e.getMessage()).contains("is disabled"), () -> "unexpected: " + e);
          refusals.incrementAndGet();
        }
      }
      return null;
    }

    private void encrypt(Random random) throws Exception {
      Key key = keyStore.getKey("cipher" + random.nextInt(KEYS) + suffix, null);
      byte[] plain = ("message " + random.nextLong()).getBytes(StandardCharsets.UTF_8);
      Cipher cipher = Cipher.getInstance("Holdfast", provider);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] sealed = cipher.doFinal(plain);
      if (made.size() < 2_000) {
        made.add(new Sealed(sealed, plain));
      }
    }

    /** By the service, which finds the key by the ciphertext alone. */
    private void decrypt() {
      Sealed sealed = made.poll();
      if (sealed != null) {
        try {
          check(sealed);
        } finally {
          made.add(sealed);
        }
      }
    }

    private void check(Sealed sealed) {
      byte[] opened =
          kms.decrypt(DecryptRequest.of(Blob.of(sealed.ciphertext()))).plaintext().toByteArray();
      assertTrue(Arrays.equals(sealed.plaintext(), opened), "a wrong plaintext");
    }

    private void sign() throws GeneralSecurityException {
      PrivateKey key = (PrivateKey) keyStore.getKey("signer" + suffix, null);
      Signature signer = Signature.getInstance("SHA256withECDSA", provider);
      signer.initSign(key);
      signer.update(new byte[] {1, 2, 3});
      Blob signature = Blob.of(signer.sign());
      // The key object says which key it is; the alias may name another by now.
      String id = key.toString().replaceAll(".* ", "");
      assertTrue(
          kms.verify(
                  VerifyRequest.of(id, Blob.of(new byte[] {1, 2, 3}), signature, "ECDSA_SHA_256"))
              .signatureValid());
    }

    /** What administrators do. */
    Void change() throws Exception {
      Random random = new Random(7);
      while (!over.get()) {
        String id = ids.get(random.nextInt(KEYS));
        switch (random.nextInt(4)) {
          case 0 -> rotate(id);
          case 1 -> {
            kms.disableKey(DisableKeyRequest.of(id));
            Thread.sleep(random.nextInt(20));
            kms.enableKey(EnableKeyRequest.of(id));
          }
          case 2 -> {
            String signer = signers.get(random.nextInt(KEYS));
            kms.updateAlias(UpdateAliasRequest.of("alias/signer" + suffix, signer));
          }
          default ->
              kms.updateAlias(
                  UpdateAliasRequest.of("alias/cipher" + random.nextInt(KEYS) + suffix, id));
        }
        changes.incrementAndGet();
        Thread.sleep(random.nextInt(10));
      }
      return null;
    }

    /**
     * On demand as often as that is allowed, and then by a clock that runs ahead: every key rotates
     * at its next use, in whatever thread that is.
     */
    private void rotate(String id) {
      try {
        kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(id));
      } catch (KmsException e) {
        // The key may be rotating in a thread that uses it.
        if (e.error() != KmsError.CONFLICT) {
          assertEquals(KmsError.LIMIT_EXCEEDED, e.error(), e.toString());
        }
        if (System.nanoTime() - movedAt > TimeUnit.SECONDS.toNanos(1)) {
          movedAt = System.nanoTime();
          BENCH.clock().move(Duration.ofDays(91));
        }
      }
    }

    /** At the end every key is there, and opens all that was made with any of its materials. */
    void settle() {
      for (String id : ids) {
        assertEquals(
            "Enabled", kms.describeKey(DescribeKeyRequest.of(id)).keyMetadata().keyState());
      }
      made.forEach(this::check);
      System.out.printf(
          "KmsConcurrencyTest%s: %s uses, %s changes, %s refusals in %s ms%n",
          suffix, uses, changes, refusals, MILLIS);
      assertTrue(uses.get() > 100, () -> "uses " + uses);
      assertTrue(changes.get() > 4, () -> "changes " + changes);
      assertTrue(refusals.get() > 0, () -> "refusals " + refusals);
    }
  }
}
