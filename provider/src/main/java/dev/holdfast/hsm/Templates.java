// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.Ckc;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.Template;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;

/**
 * Every attribute template there is. That keys are sensitive and not extractable is said here and
 * nowhere else.
 */
final class Templates {
  /** F4, which every token takes. */
  private static final byte[] PUBLIC_EXPONENT = {1, 0, 1};

  /**
   * Where an object goes.
   *
   * @param stored CKA_TOKEN: on the token, or in this process's session
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Place(boolean stored, byte[] id, String label) {
    Template.Builder begin(long objectClass, long keyType) {
      Template.Builder template =
          Template.builder()
              .set(CKA_CLASS, objectClass)
              .set(CKA_KEY_TYPE, keyType)
              .set(CKA_TOKEN, stored)
              .set(CKA_ID, id);
      // Session keys have none: a token encrypts each text of a private object, an empty one too.
      return stored ? template.set(CKA_LABEL, label) : template;
    }
  }

  private Templates() {}

  /**
   * The private half of a pair, for generation, and to be completed with its value for import.
   *
   * @param keyType CKK_ of such keys on the token
   */
  static Template.Builder privateKey(
      KeySpec spec, long keyType, Set<KeyUsage> usages, Place place) {
    Template.Builder template = secrecy(place.begin(Cko.CKO_PRIVATE_KEY, keyType));
    return usages(template, spec, usages, true).set(CKA_SIGN_RECOVER, false);
  }

  /** The public half of a pair to be generated. */
  static Template.Builder newPublicKey(
      KeySpec spec, long keyType, Set<KeyUsage> usages, Place place) {
    Template.Builder template = publicKey(spec, keyType, usages, place);
    return spec.type() == KeyType.RSA
        ? template
            .set(CKA_MODULUS_BITS, (long) spec.bits())
            .set(CKA_PUBLIC_EXPONENT, PUBLIC_EXPONENT)
        : template.set(CKA_EC_PARAMS, PublicKeys.ecParams(spec));
  }

  /** The public half of a pair that is known. */
  static Template.Builder publicKey(
      KeySpec spec, long keyType, Set<KeyUsage> usages, Place place, PublicKey key) {
    Template.Builder template = publicKey(spec, keyType, usages, place);
    if (key instanceof RSAPublicKey rsa) {
      return template
          .set(CKA_MODULUS, PublicKeys.unsigned(rsa.getModulus()))
          .set(CKA_PUBLIC_EXPONENT, PublicKeys.unsigned(rsa.getPublicExponent()));
    }
    return template
        .set(CKA_EC_PARAMS, PublicKeys.ecParams(spec))
        .set(CKA_EC_POINT, PublicKeys.ecPoint(key));
  }

  private static Template.Builder publicKey(
      KeySpec spec, long keyType, Set<KeyUsage> usages, Place place) {
    Template.Builder template = place.begin(Cko.CKO_PUBLIC_KEY, keyType).set(CKA_PRIVATE, false);
    usages(template, spec, usages, false);
    return spec.type() == KeyType.RSA ? template.set(CKA_WRAP, false) : template;
  }

  /** A secret key, for generation with a length or import with a value. */
  static Template.Builder secretKey(KeySpec spec, Set<KeyUsage> usages, Place place) {
    Template.Builder template =
        secrecy(place.begin(Cko.CKO_SECRET_KEY, Mechanisms.keyType(spec.type())));
    secretUsages(template, spec, usages);
    return template.set(CKA_WRAP, false);
  }

  /** A secret key to be generated. */
  static Template.Builder newSecretKey(KeySpec spec, Set<KeyUsage> usages, Place place) {
    Template.Builder template = secretKey(spec, usages, place);
    boolean oneSize = spec.type() == KeyType.DES_EDE || spec.type() == KeyType.CHACHA20;
    return oneSize ? template : template.set(CKA_VALUE_LEN, (long) secretLength(spec));
  }

  /**
   * A secret that is agreed on to be read and destroyed at once: the one exception to the rule that
   * keys are sensitive, since it is no key.
   */
  static Template.Builder readableSecret(int length) {
    return Template.builder()
        .set(CKA_CLASS, Cko.CKO_SECRET_KEY)
        .set(CKA_KEY_TYPE, Mechanisms.keyType(KeyType.GENERIC))
        .set(CKA_TOKEN, false)
        .set(CKA_PRIVATE, true)
        .set(CKA_SENSITIVE, false)
        .set(CKA_EXTRACTABLE, true)
        .set(CKA_VALUE_LEN, (long) length);
  }

