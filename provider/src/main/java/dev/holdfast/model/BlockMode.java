// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Arrays;

/** A block cipher in a mode of SP 800-38A, and how its chaining value goes on. */
public enum BlockMode {
  AES_ECB(KeyType.AES, 16, "AES/ECB/NoPadding"),
  AES_CBC(KeyType.AES, 16, "AES/CBC/NoPadding"),
  AES_CTR(KeyType.AES, 16, "AES/CTR/NoPadding"),
  /** To read old data: its blocks of 64 bits and its keys are too short for new ones. */
  DES_EDE_CBC(KeyType.DES_EDE, 8, "DESede/CBC/NoPadding");

  private final KeyType keyType;
  private final int blockSize;
  private final String transformation;

  BlockMode(KeyType keyType, int blockSize, String transformation) {
    this.keyType = keyType;
    this.blockSize = blockSize;
    this.transformation = transformation;
  }

  /** The type of key that serves it. */
  public KeyType keyType() {
    return keyType;
  }

  /** Bytes of a block, and of the IV where there is one. */
  public int blockSize() {
    return blockSize;
  }

  /** Bytes of the chaining value: a block, or none for ECB. */
  public int ivLength() {
    return this == AES_ECB ? 0 : blockSize;
  }

  /** Whether a message may end within a block. */
  public boolean isStream() {
    return this == AES_CTR;
  }

  /** The standard name for {@link javax.crypto.Cipher}. */
  public String transformation() {
    return transformation;
  }

  /**
   * The chaining value after a piece.
   *
   * @param iv the one before it
   * @param ciphertext what was written or read, whole blocks
   */
  public byte[] next(byte[] iv, byte[] ciphertext, int offset, int length) {
    return switch (this) {
      case AES_ECB -> iv;
      case AES_CBC, DES_EDE_CBC -> lastBlock(iv, ciphertext, offset, length);
      case AES_CTR -> added(iv, length / iv.length);
    };
  }

  private static byte[] lastBlock(byte[] iv, byte[] ciphertext, int offset, int length) {
    return length == 0
        ? iv
        : Arrays.copyOfRange(ciphertext, offset + length - iv.length, offset + length);
  }

  /** A counter block so many blocks on, modulo 2^128 (SP 800-38A, appendix B.1). */
  private static byte[] added(byte[] counter, long blocks) {
    byte[] result = counter.clone();
    long carry = blocks;
    for (int i = result.length - 1; i >= 0 && carry != 0; i--) {
      carry += result[i] & 0xff;
      result[i] = (byte) carry;
      carry >>>= 8;
    }
    return result;
  }
}
