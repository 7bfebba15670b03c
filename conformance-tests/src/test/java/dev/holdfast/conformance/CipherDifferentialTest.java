// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Way;
import dev.holdfast.model.MacScheme;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random calls on ciphers and MACs of ours and of SunJCE's, or Bouncy Castle's, with one key. */
class CipherDifferentialTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final StringBuilder REPORT = new StringBuilder();

  private record Twins(SecretKey ours, SecretKey theirs) {}

  private static int share(int part) {
    return Differential.operations() * part / 100 / Backend.values().length;
  }

  @AfterAll
  static void print() throws Exception {
    Proofs.report("differential-ciphers", REPORT.toString());
  }

  @EveryBackend
  void ciphers_withSecretKeys(Backend backend) throws Exception {
    Differential differential = new Differential("ciphers on " + backend);
    List<Row> rows = CipherKit.rows(backend).stream().filter(CipherKit::isSymmetric).toList();
    Map<Row, Twins> keys = new HashMap<>();
    for (Row row : rows) {
      SecretKey software = CipherKit.software(row, differential.random().nextInt(3));
      keys.put(row, new Twins(BENCH.twin(backend, software), software));
    }
    Provider provider = BENCH.fixture(backend).provider();
    while (differential.done() < share(68)) {
      Row row = rows.get(differential.random().nextInt(rows.size()));
      Way way = CipherKit.form(row).way();
      Cipher theirs =
          way == Way.CCM
              ? Cipher.getInstance(row.name(), BOUNCY_CASTLE)
              : Cipher.getInstance(row.name(), "SunJCE");
      differential.begin(row.name());
      new Script(differential, row, Cipher.getInstance(row.name(), provider), theirs)
          .run(keys.get(row));
    }
    REPORT.append(differential.text());
  }

  /** Random calls on one pair of ciphers, until one fails or there were enough. */
  private static final class Script {
    private static final int LONGEST = 60;

    private final Differential differential;
    private final Random random;
    private final Row row;
    private final Way way;
    private final Cipher ours;
    private final Cipher theirs;
    private final List<byte[]> sealed = new ArrayList<>();
    private final Map<Cipher, byte[]> early = new HashMap<>();
    private boolean encrypting;

    Script(Differential differential, Row row, Cipher ours, Cipher theirs) {
      this.differential = differential;
      this.random = differential.random();
      this.row = row;
      this.way = CipherKit.form(row).way();
      this.ours = ours;
      this.theirs = theirs;
    }

    void run(Twins keys) {
      for (int i = 0; i < 10; i++) {
        boolean goesOn = (i == 0 || random.nextInt(4) == 0) ? init(keys) : use();
        if (!goesOn) {
          return;
        }
      }
    }

    private boolean init(Twins keys) {
      int mode = random.nextBoolean() ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
      AlgorithmParameterSpec spec = spec();
      encrypting = mode == Cipher.ENCRYPT_MODE;
      early.clear();
      String done =
          differential.call(
              "init" + mode,
              ours,
              theirs,
              cipher -> {
                cipher.init(mode, cipher == ours ? keys.ours : keys.theirs, spec);
                byte[] iv = cipher.getIV();
                // Whose IV is at random is compared by its length.
                return spec == null && iv != null ? "IV of " + iv.length : iv;
              },
              this::knownAtInit);
      // With different IVs at random there is nothing more to compare.
      return done != null
          && (spec != null || !done.startsWith("IV") || way.name().startsWith("KEY"));
    }

    private AlgorithmParameterSpec spec() {
      byte[] iv = new byte[ivLength()];
      if (iv.length > 0) {
        iv[0] = (byte) random.nextInt(3);
      }
      return switch (random.nextInt(12)) {
        case 0 -> null;
        case 1 -> new IvParameterSpec(new byte[random.nextInt(20)]);
        case 2 -> new GCMParameterSpec(8 * (10 + random.nextInt(8)), new byte[random.nextInt(20)]);
        default ->
            switch (way) {
              case GCM, CCM -> new GCMParameterSpec(128, iv);
              case KEY_WRAP, KEY_WRAP_WITH_PADDING -> null;
              default -> iv.length == 0 ? null : new IvParameterSpec(iv);
            };
      };
    }

    private int ivLength() {
      return way == Way.BLOCKS ? CipherKit.form(row).blockMode().ivLength() : 12;
    }

    /**
     * Bouncy Castle's CCM takes other parameters, SunJCE's GCM decrypts with an IV at random; KWP's
     * IVs and nonces of decryption: before 25.
     */
    private boolean knownAtInit(String our, String their) {
      return way == Way.CCM
          || (way == Way.GCM && !encrypting && their.equals("IV of 12"))
          || (Runtime.version().feature() < 25
              && (way == Way.KEY_WRAP_WITH_PADDING || way == Way.CHACHA20_POLY1305));
    }

    private boolean use() {
      byte[] in =
          !sealed.isEmpty() && random.nextBoolean()
              ? sealed.get(random.nextInt(sealed.size()))
              : differential.bytes(LONGEST);
      return switch (random.nextInt(4)) {
        case 0 -> update(in);
        case 1 -> finish("doFinal" + in.length, cipher -> cipher.doFinal(in));
        case 2 -> {
          int room = random.nextInt(2 * LONGEST);
          yield finish(
              "doFinal" + in.length + "into" + room,
              cipher -> {
                byte[] out = new byte[room];
                return Arrays.copyOf(out, cipher.doFinal(in, 0, in.length, out, 0));
              });
        }
        default ->
            null
                != differential.call(
                    "aad" + in.length,
                    ours,
                    theirs,
                    cipher -> {
                      cipher.updateAAD(in);
                      return null;
                    },
                    (our, their) -> way == Way.CCM);
      };
    }

    /** What authenticated ciphers give out early is counted with what comes at the end. */
    private boolean update(byte[] in) {
      boolean whole = way != Way.BLOCKS;
      return null
          != differential.call(
              "update" + in.length,
              ours,
              theirs,
              cipher -> {
                byte[] out = cipher.update(in);
                byte[] given = out == null ? new byte[0] : out;
                if (whole) {
                  early.merge(cipher, given, CipherDifferentialTest::joined);
                  return null;
                }
                return given;
              },
              (our, their) -> way == Way.CCM);
    }

    private boolean finish(String name, Differential.Call<Cipher> call) {
      String done =
          differential.call(
              name,
              ours,
              theirs,
              cipher -> joined(early.getOrDefault(cipher, new byte[0]), (byte[]) call.on(cipher)),
              this::knownAtTheEnd);
      early.clear();
      if (done != null && encrypting) {
        sealed.add(HexFormat.of().parseHex(done));
      }
      return done != null;
    }

    private boolean knownAtTheEnd(String our, String their) {
      if (our.endsWith("ShortBufferException") || their.endsWith("ShortBufferException")) {
        // Nothing is given out early here, so that more room is wanted at the end.
        return way != Way.BLOCKS;
      }
      return switch (way) {
        // A padded message has a block at least.
        case BLOCKS -> our.endsWith("BadPaddingException") && their.isEmpty();
        // SunJCE's own exceptions for what is too short, and its other padding before 18.
        case KEY_WRAP, KEY_WRAP_WITH_PADDING ->
            their.endsWith("NegativeArraySizeException")
                || (CipherKit.form(row).padded() && Runtime.version().feature() < 18);
        case GCM -> their.endsWith("ProviderException");
        // Bouncy Castle's takes a nonce again.
        case CCM -> our.endsWith("IllegalStateException");
        default -> false;
      };
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @EveryBackend
  void ciphers_withPrivateKeys(Backend backend) throws Exception {
    Differential differential = new Differential("RSA ciphers on " + backend);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(2048);
    KeyPair software = generator.generateKeyPair();
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    keyStore.setKeyEntry(
        "differential",
        software.getPrivate(),
        null,
        Certificates.chain(software.getPublic(), "differential"));
    PrivateKey handle = (PrivateKey) keyStore.getKey("differential", null);
    List<String> names =
        List.of(
            "RSA/ECB/PKCS1Padding",
            "RSA/ECB/NoPadding",
            "RSA/ECB/OAEPPadding",
            "RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    while (differential.done() < share(2)) {
      String name = names.get(differential.random().nextInt(names.size()));
      Cipher ours = Cipher.getInstance(name, BENCH.fixture(backend).provider());
      Cipher theirs = Cipher.getInstance(name, "SunJCE");
      byte[] in = rsaInput(differential, name, software);
      differential.begin(name);
      int mode =
          name.contains("OAEP") || differential.random().nextBoolean()
              ? Cipher.DECRYPT_MODE
              : Cipher.ENCRYPT_MODE;
      differential.call(
          "mode" + mode + "of" + in.length,
          ours,
          theirs,
          cipher -> {
            cipher.init(mode, cipher == ours ? handle : software.getPrivate());
            int half = in.length / 2;
            cipher.update(in, 0, half);
            return cipher.doFinal(in, half, in.length - half);
          },
          (our, their) -> false);
    }
    REPORT.append(differential.text());
  }

  /** A ciphertext, one that was changed, or a block of the modulus's length. */
  private static byte[] rsaInput(Differential differential, String name, KeyPair pair)
      throws GeneralSecurityException {
    Random random = differential.random();
    byte[] block = new byte[256];
    random.nextBytes(block);
    block[0] &= 0x7f;
    if (random.nextInt(3) == 0) {
      return random.nextInt(4) == 0 ? new byte[257 + random.nextInt(5)] : block;
    }
    Cipher sealing = Cipher.getInstance(name, "SunJCE");
    sealing.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    byte[] sealed = sealing.doFinal(differential.bytes(100));
    if (random.nextBoolean()) {
      sealed[1 + random.nextInt(255)] ^= (byte) (1 << random.nextInt(8));
    }
    return sealed;
  }

  @EveryBackend
  void macs(Backend backend) throws Exception {
    Differential differential = new Differential("MACs on " + backend);
    Random random = differential.random();
    List<MacScheme> schemes = new ArrayList<>();
    for (MacScheme scheme : MacScheme.values()) {
      if (BENCH.offers(backend, scheme)) {
        schemes.add(scheme);
      }
    }
    while (differential.done() < share(30)) {
      MacScheme scheme = schemes.get(random.nextInt(schemes.size()));
      boolean hmac = scheme.digest().isPresent();
      byte[] material = new byte[hmac ? 14 + random.nextInt(150) : 16 + 8 * random.nextInt(3)];
      random.nextBytes(material);
      SecretKey software = new SecretKeySpec(material, hmac ? scheme.jcaName() : "AES");
      SecretKey handle = BENCH.twin(backend, software);
      Mac ours = Mac.getInstance(scheme.jcaName(), BENCH.fixture(backend).provider());
      Mac theirs =
          hmac
              ? Mac.getInstance(scheme.jcaName(), "SunJCE")
              : Mac.getInstance(scheme.jcaName(), BOUNCY_CASTLE);
      ours.init(handle);
      theirs.init(software);
      differential.begin(scheme.jcaName());
      for (int i = 0; i < 12; i++) {
        byte[] in = differential.bytes(300);
        int what = random.nextInt(5);
        differential.call(
            new String[] {"update", "update", "doFinal", "reset", "clone"}[what] + in.length,
            ours,
            theirs,
            mac -> computed(mac, what, in),
            // Bouncy Castle's MACs do not clone.
            (our, their) -> their.endsWith("CloneNotSupportedException"));
      }
      handle.destroy();
    }
    REPORT.append(differential.text());
  }

  private static byte[] computed(Mac mac, int what, byte[] in) throws Exception {
    switch (what) {
      case 2 -> {
        return mac.doFinal(in);
      }
      case 3 -> mac.reset();
      case 4 -> {
        return ((Mac) mac.clone()).doFinal(in);
      }
      default -> mac.update(in);
    }
    return new byte[0];
  }
}
