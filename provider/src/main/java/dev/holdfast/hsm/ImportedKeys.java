// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.Template;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.crypto.params.DESParameters;

/** Turns key material made elsewhere into the templates that C_CreateObject takes. */
final class ImportedKeys {
  private ImportedKeys() {}

  /**
   * The template of a private or secret key; closing it wipes the copy of the material in it.
   *
   * @param keyType CKK_ of such keys on the token
   * @throws KeyOperationException with reason WRONG_KEY if the material is no key of that spec
   */
  static Template template(
      KeySpec spec, long keyType, Set<KeyUsage> usages, Templates.Place place, byte[] material)
      throws KeyOperationException {
    try {
      return switch (spec.type()) {
        case RSA -> rsa(spec, Templates.privateKey(spec, keyType, usages, place), material);
        case EC -> ec(spec, Templates.privateKey(spec, keyType, usages, place), material);
        case ED, XDH -> octets(spec, Templates.privateKey(spec, keyType, usages, place), material);
        case AES, SYMMETRIC_DEFAULT, CHACHA20, DES_EDE, HMAC, GENERIC ->
            secret(spec, Templates.secretKey(spec, usages, place), material);
        case ML_DSA, ML_KEM, SLH_DSA, RSA_PSS ->
            throw new KeyOperationException(
                Reason.UNSUPPORTED, "Tokens take in no " + spec + " keys");
      };
    } catch (IOException | IllegalArgumentException e) {
      // The cause can quote what it could not parse, so it stays here.
      throw wrong(spec);
    }
  }

  private static KeyOperationException wrong(KeySpec spec) {
    return new KeyOperationException(Reason.WRONG_KEY, "The material is no " + spec + " key");
  }

  private static Template rsa(KeySpec spec, Template.Builder template, byte[] pkcs8)
      throws KeyOperationException, IOException {
    RSAPrivateKey key =
        RSAPrivateKey.getInstance(PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey());
    if (key.getModulus().bitLength() != spec.bits()) {
      throw wrong(spec);
    }
    template
        .set(CKA_MODULUS, PublicKeys.unsigned(key.getModulus()))
        .set(CKA_PUBLIC_EXPONENT, PublicKeys.unsigned(key.getPublicExponent()));
    Map<Long, BigInteger> numbers =
        Map.of(
            CKA_PRIVATE_EXPONENT, key.getPrivateExponent(),
            CKA_PRIME_1, key.getPrime1(),
            CKA_PRIME_2, key.getPrime2(),
            CKA_EXPONENT_1, key.getExponent1(),
            CKA_EXPONENT_2, key.getExponent2(),
            CKA_COEFFICIENT, key.getCoefficient());
    return withSecrets(template, numbers);
  }

  private static Template ec(KeySpec spec, Template.Builder template, byte[] pkcs8)
      throws KeyOperationException, IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
    byte[] params =
        info.getPrivateKeyAlgorithm().getParameters().toASN1Primitive().getEncoded("DER");
    if (!Arrays.equals(params, PublicKeys.ecParams(spec))) {
      throw wrong(spec);
    }
    template.set(CKA_EC_PARAMS, params);
    BigInteger scalar = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
    return withSecrets(template, Map.of(CKA_VALUE, scalar));
  }

  /** The private key of RFC 8410 is an OCTET STRING in PKCS#8's, and bare in CKA_VALUE. */
  private static Template octets(KeySpec spec, Template.Builder template, byte[] pkcs8)
      throws IOException {
    byte[] key =
        ASN1OctetString.getInstance(PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey())
            .getOctets();
    try {
      return template.set(CKA_EC_PARAMS, PublicKeys.ecParams(spec)).set(CKA_VALUE, key).build();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Builds the template and wipes the bytes it was built from, which it reads no earlier. */
  private static Template withSecrets(Template.Builder template, Map<Long, BigInteger> numbers) {
    List<byte[]> secrets = new ArrayList<>();
    try {
      numbers.forEach(
          (type, value) -> {
            byte[] bytes = PublicKeys.unsigned(value);
            secrets.add(bytes);
            template.set(type, bytes);
          });
      return template.build();
    } finally {
      secrets.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    }
  }

  private static Template secret(KeySpec spec, Template.Builder template, byte[] material)
      throws KeyOperationException {
    if (material.length * 8 != spec.bits()) {
      throw wrong(spec);
    }
    // Zeros at the end change nothing for HMAC, which pads its key with them (FIPS 198-1), and some
    // tokens refuse a key that is shorter than the digest.
    byte[] padded = Arrays.copyOf(material, Templates.secretLength(spec));
    if (spec.type() == KeyType.DES_EDE) {
      // The cipher does not look at them, but some tokens want them right.
      DESParameters.setOddParity(padded);
    }
    try {
      return template.set(CKA_VALUE, padded).build();
    } finally {
      Arrays.fill(padded, (byte) 0);
    }
  }
}
