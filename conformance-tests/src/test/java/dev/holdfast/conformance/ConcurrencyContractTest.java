// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.kms.Vault;
import dev.holdfast.pkcs11.Cka;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.Pkcs11Module;
import dev.holdfast.pkcs11.PoolSettings;
import dev.holdfast.pkcs11.SessionPool;
import dev.holdfast.pkcs11.Template;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads on one vault, each with instances of its own. */
class ConcurrencyContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final int THREADS = 32;
  private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final List<Long> ANY_KEY =
      List.of(Cko.CKO_SECRET_KEY, Cko.CKO_PRIVATE_KEY, Cko.CKO_PUBLIC_KEY);

  private interface Work {
    void once(int number) throws Exception;
  }

  /** Runs it in all threads from one moment on, and returns how often it was done. */
  private static int inThreads(int threads, long nanos, Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<Integer>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        Callable<Integer> loop =
            () -> {
              start.await();
              long end = System.nanoTime() + nanos;
              int done = 0;
              do {
                work.once(number);
                done++;
              } while (System.nanoTime() < end);
              return done;
            };
        running.add(executor.submit(loop));
      }
      int sum = 0;
      for (Future<Integer> each : running) {
        sum += each.get(120, TimeUnit.SECONDS);
      }
      return sum;
    } finally {
      executor.shutdownNow();
    }
  }

  @EveryBackend
  void threads_signEncryptAndMacTogether(Backend backend) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    KeyPair pair = BENCH.newPair(backend, "secp256r1");
    SecretKey aes = BENCH.newSecret(backend, "AES", 256);
    SecretKey hmac = BENCH.newSecret(backend, "HmacSHA256", 256);
    Mac once = Mac.getInstance("HmacSHA256", provider);
    once.init(hmac);
    byte[] expected = once.doFinal(new byte[100]);
    int done =
        inThreads(
            THREADS,
            RUN_NANOS,
            number -> {
              switch (number % 3) {
                case 0 -> signAndVerify(provider, pair, number);
                case 1 -> sealAndOpen(provider, aes, number);
                default -> {
                  Mac mac = Mac.getInstance("HmacSHA256", provider);
                  mac.init(hmac);
                  assertArrayEquals(expected, mac.doFinal(new byte[100]));
                }
              }
            });
    assertTrue(done >= THREADS);
  }

  @EveryBackend
  void threads_useEveryCipherTogether(Backend backend) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    List<AlgorithmTable.Row> rows =
        CipherKit.rows(backend).stream().filter(CipherKit::isSymmetric).toList();
    Map<AlgorithmTable.Row, SecretKey> twins = new HashMap<>();
    for (AlgorithmTable.Row row : rows) {
      twins.put(row, BENCH.twin(backend, CipherKit.software(row, 2)));
    }
    inThreads(
        THREADS,
        0,
        number -> {
          byte[] message = new byte[64 + 16 * (number % 4)];
          Arrays.fill(message, (byte) number);
          for (AlgorithmTable.Row row : rows) {
            Cipher sealing = Cipher.getInstance(row.name(), provider);
            sealing.init(Cipher.ENCRYPT_MODE, twins.get(row));
            Cipher opening = Cipher.getInstance(row.name(), provider);
            byte[] first = sealing.update(message, 0, 40);
            byte[] last = sealing.doFinal(message, 40, message.length - 40);
            opening.init(Cipher.DECRYPT_MODE, twins.get(row), sealing.getParameters());
            byte[] start = first == null ? new byte[0] : opening.update(first);
            byte[] rest = opening.doFinal(last);
            byte[] opened = Arrays.copyOf(start == null ? new byte[0] : start, message.length);
            System.arraycopy(rest, 0, opened, message.length - rest.length, rest.length);
            assertArrayEquals(message, opened, row.name());
          }
        });
  }

  @EveryBackend
  void threads_agreeTogether(Backend backend) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    KeyPair one = BENCH.newPair(backend, "secp256r1");
    KeyPair other = BENCH.newPair(backend, "secp256r1");
    byte[] expected = agreed(provider, one.getPrivate(), other.getPublic());
    inThreads(
        THREADS,
        0,
        number -> {
          assertArrayEquals(expected, agreed(provider, other.getPrivate(), one.getPublic()));
          KeyAgreement party = KeyAgreement.getInstance("ECDH", provider);
          party.init(one.getPrivate());
          party.doPhase(other.getPublic(), true);
          SecretKey key = party.generateSecret("HmacSHA256");
          Mac ours = Mac.getInstance("HmacSHA256", provider);
          ours.init(key);
          Mac theirs = Mac.getInstance("HmacSHA256", "SunJCE");
          theirs.init(new SecretKeySpec(expected, "HmacSHA256"));
          assertArrayEquals(theirs.doFinal(expected), ours.doFinal(expected));
          key.destroy();
        });
  }

  private static byte[] agreed(Provider provider, PrivateKey own, PublicKey peer) throws Exception {
    KeyAgreement party = KeyAgreement.getInstance("ECDH", provider);
    party.init(own);
    party.doPhase(peer, true);
    return party.generateSecret();
  }

  private static void signAndVerify(Provider provider, KeyPair pair, int number) throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSA", provider);
    signer.initSign(pair.getPrivate());
    signer.update((byte) number);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(pair.getPublic());
    verifier.update((byte) number);
    assertTrue(verifier.verify(signature));
  }

  private static void sealAndOpen(Provider provider, SecretKey key, int number) throws Exception {
    byte[] message = new byte[100 + number];
    message[number] = (byte) number;
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(message);
    Cipher opener = Cipher.getInstance("AES/GCM/NoPadding", provider);
    opener.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
    assertArrayEquals(message, opener.doFinal(sealed));
  }

  @EveryBackend
  void threads_openOneVaultAtOnce(Backend backend) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    fixture.reopen();
    List<Vault> vaults = Collections.synchronizedList(new ArrayList<>());
    inThreads(8, 0, number -> vaults.add(fixture.vault()));
    assertEquals(8, vaults.size());
    vaults.forEach(vault -> assertSame(vaults.get(0), vault));
  }

  @EveryBackend
  void threads_makeAndDeleteKeysTogether(Backend backend) throws Exception {
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    int before = keys(keyStore);
    inThreads(
        8,
        RUN_NANOS,
        number -> {
          KeyPair pair = BENCH.newPair(backend, "secp256r1");
          String alias = "thread-" + number;
          keyStore.setKeyEntry(
              alias, pair.getPrivate(), null, Certificates.chain(pair.getPublic(), alias));
          signAndVerify(
              BENCH.fixture(backend).provider(),
              new KeyPair(pair.getPublic(), (PrivateKey) keyStore.getKey(alias, null)),
              number);
          keyStore.deleteEntry(alias);
          assertFalse(keyStore.containsAlias(alias), "a name is gone once it is deleted");
        });
    assertEquals(before, keys(keyStore));
  }

  @ParameterizedTest
  @EnumSource(names = {"VAULT_ON_HSM", "TOKEN"})
  void threads_makeSessionKeysTogetherBesideAListing_andEachIsDestroyed(Backend backend)
      throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    Set<Long> before = sessionObjects(backend, ANY_KEY);
    List<KeyPair> pairs = Collections.synchronizedList(new ArrayList<>());
    List<SecretKey> secrets = Collections.synchronizedList(new ArrayList<>());
    inThreads(
        8,
        0,
        number -> {
          for (int i = 0; i < 10; i++) {
            KeyPair pair = BENCH.newPair(backend, "secp256r1");
            signAndVerify(provider, pair, number);
            pairs.add(pair);
            secrets.add(BENCH.newSecret(backend, "AES", 256));
            keys(keyStore);
          }
        });
    inThreads(
        8,
        0,
        number -> {
          for (int i = number; i < pairs.size(); i += 8) {
            signAndVerify(provider, pairs.get(i), number);
            sealAndOpen(provider, secrets.get(i), number);
            pairs.get(i).getPrivate().destroy();
            secrets.get(i).destroy();
          }
        });
    Set<Long> left = sessionObjects(backend, ANY_KEY);
    left.removeAll(before);
    assertEquals(Set.of(), left);
  }

  private static int keys(KeyStore keyStore) throws Exception {
    int keys = 0;
    for (String alias : Collections.list(keyStore.aliases())) {
      keys += keyStore.isKeyEntry(alias) ? 1 : 0;
    }
    return keys;
  }

  @ParameterizedTest
  @EnumSource(names = {"VAULT_ON_HSM", "TOKEN"})
  void collectedHandles_giveTheirObjectsBackToTheToken(Backend backend) throws Exception {
    int before = sessionObjects(backend);
    for (int i = 0; i < 20; i++) {
      BENCH.newSecret(backend, "AES", 256);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int left = sessionObjects(backend);
    while (left > before && System.nanoTime() < end) {
      System.gc();
      Thread.sleep(50);
      left = sessionObjects(backend);
    }
    assertEquals(before, left);
    SecretKey held = BENCH.newSecret(backend, "AES", 256);
    System.gc();
    Thread.sleep(200);
    assertEquals(before + 1, sessionObjects(backend), "a key in use stays");
    held.destroy();
    assertEquals(before, sessionObjects(backend));
  }

  private static int sessionObjects(Backend backend) throws Exception {
    return sessionObjects(backend, List.of(Cko.CKO_SECRET_KEY)).size();
  }

  /** Keys in sessions of this process: logged in already, it sees them in any session. */
  private static Set<Long> sessionObjects(Backend backend, List<Long> classes) throws Exception {
    Set<Long> found = new HashSet<>();
    try (Pkcs11Module module =
            Pkcs11Module.open(BENCH.fixture(backend).library(), Optional.empty());
        SessionPool pool =
            SessionPool.open(
                module.token(BENCH.fixture(backend).token()), PoolSettings.defaults())) {
      for (long objectClass : classes) {
        try (Template wanted =
            Template.builder().set(Cka.CKA_CLASS, objectClass).set(Cka.CKA_TOKEN, false).build()) {
          for (long handle : pool.withSession(session -> session.findObjects(wanted))) {
            found.add(handle);
          }
        }
      }
    }
    return found;
  }
}
