// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.Digest;
import dev.holdfast.model.SignScheme;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/** AWS's signing algorithms, with the types of message that each takes. */
enum SigningAlgorithm {
  RSASSA_PSS_SHA_256(pss(Digest.SHA_256), "RAW", "DIGEST"),
  RSASSA_PSS_SHA_384(pss(Digest.SHA_384), "RAW", "DIGEST"),
  RSASSA_PSS_SHA_512(pss(Digest.SHA_512), "RAW", "DIGEST"),
  RSASSA_PKCS1_V1_5_SHA_256(SignScheme.rsaPkcs1(Digest.SHA_256), "RAW", "DIGEST"),
  RSASSA_PKCS1_V1_5_SHA_384(SignScheme.rsaPkcs1(Digest.SHA_384), "RAW", "DIGEST"),
  RSASSA_PKCS1_V1_5_SHA_512(SignScheme.rsaPkcs1(Digest.SHA_512), "RAW", "DIGEST"),
  ECDSA_SHA_256(SignScheme.ecdsa(Digest.SHA_256), "RAW", "DIGEST"),
  ECDSA_SHA_384(SignScheme.ecdsa(Digest.SHA_384), "RAW", "DIGEST"),
  ECDSA_SHA_512(SignScheme.ecdsa(Digest.SHA_512), "RAW", "DIGEST"),
  /** Signs the message itself. */
  ED25519_SHA_512(SignScheme.eddsa(), "RAW"),
  /** Takes a SHA-512 digest as its message, and hashes that again (RFC 8032's Ed25519ph). */
  ED25519_PH_SHA_512(SignScheme.eddsa(true, new byte[0]), "DIGEST"),
  /** Signs the message itself, or the representative mu that was made of it (FIPS 204). */
  ML_DSA_SHAKE_256(SignScheme.mlDsa(), "RAW", "EXTERNAL_MU");

  static final String RAW = "RAW";
  static final String DIGEST = "DIGEST";
  static final String EXTERNAL_MU = "EXTERNAL_MU";

  /** The length of a SHA-512 digest and of an ML-DSA message representative. */
  private static final int LONG_DIGEST = 64;

  @SuppressWarnings("ImmutableEnumChecker") // it has no setters
  private final SignScheme scheme;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> messageTypes;

  SigningAlgorithm(SignScheme scheme, String... messageTypes) {
    this.scheme = scheme;
    this.messageTypes = Set.of(messageTypes);
  }

  /** The salt is as long as the digest. */
  private static SignScheme pss(Digest digest) {
    return SignScheme.rsaPss(digest, digest, digest.length());
  }

  /** How a message of a type is signed. */
  SignScheme scheme(String messageType) {
    return messageType.equals(EXTERNAL_MU) ? SignScheme.mlDsaMu() : scheme;
  }

  /** Refuses a type of message that the algorithm does not take, and a digest of another length. */
  void requireMessage(String messageType, int length) {
    if (!messageTypes.contains(messageType)) {
      throw Refusals.invalid(
          "MessageType " + messageType + " is not valid for algorithm " + this + ".");
    }
    int wanted =
        switch (messageType) {
          case DIGEST -> scheme.digest().map(Digest::length).orElse(LONG_DIGEST);
          case EXTERNAL_MU -> LONG_DIGEST;
          default -> length;
        };
    if (length != wanted) {
      throw Refusals.invalid("Digest is invalid length for algorithm " + this + ".");
    }
  }

  /** Whether what is signed is a digest of the message, which is made here or by the key. */
  boolean hashes(String messageType) {
    return scheme.digest().isPresent() && messageType.equals(RAW);
  }

  /** What the key signs of a message. */
  byte[] input(String messageType, byte[] message) {
    if (!hashes(messageType)) {
      return message;
    }
    String digest = scheme.digest().orElseThrow().jcaName();
    try {
      return MessageDigest.getInstance(digest).digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has " + digest, e);
    }
  }
}
