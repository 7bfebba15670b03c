// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.pkcs11.Template;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * Key material from outside, taken apart into attribute values. The DER of PKCS#8 is walked by
 * hand, because every object of a library would keep a copy that cannot be wiped; close wipes
 * these.
 */
final class KeyMaterial implements AutoCloseable {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int EC_PUBLIC_KEY = 0xa1;
  private static final int BIT_STRING = 0x03;
  private static final byte[] RSA_OID = oid("1.2.840.113549.1.1.1");
  private static final byte[] EC_OID = oid("1.2.840.10045.2.1");

  /** The attributes of an RSAPrivateKey (RFC 8017 A.1.2) in its order. */
  private static final long[] RSA = {
    CKA_MODULUS,
    CKA_PUBLIC_EXPONENT,
    CKA_PRIVATE_EXPONENT,
    CKA_PRIME_1,
    CKA_PRIME_2,
    CKA_EXPONENT_1,
    CKA_EXPONENT_2,
    CKA_COEFFICIENT
  };

  private record Value(long attribute, byte[] bytes) {}

  private final List<Value> values = new ArrayList<>();
  private Optional<PublicKey> publicKey = Optional.empty();

  private KeyMaterial() {}

  /**
   * Takes material apart.
   *
   * @throws KeyOperationException with reason WRONG_KEY if it is not a key of that spec
   */
  static KeyMaterial of(KeySpec spec, byte[] material) throws KeyOperationException {
    KeyMaterial result = new KeyMaterial();
    try {
      switch (spec.type()) {
        case RSA -> result.readRsa(spec, material);
        case EC -> result.readEc(spec.curve().orElseThrow(), material);
        case AES, HMAC -> result.readSecret(spec, material);
      }
      return result;
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      result.close();
      // Without cause: what a parser says of its input may quote it.
      throw new KeyOperationException(
          Reason.WRONG_KEY, "The material is no " + spec + " key that could be imported");
    }
  }

  /** The public half, as far as the material has it. */
  Optional<PublicKey> publicKey() {
    return publicKey;
  }

  void addTo(Template.Builder template) {
    for (Value value : values) {
      template.set(value.attribute, value.bytes);
    }
  }

  private void readSecret(KeySpec spec, byte[] material) {
    check(material.length == spec.bits() / 8);
    // Zeros at the end leave an HMAC as it is (RFC 2104), and tokens refuse shorter keys.
    add(CKA_VALUE, Arrays.copyOf(material, Templates.secretLength(spec)));
  }

  private void readRsa(KeySpec spec, byte[] pkcs8) {
    Der info = Der.of(pkcs8).enter(SEQUENCE);
    info.skip(INTEGER);
    check(Arrays.equals(info.enter(SEQUENCE).whole(OBJECT_IDENTIFIER), RSA_OID));
    Der key = info.enter(OCTET_STRING).enter(SEQUENCE);
    key.skip(INTEGER);
    for (long attribute : RSA) {
      byte[] number = key.number();
      check(number.length > 0);
      add(attribute, number);
    }
    BigInteger modulus = new BigInteger(1, values.get(0).bytes);
    check(modulus.bitLength() == spec.bits());
    publicKey = PublicKeys.rsa(modulus, new BigInteger(1, values.get(1).bytes));
  }

  private void readEc(EcCurve curve, byte[] pkcs8) {
    Der info = Der.of(pkcs8).enter(SEQUENCE);
    info.skip(INTEGER);
    Der algorithm = info.enter(SEQUENCE);
    check(Arrays.equals(algorithm.whole(OBJECT_IDENTIFIER), EC_OID));
    check(Arrays.equals(algorithm.whole(OBJECT_IDENTIFIER), PublicKeys.ecParams(curve)));
    Der key = info.enter(OCTET_STRING).enter(SEQUENCE);
    key.skip(INTEGER);
    add(CKA_EC_PARAMS, PublicKeys.ecParams(curve));
    byte[] scalar = key.enter(OCTET_STRING).rest();
    add(CKA_VALUE, scalar);
    check(scalar.length > 0 && scalar.length <= curve.coordinateLength() + 1);
    publicKey = publicKey(curve, key, scalar);
  }

  private static Optional<PublicKey> publicKey(EcCurve curve, Der key, byte[] scalar) {
    while (key.hasMore()) {
      if (key.tag() == EC_PUBLIC_KEY) {
        byte[] bits = key.enter(EC_PUBLIC_KEY).enter(BIT_STRING).rest();
        // The first byte of a BIT STRING counts unused bits.
        return PublicKeys.ec(curve, Arrays.copyOfRange(bits, 1, bits.length));
      }
      key.skip(key.tag());
    }
    X9ECParameters parameters = CustomNamedCurves.getByOID(new ASN1ObjectIdentifier(curve.oid()));
    BigInteger d = new BigInteger(1, scalar);
    check(d.signum() > 0 && d.compareTo(parameters.getN()) < 0);
    return PublicKeys.ec(curve, parameters.getG().multiply(d).normalize().getEncoded(false));
  }

  private void add(long attribute, byte[] bytes) {
    values.add(new Value(attribute, bytes));
  }

  private static void check(boolean right) {
    if (!right) {
      throw new IllegalArgumentException();
    }
  }

  private static byte[] oid(String oid) {
    return PublicKeys.der(new ASN1ObjectIdentifier(oid));
  }

  @Override
  public void close() {
    values.forEach(value -> Arrays.fill(value.bytes, (byte) 0));
  }

  /** A walk over DER in place; it copies only what is asked for. */
  private static final class Der {
    private final byte[] bytes;
    private final int end;
    private int at;

    private Der(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.at = start;
      this.end = end;
    }

    static Der of(byte[] bytes) {
      return new Der(bytes, 0, bytes.length);
    }

    boolean hasMore() {
      return at < end;
    }

    int tag() {
      check(hasMore());
      return bytes[at] & 0xff;
    }

    /** The content of the next element, which is then passed. */
    Der enter(int tag) {
      check(tag() == tag);
      at++;
      int length = length();
      check(length >= 0 && length <= end - at);
      at += length;
      return new Der(bytes, at - length, at);
    }

    void skip(int tag) {
      enter(tag);
    }

    byte[] rest() {
      return Arrays.copyOfRange(bytes, at, end);
    }

    /** The next element with tag and length. */
    byte[] whole(int tag) {
      int start = at;
      enter(tag);
      return Arrays.copyOfRange(bytes, start, at);
    }

    /** An unsigned INTEGER without leading zeros. */
    byte[] number() {
      Der content = enter(INTEGER);
      check(content.hasMore() && content.bytes[content.at] >= 0);
      while (content.hasMore() && content.bytes[content.at] == 0) {
        content.at++;
      }
      return content.rest();
    }

    private int length() {
      int first = bytes[at++] & 0xff;
      if (first < 0x80) {
        return first;
      }
      int count = first & 0x7f;
      check(count >= 1 && count <= 3);
      int length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | (bytes[at++] & 0xff);
      }
      return length;
    }
  }
}
