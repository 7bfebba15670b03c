// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Optional;
import java.util.Set;

/** A family of keys that share their operations. */
public enum KeyType {
  RSA("RSA", true, new Sizes(2048, 4096, 64), KeyUsage.SIGN_VERIFY, KeyUsage.ENCRYPT_DECRYPT),
  /**
   * RSA keys that sign by RSASSA-PSS and do nothing else, as the object identifier of their public
   * halves says (RFC 4055, section 1.2). No backend has a kind of its own for them, see {@link
   * KeySpec#material}.
   */
  RSA_PSS("RSASSA-PSS", true, new Sizes(2048, 4096, 64), KeyUsage.SIGN_VERIFY),
  EC("EC", true, null, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT),
  /** Edwards curves, RFC 8032. */
  ED("EdDSA", true, null, KeyUsage.SIGN_VERIFY),
  /** Montgomery curves, RFC 7748. */
  XDH("XDH", true, null, KeyUsage.KEY_AGREEMENT),
  /** FIPS 204. */
  ML_DSA("ML-DSA", true, null, KeyUsage.SIGN_VERIFY),
  /** FIPS 203. */
  ML_KEM("ML-KEM", true, null, KeyUsage.ENCAPSULATE_DECAPSULATE),
  /** FIPS 205. */
  SLH_DSA("SLH-DSA", true, null, KeyUsage.SIGN_VERIFY),
  AES(
      "AES",
      false,
      new Sizes(128, 256, 64),
      KeyUsage.ENCRYPT_DECRYPT,
      // AES-CMAC.
      KeyUsage.GENERATE_VERIFY_MAC),
  /**
   * AWS KMS's symmetric keys: 256 bits from which the key of each message is derived. No cipher of
   * the JCA takes one, but Holdfast's own.
   */
  SYMMETRIC_DEFAULT("Holdfast", false, new Sizes(256, 256, 8), KeyUsage.ENCRYPT_DECRYPT),
  CHACHA20("ChaCha20", false, new Sizes(256, 256, 8), KeyUsage.ENCRYPT_DECRYPT),
  /** Three keys, parity bits included; to read old data. */
  DES_EDE("DESede", false, new Sizes(192, 192, 8), KeyUsage.ENCRYPT_DECRYPT),
  /** At least 14 bytes: 112 bits, SP 800-131A. */
  HMAC("HMAC", false, new Sizes(112, 8192, 8), KeyUsage.GENERATE_VERIFY_MAC),
  /** A secret that was agreed or derived, of any length. */
  GENERIC("Generic", false, new Sizes(8, 131_072, 8), KeyUsage.KEY_AGREEMENT);

  /** Which sizes, in bits, keys of a type have. */
  record Sizes(int least, int most, int step) {
    boolean fit(int bits) {
      return bits >= least && bits <= most && (bits - least) % step == 0;
    }

    @Override
    public String toString() {
      return least == most ? least + " bits" : least + " to " + most + " bits in steps of " + step;
    }
  }

  private final String jcaName;
  private final boolean asymmetric;

  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  private final Sizes sizes;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<KeyUsage> usages;

  KeyType(String jcaName, boolean asymmetric, Sizes sizes, KeyUsage... usages) {
    this.jcaName = jcaName;
    this.asymmetric = asymmetric;
    this.sizes = sizes;
    this.usages = Set.of(usages);
  }

  /** The JCA's name for all keys of the type, exactly as certificates spell it. */
  public String jcaName() {
    return jcaName;
  }

  /** Whether keys of this type come in pairs. */
  public boolean isAsymmetric() {
    return asymmetric;
  }

  /** The sizes of keys that are told apart by size; empty for those that have a curve or name. */
  Optional<Sizes> sizes() {
    return Optional.ofNullable(sizes);
  }

  /** Every usage a key of this type can have; what it gets when its maker names none. */
  public Set<KeyUsage> usages() {
    return usages;
  }
}