  /** Of AWS's symmetric keys nothing but the keys of messages is made. */
  private static void secretUsages(Template.Builder template, KeySpec spec, Set<KeyUsage> usages) {
    boolean derives = spec.type() == KeyType.SYMMETRIC_DEFAULT;
    boolean encrypt = !derives && usages.contains(KeyUsage.ENCRYPT_DECRYPT);
    boolean mac = usages.contains(KeyUsage.GENERATE_VERIFY_MAC);
    template
        .set(CKA_ENCRYPT, encrypt)
        .set(CKA_DECRYPT, encrypt)
        // Who may decrypt a wrapped key may as well have it unwrapped, and not see it.
        .set(CKA_UNWRAP, encrypt)
        .set(CKA_SIGN, mac)
        .set(CKA_VERIFY, mac)
        .set(CKA_DERIVE, derives || usages.contains(KeyUsage.KEY_AGREEMENT));
  }

  /** The key of one message, which lives in the session that derives it. */
  static Template.Builder messageKey() {
    return secrecy(
            Template.builder()
                .set(CKA_CLASS, Cko.CKO_SECRET_KEY)
                .set(CKA_KEY_TYPE, Ckk.CKK_AES)
                .set(CKA_TOKEN, false))
        .set(CKA_ENCRYPT, true)
        .set(CKA_DECRYPT, true)
        .set(CKA_SIGN, false)
        .set(CKA_VERIFY, false)
        .set(CKA_DERIVE, false)
        .set(CKA_WRAP, false)
        .set(CKA_UNWRAP, false)
        .set(CKA_VALUE_LEN, 32L);
  }

  /** Bytes of a secret key: no shorter than the digest for HMAC, where some tokens refuse less. */
  static int secretLength(KeySpec spec) {
    return Math.max(spec.bits() / 8, spec.digest().map(digest -> digest.length()).orElse(0));
  }

  private static Template.Builder secrecy(Template.Builder template) {
    return template.set(CKA_PRIVATE, true).set(CKA_SENSITIVE, true).set(CKA_EXTRACTABLE, false);
  }

  /** What C_CopyObject changes to make a session object stay. */
  static Template.Builder stay(Place place) {
    return Template.builder()
        .set(CKA_TOKEN, true)
        .set(CKA_ID, place.id)
        .set(CKA_LABEL, place.label);
  }

  static Template.Builder label(String label) {
    return Template.builder().set(CKA_LABEL, label);
  }

  /** Finds objects of one class, stored or in the session. */
  static Template.Builder find(long objectClass, boolean stored) {
    return Template.builder().set(CKA_CLASS, objectClass).set(CKA_TOKEN, stored);
  }

  /** What makes a certificate that is there a key's, or a trusted one. */
  static Template.Builder certificateName(byte[] id, String label) {
    return label(label).set(CKA_ID, id);
  }

  static Template.Builder certificate(byte[] id, String label, X509Certificate certificate)
      throws CertificateEncodingException {
    return Template.builder()
        .set(CKA_CLASS, Cko.CKO_CERTIFICATE)
        .set(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509)
        .set(CKA_TOKEN, true)
        .set(CKA_PRIVATE, false)
        .set(CKA_ID, id)
        .set(CKA_LABEL, label)
        .set(CKA_SUBJECT, certificate.getSubjectX500Principal().getEncoded())
        .set(CKA_ISSUER, certificate.getIssuerX500Principal().getEncoded())
        .set(CKA_SERIAL_NUMBER, serialNumber(certificate))
        .set(CKA_VALUE, certificate.getEncoded());
  }

  /**
   * What C_CopyObject changes besides, where a key is to stay for other uses than it was made for.
   */
  static Template.Builder usages(
      Template.Builder template, KeySpec spec, Set<KeyUsage> usages, boolean privateHalf) {
    if (!spec.type().isAsymmetric()) {
      secretUsages(template, spec, usages);
      return template;
    }
    // No usage is left to the token's own default, which may allow it.
    boolean decrypt = spec.type() == KeyType.RSA && usages.contains(KeyUsage.ENCRYPT_DECRYPT);
    template
        .set(privateHalf ? CKA_SIGN : CKA_VERIFY, usages.contains(KeyUsage.SIGN_VERIFY))
        .set(privateHalf ? CKA_DECRYPT : CKA_ENCRYPT, decrypt);
    if (privateHalf) {
      template.set(CKA_UNWRAP, decrypt);
      template.set(CKA_DERIVE, usages.contains(KeyUsage.KEY_AGREEMENT));
    }
    return template;
  }

  /** The attribute of a private or secret key that allows a usage. */
  static long privateUsage(KeyUsage usage) {
    return switch (usage) {
      case SIGN_VERIFY, GENERATE_VERIFY_MAC -> CKA_SIGN;
      case ENCRYPT_DECRYPT -> CKA_DECRYPT;
      case KEY_AGREEMENT, ENCAPSULATE_DECAPSULATE -> CKA_DERIVE;
    };
  }

  private static byte[] serialNumber(X509Certificate certificate) {
    return PublicKeys.der(new ASN1Integer(certificate.getSerialNumber()));
  }
}
