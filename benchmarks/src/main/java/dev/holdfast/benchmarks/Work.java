// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.util.Arrays;

/** What is measured: one row for each operation, its key and the size of its input. */
enum Work {
  RSA_2048_SIGN("rsa-2048-sign", "RSA-2048 signature", Kind.SIGN, "SHA256withRSA", "RSA-2048", 256),
  RSA_3072_SIGN("rsa-3072-sign", "RSA-3072 signature", Kind.SIGN, "SHA256withRSA", "RSA-3072", 256),
  ECDSA_P256_SIGN(
      "ecdsa-p256-sign",
      "ECDSA P-256 signature",
      Kind.SIGN,
      "SHA256withECDSA",
      "EC-secp256r1",
      256),
  ECDSA_P384_SIGN(
      "ecdsa-p384-sign",
      "ECDSA P-384 signature",
      Kind.SIGN,
      "SHA384withECDSA",
      "EC-secp384r1",
      256),
  ED25519_SIGN("ed25519-sign", "Ed25519 signature", Kind.SIGN, "Ed25519", "Ed25519", 256),
  RSA_2048_DECRYPT(
      "rsa-2048-decrypt",
      "RSA-2048 decryption, PKCS #1",
      Kind.DECRYPT,
      "RSA/ECB/PKCS1Padding",
      "RSA-2048",
      32),
  RSA_2048_OAEP(
      "rsa-2048-oaep",
      "RSA-2048 decryption, OAEP",
      Kind.DECRYPT,
      "RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
      "RSA-2048",
      32),
  GCM_16("aes-gcm-16", "AES-256-GCM, 16 B", Kind.ENCRYPT, "AES/GCM/NoPadding", "AES", 16),
  GCM_1K("aes-gcm-1k", "AES-256-GCM, 1 KiB", Kind.ENCRYPT, "AES/GCM/NoPadding", "AES", 1 << 10),
  GCM_16K("aes-gcm-16k", "AES-256-GCM, 16 KiB", Kind.ENCRYPT, "AES/GCM/NoPadding", "AES", 1 << 14),
  GCM_1M("aes-gcm-1m", "AES-256-GCM, 1 MiB", Kind.ENCRYPT, "AES/GCM/NoPadding", "AES", 1 << 20),
  CBC_16("aes-cbc-16", "AES-256-CBC, 16 B", Kind.ENCRYPT, "AES/CBC/PKCS5Padding", "AES", 16),
  CBC_1K("aes-cbc-1k", "AES-256-CBC, 1 KiB", Kind.ENCRYPT, "AES/CBC/PKCS5Padding", "AES", 1 << 10),
  CBC_16K(
      "aes-cbc-16k", "AES-256-CBC, 16 KiB", Kind.ENCRYPT, "AES/CBC/PKCS5Padding", "AES", 1 << 14),
  CBC_1M("aes-cbc-1m", "AES-256-CBC, 1 MiB", Kind.ENCRYPT, "AES/CBC/PKCS5Padding", "AES", 1 << 20),
  HMAC_32("hmac-sha256-32", "HMAC-SHA-256, 32 B", Kind.MAC, "HmacSHA256", "HmacSHA256", 32),
  MAKE_RSA("make-rsa-2048", "RSA-2048 key pair made", Kind.MAKE_PAIR, "RSA", "RSA-2048", 0),
  MAKE_EC("make-ec-p256", "EC P-256 key pair made", Kind.MAKE_PAIR, "EC", "EC-secp256r1", 0),
  MAKE_AES("make-aes-256", "AES-256 key made", Kind.MAKE_SECRET, "AES", "AES", 0);

  /** Which JCA engine does it. */
  enum Kind {
    SIGN,
    DECRYPT,
    ENCRYPT,
    MAC,
    MAKE_PAIR,
    MAKE_SECRET
  }

  private final String id;
  private final String title;
  private final Kind kind;
  private final String algorithm;
  private final String key;
  private final int bytes;

  Work(String id, String title, Kind kind, String algorithm, String key, int bytes) {
    this.id = id;
    this.title = title;
    this.kind = kind;
    this.algorithm = algorithm;
    this.key = key;
    this.bytes = bytes;
  }

  static Work named(String id) {
    return Arrays.stream(values())
        .filter(work -> work.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no work " + id));
  }

  /** The name in results and on command lines. */
  String id() {
    return id;
  }

  /** The name for people. */
  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** The JCA's name of the algorithm or transformation. */
  String algorithm() {
    return algorithm;
  }

  /** The kind of key: an algorithm and, after a hyphen, a size or curve. */
  String key() {
    return key;
  }

  /** The size of the input. */
  int bytes() {
    return bytes;
  }
}
