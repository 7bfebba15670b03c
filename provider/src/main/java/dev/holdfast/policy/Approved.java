// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.policy;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the setting {@code approved = on} leaves: the algorithms that NIST approves. One row for
 * each thing that it does not approve; what no row names is approved. SP 800-131A calls reading old
 * data "legacy use": decrypting and unwrapping what was made when its algorithm was approved still,
 * and verifying what was signed then.
 */
public final class Approved {
  /** Uses that read what there is and protect nothing new. */
  private static final Set<Operation> READING =
      EnumSet.of(
          Operation.DECRYPT,
          Operation.RE_ENCRYPT_FROM,
          Operation.VERIFY,
          Operation.VERIFY_MAC,
          Operation.IMPORT_KEY_MATERIAL);

  /** The shortest approved digest, SHA-224's, in bytes. */
  private static final int SHORTEST_DIGEST = 28;

  /** How far a row goes. */
  private enum Use {
    /** Refused altogether. */
    NEVER,
    /** Legacy use is left. */
    READING
  }

  /**
   * @param what for people, with a verb in the singular after it
   * @param standard where NIST says so
   * @param keys the keys it is about; all of them where {@code uses} says it
   * @param uses the algorithms it is about; all of them where {@code keys} says it
   */
  private record Row(
      String what, Use use, String standard, Predicate<KeySpec> keys, Predicate<Algorithm> uses) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "A key on a curve that is not P-256, P-384 or P-521",
              Use.NEVER,
              "SP 800-186, appendix H, leaves them for interoperability alone",
              spec -> spec.curve().filter(curve -> !curve.isNist()).isPresent(),
              Approved::anyUse),
          new Row(
              "Key agreement with X25519 or X448",
              Use.NEVER,
              "SP 800-56A has it not",
              spec -> spec.type() == KeyType.XDH,
              Approved::anyUse),
          new Row(
              "ChaCha20-Poly1305",
              Use.NEVER,
              "SP 800-38D has AES alone",
              spec -> spec.type() == KeyType.CHACHA20,
              Approved::anyUse),
          new Row(
              "Triple DES",
              Use.READING,
              "SP 800-131A",
              spec -> spec.type() == KeyType.DES_EDE,
              Approved::anyUse),
          new Row(
              "An RSA key of less than 2048 bits",
              Use.READING,
              "SP 800-131A",
              spec -> spec.type() == KeyType.RSA && spec.bits() < 2048,
              Approved::anyUse),
          new Row(
              "RSA encryption with the padding of PKCS #1 v1.5",
              Use.NEVER,
              "SP 800-131A",
              Approved::anyKey,
              CipherScheme.RsaPkcs1.class::isInstance),
          new Row(
              "RSA over what the caller has padded or hashed unseen",
              Use.NEVER,
              "FIPS 186-5 and SP 800-56B want it all done in one place",
              Approved::anyKey,
              Approved::isRawRsa),
          new Row(
              "A signature over SHA-1",
              Use.READING,
              "SP 800-131A",
              Approved::anyKey,
              algorithm ->
                  algorithm instanceof SignScheme scheme
                      && (scheme.digest().filter(Digest.SHA_1::equals).isPresent()
                          || scheme.mgfDigest().filter(Digest.SHA_1::equals).isPresent())),
          new Row(
              "RSASSA-PSS with a salt longer than the digest",
              Use.READING,
              "FIPS 186-5, section 5.4",
              Approved::anyKey,
              algorithm ->
                  algorithm instanceof SignScheme scheme
                      && scheme.kind() == SignScheme.Kind.RSA_PSS
                      && scheme.saltLength() > scheme.digest().orElseThrow().length()));

  private Approved() {}

  private static boolean anyKey(KeySpec spec) {
    return true;
  }

  private static boolean anyUse(Algorithm algorithm) {
    return true;
  }

  private static boolean isRawRsa(Algorithm algorithm) {
    return algorithm instanceof CipherScheme.RsaRaw
        || (algorithm instanceof SignScheme scheme
            && (scheme.kind() == SignScheme.Kind.RSA_RAW
                || (scheme.kind() == SignScheme.Kind.RSA_PKCS1 && scheme.digest().isEmpty())));
  }

  /**
   * Refuses what is not approved for an operation.
   *
   * @param algorithm the way to compute; the key's spec where it is made or taken in
   * @throws KeyOperationException with reason UNSUPPORTED
   */
  public static void require(KeySpec spec, Operation operation, Algorithm algorithm)
      throws KeyOperationException {
    for (Row row : ROWS) {
      if (row.keys().test(spec)
          && row.uses().test(algorithm)
          && (row.use() == Use.NEVER || !READING.contains(operation))) {
        throw refusal(row.what(), row.standard());
      }
    }
  }

  /**
   * Refuses to sign a digest that is too short for an approved one: where the caller computed it,
   * ECDSA does not say which digest it was.
   */
  public static void requireDigest(SignScheme scheme, byte[] input) throws KeyOperationException {
    if (scheme.kind() == SignScheme.Kind.ECDSA && input.length < SHORTEST_DIGEST) {
      throw refusal("A signature over a digest of " + input.length + " bytes", "SP 800-131A");
    }
  }

  private static KeyOperationException refusal(String what, String standard) {
    return new KeyOperationException(
        Reason.UNSUPPORTED, what + " is refused, since approved = on (" + standard + ")");
  }
}
