// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the attributes of a key object say, whoever made it. */
final class KeyAttributes {
  static final long[] PRIVATE = {
    CKA_KEY_TYPE,
    CKA_ID,
    CKA_LABEL,
    CKA_MODULUS,
    CKA_PUBLIC_EXPONENT,
    CKA_EC_PARAMS,
    CKA_SIGN,
    CKA_DECRYPT,
    CKA_DERIVE,
    CKA_ALWAYS_AUTHENTICATE
  };
  static final long[] PUBLIC = {
    CKA_KEY_TYPE, CKA_ID, CKA_LABEL, CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_EC_PARAMS, CKA_EC_POINT
  };
  private static final long[] RSA_HALF = {CKA_MODULUS, CKA_PUBLIC_EXPONENT};
  private static final long[] POINT = {CKA_EC_POINT};
  static final long[] SECRET = {
    CKA_KEY_TYPE, CKA_ID, CKA_LABEL, CKA_VALUE_LEN, CKA_SIGN, CKA_DECRYPT, CKA_DERIVE
  };

  /** Other programs' HMAC keys with a type of their own, which says the digest. */
  private static final Map<Long, Digest> HMAC_TYPES =
      Map.of(
          Ckk.CKK_SHA_1_HMAC, Digest.SHA_1,
          Ckk.CKK_SHA224_HMAC, Digest.SHA_224,
          Ckk.CKK_SHA256_HMAC, Digest.SHA_256,
          Ckk.CKK_SHA384_HMAC, Digest.SHA_384,
          Ckk.CKK_SHA512_HMAC, Digest.SHA_512);

  /** Types of keys on a curve, whose private objects do not hold the public half. */
  static final Set<Long> CURVED = Set.of(Ckk.CKK_EC, Ckk.CKK_EC_EDWARDS, Ckk.CKK_EC_MONTGOMERY);

  /** Types that come in several sizes. */
  private static final Set<Long> SIZED = Set.of(Ckk.CKK_AES, Ckk.CKK_GENERIC_SECRET);

  /** Names of types that have no use here, for people. */
  private static final Map<Long, String> OTHER_TYPES =
      Map.of(
          Ckk.CKK_DSA, "DSA",
          Ckk.CKK_DH, "Diffie-Hellman",
          Ckk.CKK_RC4, "RC4",
          Ckk.CKK_DES, "DES",
          Ckk.CKK_DES2, "DES with two keys",
          Ckk.CKK_GOSTR3410, "GOST R 34.10");

  private KeyAttributes() {}

  /** An object that another program has just destroyed is none, and no error. */
  static Optional<Attributes> read(Session session, long handle, long... types)
      throws Pkcs11Exception {
    try {
      return Optional.of(session.getAttributes(handle, types));
    } catch (Pkcs11Exception e) {
      if (e.rv() == Ckr.CKR_OBJECT_HANDLE_INVALID) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The public key of an object that was just made. */
  static Optional<PublicKey> publicKey(Session session, long handle) throws Pkcs11Exception {
    return publicKey(session.getAttributes(handle, PUBLIC));
  }

  /**
   * The public key of a pair that the caller has just made.
   *
   * @param stored on the token, where other threads list objects
   */
  static Optional<PublicKey> publicKey(Session session, long handle, KeySpec spec, boolean stored)
      throws Pkcs11Exception {
    long[] types = spec.type() == KeyType.RSA ? RSA_HALF : POINT;
    Attributes attributes =
        stored ? session.getAttributes(handle, types) : session.getAttributesOfNew(handle, types);
    return spec.type() == KeyType.RSA
        ? PublicKeys.rsa(attributes)
        : PublicKeys.point(spec, attributes);
  }

  static Optional<PublicKey> publicKey(Attributes attributes) {
    Optional<KeySpec> onCurve = PublicKeys.onCurve(attributes);
    return onCurve.isPresent()
        ? PublicKeys.point(onCurve.get(), attributes)
        : PublicKeys.rsa(attributes);
  }

  /** Of what its type can do, what the key's attributes do not deny. */
  static Set<KeyUsage> usages(KeySpec spec, Attributes attributes) {
    Set<KeyUsage> usages = EnumSet.noneOf(KeyUsage.class);
    for (KeyUsage usage : spec.type().usages()) {
      if (attributes.bool(Templates.privateUsage(usage)).orElse(true)) {
        usages.add(usage);
      }
    }
    return usages;
  }

  /** The kind of key; empty for what cannot be used here, whoever made it. */
  static Optional<KeySpec> spec(Attributes attributes) {
    long type = attributes.ulong(CKA_KEY_TYPE).orElse(-1L);
    try {
      if (type == Ckk.CKK_RSA) {
        return PublicKeys.modulus(attributes).map(n -> KeySpec.rsa(n.bitLength()));
      }
      if (CURVED.contains(type)) {
        return PublicKeys.onCurve(attributes);
      }
      if (type == Ckk.CKK_DES3) {
        return Optional.of(KeySpec.desEde());
      }
      if (type == Ckk.CKK_CHACHA20) {
        return Optional.of(KeySpec.chacha20());
      }
      Optional<Integer> bits = attributes.ulong(CKA_VALUE_LEN).map(n -> Math.toIntExact(8 * n));
      if (type == Ckk.CKK_AES) {
        return bits.map(KeySpec::aes);
      }
      if (type == Ckk.CKK_GENERIC_SECRET || HMAC_TYPES.containsKey(type)) {
        return bits.map(n -> KeySpec.hmac(HMAC_TYPES.getOrDefault(type, digestOf(n)), n));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A size that Holdfast does not use.
    }
    return Optional.empty();
  }

  /** What {@link #spec} missed, for people. */
  static String whyUnusable(Attributes attributes) {
    Optional<Long> type = attributes.ulong(CKA_KEY_TYPE);
    if (type.isEmpty()) {
      return "it has no CKA_KEY_TYPE";
    }
    if (type.get() == Ckk.CKK_RSA) {
      return PublicKeys.modulus(attributes)
          .map(n -> "RSA keys of " + n.bitLength() + " bits have no use")
          .orElse("it has no CKA_MODULUS");
    }
    if (CURVED.contains(type.get())) {
      return attributes.bytes(CKA_EC_PARAMS).filter(der -> der.length > 0).isPresent()
          ? "its curve is none of those that Holdfast uses"
          : "it has no CKA_EC_PARAMS";
    }
    String name = String.format("CKA_KEY_TYPE 0x%08X", type.get());
    if (Long.compareUnsigned(type.get(), Ckk.CKK_VENDOR_DEFINED) >= 0) {
      return "its type is the vendor's own, " + name;
    }
    if (!SIZED.contains(type.get()) && !HMAC_TYPES.containsKey(type.get())) {
      return OTHER_TYPES.getOrDefault(type.get(), "its type") + ", " + name + ", has no use";
    }
    return attributes
        .ulong(CKA_VALUE_LEN)
        .map(length -> "keys of its type with " + length + " bytes have no use")
        .orElse("it has no CKA_VALUE_LEN");
  }

  /** A generic secret does not say its digest; its length does where Holdfast has made it. */
  private static Digest digestOf(int bits) {
    return Arrays.stream(new Digest[] {Digest.SHA_384, Digest.SHA_512})
        .filter(digest -> digest.bits() == bits)
        .findFirst()
        .orElse(Digest.SHA_256);
  }

  static byte[] id(Attributes attributes) {
    return attributes.bytes(CKA_ID).orElse(new byte[0]);
  }

  static String label(Attributes attributes) {
    return attributes.text(CKA_LABEL).orElse("");
  }
}
