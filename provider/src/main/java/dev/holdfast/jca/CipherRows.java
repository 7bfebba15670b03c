// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.BlockMode;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code Cipher}: the names of SunJCE, and Bouncy Castle's where they differ. */
public final class CipherRows {
  private static final String NIST_AES = "2.16.840.1.101.3.4.1.";
  private static final int[] SIZES = {128, 192, 256};

  private CipherRows() {}

  /** What computes a transformation. */
  public enum Way {
    BLOCKS,
    GCM,
    CCM,
    CHACHA20_POLY1305,
    KEY_WRAP,
    KEY_WRAP_WITH_PADDING,
    OAEP,
    RSA,
    /** The key management service's Encrypt and Decrypt. */
    MESSAGE
  }

  /**
   * @param padded whether the message is padded here: PKCS #5, or PKCS #1 v1.5 for RSA
   * @param keyBits the one size of key that the name takes; 0 for every size
   * @param blockMode the mode of {@link Way#BLOCKS}, else null
   * @param digest the digest that an OAEP name says, else null
   * @param mgfDigest the digest inside MGF1 that an OAEP name stands for, else null
   */
  public record Transformation(
      Way way, boolean padded, int keyBits, BlockMode blockMode, Digest digest, Digest mgfDigest)
      implements Form {
    @Override
    public boolean accepts(KeySpec spec) {
      return keyBits == 0 || keyBits == spec.bits();
    }

    private static Transformation of(Way way, boolean padded, int keyBits) {
      return new Transformation(way, padded, keyBits, null, null, null);
    }

    private static Transformation of(BlockMode mode, boolean padded, int keyBits) {
      return new Transformation(Way.BLOCKS, padded, keyBits, mode, null, null);
    }
  }

  static void addTo(List<Row> rows) {
    addBlocks(rows);
    addAuthenticated(rows);
    addKeyWrap(rows);
    addRsa(rows);
    rows.add(
        new Row(
            JcaEngine.CIPHER,
            "Holdfast",
            List.of(),
            KeyType.SYMMETRIC_DEFAULT,
            Transformation.of(Way.MESSAGE, false, 0)));
  }

  private static void addBlocks(List<Row> rows) {
    rows.add(
        aes(
            "AES/ECB/PKCS5Padding",
            Transformation.of(BlockMode.AES_ECB, true, 0),
            List.of("AES", "AES/ECB/PKCS7Padding")));
    rows.add(aes("AES/ECB/NoPadding", Transformation.of(BlockMode.AES_ECB, false, 0), List.of()));
    rows.add(
        aes(
            "AES/CBC/PKCS5Padding",
            Transformation.of(BlockMode.AES_CBC, true, 0),
            List.of("AES/CBC/PKCS7Padding")));
    rows.add(aes("AES/CBC/NoPadding", Transformation.of(BlockMode.AES_CBC, false, 0), List.of()));
    rows.add(aes("AES/CTR/NoPadding", Transformation.of(BlockMode.AES_CTR, false, 0), List.of()));
    for (int bits : SIZES) {
      rows.add(
          aes(
              sized(bits, "ECB/NoPadding"),
              Transformation.of(BlockMode.AES_ECB, false, bits),
              names(oid(bits, 1))));
      rows.add(
          aes(
              sized(bits, "CBC/NoPadding"),
              Transformation.of(BlockMode.AES_CBC, false, bits),
              names(oid(bits, 2))));
    }
    Transformation padded = Transformation.of(BlockMode.DES_EDE_CBC, true, 0);
    rows.add(
        new Row(
            JcaEngine.CIPHER,
            "DESede/CBC/PKCS5Padding",
            List.of("TripleDES/CBC/PKCS5Padding", "DESede/CBC/PKCS7Padding"),
            KeyType.DES_EDE,
            padded));
    Transformation plain = Transformation.of(BlockMode.DES_EDE_CBC, false, 0);
    rows.add(
        new Row(
            JcaEngine.CIPHER,
            "DESede/CBC/NoPadding",
            List.of("TripleDES/CBC/NoPadding"),
            KeyType.DES_EDE,
            plain));
  }

