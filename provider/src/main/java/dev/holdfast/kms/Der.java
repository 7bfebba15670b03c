// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.keys.PublicKeys;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * The form of a vault's records: a DER sequence (X.690) that begins with the form's version. DER
 * has one encoding for each value, needs no field names, and Bouncy Castle is on the class path
 * anyway.
 */
final class Der {
  private Der() {}

  /** Writes a record field by field. */
  static final class Writer {
    private final ASN1EncodableVector fields = new ASN1EncodableVector();

    Writer(int version) {
      number(version);
    }

    Writer number(long value) {
      fields.add(new ASN1Integer(value));
      return this;
    }

    Writer text(String value) {
      fields.add(new DERUTF8String(value));
      return this;
    }

    Writer bytes(byte[] value) {
      fields.add(new DEROctetString(value));
      return this;
    }

    Writer time(Instant value) {
      return number(value.toEpochMilli());
    }

    Writer flag(boolean value) {
      return number(value ? 1 : 0);
    }

    Writer texts(Iterable<String> values) {
      ASN1EncodableVector inner = new ASN1EncodableVector();
      values.forEach(value -> inner.add(new DERUTF8String(value)));
      fields.add(new DERSequence(inner));
      return this;
    }

    Writer list(List<Writer> values) {
      ASN1EncodableVector inner = new ASN1EncodableVector();
      values.forEach(value -> inner.add(new DERSequence(value.fields)));
      fields.add(new DERSequence(inner));
      return this;
    }

    Writer certificates(List<X509Certificate> values) {
      ASN1EncodableVector inner = new ASN1EncodableVector();
      for (X509Certificate value : values) {
        try {
          inner.add(new DEROctetString(value.getEncoded()));
        } catch (CertificateEncodingException e) {
          throw new IllegalArgumentException("A certificate that has no encoding", e);
        }
      }
      fields.add(new DERSequence(inner));
      return this;
    }

    byte[] done() {
      try {
        return new DERSequence(fields).getEncoded("DER");
      } catch (IOException e) {
        throw new AssertionError("Encoding to memory does no I/O", e);
      }
    }
  }

  /** Reads a record field by field; anything unexpected is a typed error that names the record. */
  static final class Reader {
    private final String what;
    private final ASN1Sequence fields;
    private int next;
    private int version;

    /**
     * @param what the record, for messages
     * @param newest the highest version this program reads
     */
    Reader(String what, byte[] encoded, int newest) throws KeyOperationException {
      this(what, parse(what, encoded));
      readVersion(newest);
    }

    private void readVersion(int newest) throws KeyOperationException {
      long found = number();
      if (found < 1 || found > newest) {
        throw new KeyOperationException(
            Reason.UNSUPPORTED,
            what + " has version " + found + ", newer than this program's " + newest);
      }
      version = (int) found;
    }

    /** The version of the form that is being read. */
    int version() {
      return version;
    }

    private Reader(String what, ASN1Sequence fields) {
      this.what = what;
      this.fields = fields;
    }

    private static ASN1Sequence parse(String what, byte[] encoded) throws KeyOperationException {
      return guard(what, () -> ASN1Sequence.getInstance(encoded));
    }

    /**
     * Bouncy Castle tells of a malformed encoding in either way, and of inner sequences and texts
     * only when they are looked at. A principal's record is read before it can be verified.
     */
    private static <T> T guard(String what, Supplier<T> reading) throws KeyOperationException {
      try {
        return reading.get();
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new KeyOperationException(Reason.TAMPERED, what + " cannot be read", e);
      }
    }

    private <T extends ASN1Encodable> T field(Class<T> type) throws KeyOperationException {
      if (hasNext()) {
        ASN1Encodable field = guard(what, () -> fields.getObjectAt(next));
        if (type.isInstance(field)) {
          next++;
          return type.cast(field);
        }
      }
      throw new KeyOperationException(
          Reason.TAMPERED, what + " cannot be read: field " + next + " is not as expected");
    }

    long number() throws KeyOperationException {
      BigInteger value = field(ASN1Integer.class).getValue();
      if (value.bitLength() > 63) {
        throw new KeyOperationException(
            Reason.TAMPERED, what + " cannot be read: a number is too large");
      }
      return value.longValue();
    }

    boolean flag() throws KeyOperationException {
      return number() != 0;
    }

    String text() throws KeyOperationException {
      return guard(what, field(ASN1UTF8String.class)::getString);
    }

    byte[] bytes() throws KeyOperationException {
      return field(ASN1OctetString.class).getOctets();
    }

    Instant time() throws KeyOperationException {
      return Instant.ofEpochMilli(number());
    }

    List<String> texts() throws KeyOperationException {
      Reader inner = new Reader(what, field(ASN1Sequence.class));
      List<String> values = new ArrayList<>();
      while (inner.hasNext()) {
        values.add(inner.text());
      }
      return values;
    }

    List<Reader> list(int newest) throws KeyOperationException {
      Reader inner = new Reader(what, field(ASN1Sequence.class));
      List<Reader> values = new ArrayList<>();
      while (inner.hasNext()) {
        Reader value = new Reader(what, inner.field(ASN1Sequence.class));
        value.readVersion(newest);
        values.add(value);
      }
      return values;
    }

    List<X509Certificate> certificates() throws KeyOperationException {
      Reader inner = new Reader(what, field(ASN1Sequence.class));
      List<X509Certificate> values = new ArrayList<>();
      while (inner.hasNext()) {
        values.add(certificate(inner.bytes()));
      }
      return values;
    }

    private X509Certificate certificate(byte[] encoded) throws KeyOperationException {
      try {
        return (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
      } catch (CertificateException e) {
        throw new KeyOperationException(
            Reason.INTERNAL, what + " holds a certificate that this JDK does not read", e);
      }
    }

    private boolean hasNext() throws KeyOperationException {
      return next < guard(what, fields::size);
    }
  }

  /** A public key from its SubjectPublicKeyInfo. */
  static PublicKey publicKey(byte[] spki, String what) throws KeyOperationException {
    try {
      return PublicKeys.of(spki);
    } catch (InvalidKeySpecException e) {
      throw new KeyOperationException(
          Reason.INTERNAL, what + " holds a public key that cannot be read", e);
    }
  }
}
