// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.security.spec.AlgorithmParameterSpec;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A key to be made and kept: given to a {@link java.security.KeyPairGenerator} or {@link
 * javax.crypto.KeyGenerator} of Holdfast, it makes a stored key at once instead of one that ends
 * with the process.
 *
 * <pre>{@code
 * KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "Holdfast");
 * generator.initialize(HoldfastKeySpec.builder().alias("web").curve("secp256r1").build());
 * KeyPair pair = generator.generateKeyPair();
 * }</pre>
 *
 * <p>Whatever is left out takes the generator's default; a key without an alias is named by its id.
 *
 * <p><b>Threads:</b> immutable; a {@link Builder} is for one thread.
 *
 * <p><b>Errors:</b> what no key can be is refused by {@link Builder#build}; what this kind of key
 * cannot be, by the generator's {@code initialize} with {@link
 * java.security.InvalidAlgorithmParameterException}; an alias that is taken, when the key is made.
 *
 * <p><b>Standard:</b> usages are those of NIST SP 800-57 part 1, section 5.2: one key, one purpose.
 */
public final class HoldfastKeySpec implements AlgorithmParameterSpec {
  /** What a key may be used for, in AWS KMS's words. */
  public enum Usage {
    /** Signatures, by RSA, EC, EdDSA, ML-DSA and SLH-DSA keys. */
    SIGN_VERIFY,
    /** Encryption, decryption and wrapping, by RSA, AES, ChaCha20 and Triple-DES keys. */
    ENCRYPT_DECRYPT,
    /** Message authentication codes, by HMAC keys and, as AES-CMAC, AES keys. */
    GENERATE_VERIFY_MAC,
    /** Agreeing on a secret, by EC, X25519 and X448 keys, and deriving keys from one. */
    KEY_AGREEMENT,
    /** Encapsulation of secrets, by ML-KEM keys. */
    ENCAPSULATE_DECAPSULATE
  }

  private final Optional<String> alias;
  private final String description;
  private final Set<Usage> usages;
  private final OptionalInt keySize;
  private final Optional<String> curve;
  private final Optional<String> parameterSet;

  private HoldfastKeySpec(Builder builder) {
    this.alias = Optional.ofNullable(builder.alias);
    this.description = builder.description;
    this.usages = Set.copyOf(builder.usages);
    this.keySize = builder.keySize == 0 ? OptionalInt.empty() : OptionalInt.of(builder.keySize);
    this.curve = Optional.ofNullable(builder.curve);
    this.parameterSet = Optional.ofNullable(builder.parameterSet);
  }

  /** A specification that leaves everything to the generator. */
  public static Builder builder() {
    return new Builder();
  }

  /** The name the key gets; it must not be taken. */
  public Optional<String> alias() {
    return alias;
  }

  /** Free text for people, may be empty. */
  public String description() {
    return description;
  }

  /** What the key is for; empty means everything its type can do. */
  public Set<Usage> usages() {
    return usages;
  }

  /** The size in bits. */
  public OptionalInt keySize() {
    return keySize;
  }

  /** The curve of an EC key: a name {@link java.security.spec.ECGenParameterSpec} takes. */
  public Optional<String> curve() {
    return curve;
  }

  /**
   * The parameter set of a key that has one: a name {@link java.security.spec.NamedParameterSpec}
   * takes.
   */
  public Optional<String> parameterSet() {
    return parameterSet;
  }

  @Override
  public String toString() {
    return "HoldfastKeySpec[alias="
        + alias.orElse("-")
        + ", usages="
        + usages
        + ", "
        + curve
            .or(this::parameterSet)
            .orElseGet(() -> keySize.isPresent() ? keySize.getAsInt() + " bits" : "default size")
        + "]";
  }

  /** Gathers what is known of the key; every call replaces what was said before. */
  public static final class Builder {
    private String alias;
    private String description = "";
    private final EnumSet<Usage> usages = EnumSet.noneOf(Usage.class);
    private int keySize;
    private String curve;
    private String parameterSet;

    private Builder() {}

    public Builder alias(String name) {
      this.alias = Objects.requireNonNull(name, "alias");
      return this;
    }

    public Builder description(String text) {
      this.description = Objects.requireNonNull(text, "description");
      return this;
    }

    public Builder usages(Usage first, Usage... rest) {
      usages.clear();
      usages.addAll(EnumSet.of(first, rest));
      return this;
    }

    /** The size in bits. */
    public Builder keySize(int bits) {
      if (bits <= 0) {
        throw new IllegalArgumentException("A key has a positive number of bits, not " + bits);
      }
      this.keySize = bits;
      return this;
    }

    /** The curve of an EC key, as {@code secp256r1}, {@code P-256} or its object identifier. */
    public Builder curve(String name) {
      this.curve = Objects.requireNonNull(name, "curve");
      return this;
    }

    /** The parameter set, as {@code Ed448}, {@code ML-DSA-65} or its object identifier. */
    public Builder parameterSet(String name) {
      this.parameterSet = Objects.requireNonNull(name, "parameterSet");
      return this;
    }

    /**
     * The finished specification.
     *
     * @throws IllegalArgumentException for an empty alias, or for more than one of curve, parameter
     *     set and size
     */
    public HoldfastKeySpec build() {
      if (alias != null && alias.isBlank()) {
        throw new IllegalArgumentException("An alias is not blank");
      }
      if (curve != null && keySize != 0) {
        throw new IllegalArgumentException("A curve says the size; give one of the two");
      }
      if (parameterSet != null && (curve != null || keySize != 0)) {
        throw new IllegalArgumentException("A parameter set says it all; give no size or curve");
      }
      return new HoldfastKeySpec(this);
    }
  }
}