  private static void addAuthenticated(List<Row> rows) {
    rows.add(aes("AES/GCM/NoPadding", Transformation.of(Way.GCM, false, 0), List.of()));
    for (int bits : SIZES) {
      rows.add(
          aes(
              sized(bits, "GCM/NoPadding"),
              Transformation.of(Way.GCM, false, bits),
              names(oid(bits, 6))));
    }
    rows.add(aes("AES/CCM/NoPadding", Transformation.of(Way.CCM, false, 0), ccmNames()));
    rows.add(new Row(JcaEngine.ALGORITHM_PARAMETERS, "CCM", ccmNames(), null, null));
    rows.add(
        new Row(
            JcaEngine.CIPHER,
            "ChaCha20-Poly1305",
            names("1.2.840.113549.1.9.16.3.18", "ChaCha20-Poly1305/None/NoPadding"),
            KeyType.CHACHA20,
            Transformation.of(Way.CHACHA20_POLY1305, false, 0)));
  }

  /** One object identifier for each size of key; the name is for all. */
  private static List<String> ccmNames() {
    List<String> names = new ArrayList<>();
    for (int bits : SIZES) {
      names.addAll(names(oid(bits, 7)));
    }
    return List.copyOf(names);
  }

  private static void addKeyWrap(List<Row> rows) {
    Transformation padded = Transformation.of(Way.KEY_WRAP, true, 0);
    rows.add(
        aes("AES/KW/NoPadding", Transformation.of(Way.KEY_WRAP, false, 0), List.of("AESWrap")));
    rows.add(aes("AES/KW/PKCS5Padding", padded, List.of()));
    rows.add(
        aes(
            "AES/KWP/NoPadding",
            Transformation.of(Way.KEY_WRAP_WITH_PADDING, false, 0),
            List.of("AESWrapPad")));
    for (int bits : SIZES) {
      rows.add(
          aes(
              sized(bits, "KW/NoPadding"),
              Transformation.of(Way.KEY_WRAP, false, bits),
              names(oid(bits, 5), "AESWrap_".concat(Integer.toString(bits)))));
      rows.add(
          aes(
              sized(bits, "KW/PKCS5Padding"),
              Transformation.of(Way.KEY_WRAP, true, bits),
              List.of()));
      rows.add(
          aes(
              sized(bits, "KWP/NoPadding"),
              Transformation.of(Way.KEY_WRAP_WITH_PADDING, false, bits),
              names(oid(bits, 8), "AESWrapPad_".concat(Integer.toString(bits)))));
    }
  }

  private static void addRsa(List<Row> rows) {
    rows.add(
        rsa(
            "RSA/ECB/PKCS1Padding",
            Transformation.of(Way.RSA, true, 0),
            List.of("RSA", "RSA/NONE/PKCS1Padding")));
    rows.add(
        rsa(
            "RSA/ECB/NoPadding",
            Transformation.of(Way.RSA, false, 0),
            List.of("RSA/NONE/NoPadding")));
    rows.add(oaep("OAEPPadding", Digest.SHA_1, Digest.SHA_1));
    for (Digest digest :
        List.of(
            Digest.SHA_1,
            Digest.SHA_224,
            Digest.SHA_256,
            Digest.SHA_384,
            Digest.SHA_512,
            Digest.SHA_512_224,
            Digest.SHA_512_256)) {
      // As in SunJCE, the name says the digest of the label, and MGF1's stays SHA-1.
      rows.add(oaep(oaepName(digest.jcaName()), digest, Digest.SHA_1));
    }
    for (Digest digest :
        List.of(Digest.SHA_1, Digest.SHA_224, Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
      // Bouncy Castle's names, which mean both.
      rows.add(oaep(oaepName(digest.shortName()), digest, digest));
    }
    for (Digest digest :
        List.of(Digest.SHA3_224, Digest.SHA3_256, Digest.SHA3_384, Digest.SHA3_512)) {
      rows.add(oaep(oaepName(digest.jcaName()), digest, digest));
    }
  }

  private static String oaepName(String digest) {
    return "OAEPWith".concat(digest).concat("AndMGF1Padding");
  }

  private static Row oaep(String padding, Digest digest, Digest mgfDigest) {
    return rsa(
        "RSA/ECB/".concat(padding),
        new Transformation(Way.OAEP, true, 0, null, digest, mgfDigest),
        List.of("RSA/NONE/".concat(padding)));
  }

  private static Row rsa(String name, Transformation form, List<String> aliases) {
    return new Row(JcaEngine.CIPHER, name, aliases, KeyType.RSA, form);
  }

  private static Row aes(String name, Transformation form, List<String> aliases) {
    return new Row(JcaEngine.CIPHER, name, aliases, KeyType.AES, form);
  }

  private static String sized(int bits, String rest) {
    return "AES_".concat(Integer.toString(bits)).concat("/").concat(rest);
  }

  /** NIST's object identifiers: twenty for each size of key. */
  private static String oid(int bits, int number) {
    return NIST_AES.concat(Integer.toString(20 * (bits - 128) / 64 + number));
  }
}
