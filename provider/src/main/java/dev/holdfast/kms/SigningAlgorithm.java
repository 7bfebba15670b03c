// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.Digest;
import dev.holdfast.model.SignScheme;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;

/** AWS's signing algorithms, with the types of message that each takes. */
enum SigningAlgorithm {
  RSASSA_PSS_SHA_256(pss(Digest.SHA_256), Digest.SHA_256),
  RSASSA_PSS_SHA_384(pss(Digest.SHA_384), Digest.SHA_384),
  RSASSA_PSS_SHA_512(pss(Digest.SHA_512), Digest.SHA_512),
  RSASSA_PKCS1_V1_5_SHA_256(SignScheme.rsaPkcs1(Digest.SHA_256), Digest.SHA_256),
  RSASSA_PKCS1_V1_5_SHA_384(SignScheme.rsaPkcs1(Digest.SHA_384), Digest.SHA_384),
  RSASSA_PKCS1_V1_5_SHA_512(SignScheme.rsaPkcs1(Digest.SHA_512), Digest.SHA_512),
  ECDSA_SHA_256(SignScheme.ecdsa(), Digest.SHA_256),
  ECDSA_SHA_384(SignScheme.ecdsa(), Digest.SHA_384),
  ECDSA_SHA_512(SignScheme.ecdsa(), Digest.SHA_512),
  /** Signs the message itself. */
  ED25519_SHA_512(SignScheme.eddsa(), null, "RAW"),
  /** Takes a SHA-512 digest as its message, and hashes that again (RFC 8032's Ed25519ph). */
  ED25519_PH_SHA_512(SignScheme.eddsa(true, new byte[0]), null, "DIGEST"),
  /** Signs the message itself, or the representative mu that was made of it (FIPS 204). */
  ML_DSA_SHAKE_256(SignScheme.mlDsa(), null, "RAW", "EXTERNAL_MU");

  static final String RAW = "RAW";
  static final String DIGEST = "DIGEST";
  static final String EXTERNAL_MU = "EXTERNAL_MU";

  /** The length of a SHA-512 digest and of an ML-DSA message representative. */
  private static final int LONG_DIGEST = 64;

  @SuppressWarnings("ImmutableEnumChecker") // it has no setters
  private final SignScheme scheme;

  private final Digest digest;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> messageTypes;

  SigningAlgorithm(SignScheme scheme, Digest digest) {
    this(scheme, digest, "RAW", "DIGEST");
  }

  SigningAlgorithm(SignScheme scheme, Digest digest, String... messageTypes) {
    this.scheme = scheme;
    this.digest = digest;
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
          case DIGEST -> digest == null ? LONG_DIGEST : digest.length();
          case EXTERNAL_MU -> LONG_DIGEST;
          default -> length;
        };
    if (length != wanted) {
      throw Refusals.invalid("Digest is invalid length for algorithm " + this + ".");
    }
  }

  /** What the key signs of a message. */
  byte[] input(String messageType, byte[] message) {
    if (digest == null || !messageType.equals(RAW)) {
      return message;
    }
    try {
      return MessageDigest.getInstance(digest.jcaName()).digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has " + digest.jcaName(), e);
    }
  }
}
