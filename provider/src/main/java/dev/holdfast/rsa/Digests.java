// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.rsa;

import dev.holdfast.model.Digest;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;

/**
 * What RSA paddings need to know of a digest: its identifier, and Bouncy Castle's own form of it.
 */
public final class Digests {
  private static final ASN1ObjectIdentifier SHA_1 = new ASN1ObjectIdentifier("1.3.14.3.2.26");

  private Digests() {}

  /**
   * The DigestInfo that RSASSA-PKCS1-v1_5 pads and signs (RFC 8017 section 9.2).
   *
   * @throws IllegalArgumentException if {@code value} has not the digest's length
   */
  public static byte[] digestInfo(Digest digest, byte[] value) {
    if (value.length != digest.length()) {
      throw new IllegalArgumentException(
          digest.jcaName() + " has " + digest.length() + " bytes, not " + value.length);
    }
    try {
      return new DigestInfo(new AlgorithmIdentifier(oid(digest), DERNull.INSTANCE), value)
          .getEncoded("DER");
    } catch (IOException e) {
      throw new AssertionError("Encoding to memory does no I/O", e);
    }
  }

  private static ASN1ObjectIdentifier oid(Digest digest) {
    return switch (digest) {
      case SHA_1 -> SHA_1;
      case SHA_224 -> NISTObjectIdentifiers.id_sha224;
      case SHA_256 -> NISTObjectIdentifiers.id_sha256;
      case SHA_384 -> NISTObjectIdentifiers.id_sha384;
      case SHA_512 -> NISTObjectIdentifiers.id_sha512;
      case SHA_512_224 -> NISTObjectIdentifiers.id_sha512_224;
      case SHA_512_256 -> NISTObjectIdentifiers.id_sha512_256;
      case SHA3_224 -> NISTObjectIdentifiers.id_sha3_224;
      case SHA3_256 -> NISTObjectIdentifiers.id_sha3_256;
      case SHA3_384 -> NISTObjectIdentifiers.id_sha3_384;
      case SHA3_512 -> NISTObjectIdentifiers.id_sha3_512;
    };
  }

  /** Bouncy Castle's own form of a digest, new. */
  public static org.bouncycastle.crypto.Digest bouncyCastle(Digest digest) {
    return switch (digest) {
      case SHA_1 -> new SHA1Digest();
      case SHA_224 -> new SHA224Digest();
      case SHA_256 -> new SHA256Digest();
      case SHA_384 -> new SHA384Digest();
      case SHA_512 -> new SHA512Digest();
      case SHA_512_224, SHA_512_256 -> new SHA512tDigest(digest.bits());
      case SHA3_224, SHA3_256, SHA3_384, SHA3_512 -> new SHA3Digest(digest.bits());
    };
  }
}
