// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.ledger;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.Rows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A hash tree over the records of a store, so that one root speaks for them all and checking one
 * record reads five small rows, however many records there are.
 *
 * <p>Three levels of nodes with 16 children each lead to 4,096 buckets; a record's bucket is the
 * first 12 bits of its locator, the SHA-256 of its kind and name. A bucket lists the records in it,
 * by the first 16 bytes of the locator, each with the 32 bytes of its digest. Nodes and buckets are
 * rows of kind {@code tree}, named by the hexadecimal path that leads to them; an absent one is all
 * zero.
 *
 * <p>One instance serves one transaction: it keeps the nodes it has read and verified, and writes
 * those that changed when told to.
 */
final class HashTree {
  static final String KIND = "tree";

  /** The hash of a node or bucket that is not there. */
  private static final byte[] NOTHING = new byte[32];

  private static final int DEPTH = 3;
  private static final int FAN_OUT = 16;
  private static final int HASH = 32;
  private static final int LOCATOR = 16;
  private static final int ENTRY = LOCATOR + HASH;

  private final Rows rows;
  private final Map<String, byte[]> verified = new HashMap<>();
  private final Map<String, byte[]> changed = new HashMap<>();
  private byte[] root;

  HashTree(Rows rows, byte[] root) {
    this.rows = rows;
    this.root = root;
  }

  /** The hash that speaks for an empty tree. */
  static byte[] emptyRoot() {
    return NOTHING.clone();
  }

  byte[] root() {
    return root;
  }

  /** The digest the tree holds for a record; empty if it holds none. */
  Optional<byte[]> digest(String kind, String name) throws KeyOperationException {
    byte[] locator = locator(kind, name);
    byte[] bucket = load(bucketPath(locator));
    int at = find(bucket, locator);
    return at < 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(bucket, at + LOCATOR, at + ENTRY));
  }

  /** Sets a record's digest, or removes it with an empty one. */
  void set(String kind, String name, Optional<byte[]> digest) throws KeyOperationException {
    byte[] locator = locator(kind, name);
    String path = bucketPath(locator);
    byte[] bucket = load(path);
    int at = find(bucket, locator);
    byte[] without = at < 0 ? bucket : cut(bucket, at);
    byte[] with = digest.map(d -> append(without, locator, d)).orElse(without);
    store(path, with);
  }

  /** Writes what has changed to the rows. */
  void flush() throws KeyOperationException {
    for (Map.Entry<String, byte[]> node : changed.entrySet()) {
      rows.put(KIND, node.getKey(), "", node.getValue());
    }
    changed.clear();
  }

  /** The digest of a record's content, bound to its kind, name and owner. */
  static byte[] digestOf(String kind, String name, String owner, byte[] body) {
    MessageDigest sha = sha256();
    for (String text : new String[] {kind, name, owner}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      // The length in front keeps ("ab", "c") and ("a", "bc") apart.
      sha.update((byte) (bytes.length >>> 24));
      sha.update((byte) (bytes.length >>> 16));
      sha.update((byte) (bytes.length >>> 8));
      sha.update((byte) bytes.length);
      sha.update(bytes);
    }
    return sha.digest(body);
  }

  private byte[] load(String path) throws KeyOperationException {
    byte[] known = verified.get(path);
    if (known != null) {
      return known;
    }
    byte[] wanted = path.isEmpty() ? root : childHash(path);
    byte[] body = rows.get(KIND, name(path)).orElse(new byte[0]);
    if (!MessageDigest.isEqual(wanted, hash(path, body))) {
      throw new KeyOperationException(
          Reason.TAMPERED,
          "The vault's records do not verify (tree node "
              + name(path)
              + "): records were changed, removed, or put back from an older state");
    }
    verified.put(path, body);
    return body;
  }

  private byte[] childHash(String path) throws KeyOperationException {
    byte[] parent = load(path.substring(0, path.length() - 1));
    if (parent.length == 0) {
      return NOTHING;
    }
    int child = Character.digit(path.charAt(path.length() - 1), 16);
    return Arrays.copyOfRange(parent, child * HASH, (child + 1) * HASH);
  }

  private void store(String path, byte[] body) throws KeyOperationException {
    verified.put(path, body);
    changed.put(name(path), body);
    byte[] hash = hash(path, body);
    if (path.isEmpty()) {
      root = hash;
      return;
    }
    String parentPath = path.substring(0, path.length() - 1);
    byte[] parent = load(parentPath);
    byte[] updated = parent.length == 0 ? new byte[FAN_OUT * HASH] : parent.clone();
    int child = Character.digit(path.charAt(path.length() - 1), 16);
    System.arraycopy(hash, 0, updated, child * HASH, HASH);
    store(parentPath, updated);
  }

  private static byte[] hash(String path, byte[] body) {
    if (body.length == 0) {
      return NOTHING;
    }
    MessageDigest sha = sha256();
    // Nodes and buckets hash apart, and each is bound to its place.
    sha.update((byte) (path.length() == DEPTH ? 2 : 1));
    sha.update(path.getBytes(StandardCharsets.US_ASCII));
    return sha.digest(body);
  }

  private static String name(String path) {
    return "/" + path;
  }

  private static byte[] locator(String kind, String name) {
    MessageDigest sha = sha256();
    sha.update(kind.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    return Arrays.copyOf(sha.digest(name.getBytes(StandardCharsets.UTF_8)), LOCATOR);
  }

  private static String bucketPath(byte[] locator) {
    return HexFormat.of().formatHex(locator, 0, 2).substring(0, DEPTH);
  }

  private static int find(byte[] bucket, byte[] locator) {
    for (int at = 0; at < bucket.length; at += ENTRY) {
      if (Arrays.equals(bucket, at, at + LOCATOR, locator, 0, LOCATOR)) {
        return at;
      }
    }
    return -1;
  }

  private static byte[] cut(byte[] bucket, int at) {
    byte[] rest = new byte[bucket.length - ENTRY];
    System.arraycopy(bucket, 0, rest, 0, at);
    System.arraycopy(bucket, at + ENTRY, rest, at, rest.length - at);
    return rest;
  }

  private static byte[] append(byte[] bucket, byte[] locator, byte[] digest) {
    byte[] longer = Arrays.copyOf(bucket, bucket.length + ENTRY);
    System.arraycopy(locator, 0, longer, bucket.length, LOCATOR);
    System.arraycopy(digest, 0, longer, bucket.length + LOCATOR, HASH);
    return longer;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256", e);
    }
  }
}
