// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Ckf.CKF_DECRYPT;
import static dev.holdfast.pkcs11.Ckf.CKF_DERIVE;
import static dev.holdfast.pkcs11.Ckf.CKF_ENCRYPT;
import static dev.holdfast.pkcs11.Ckf.CKF_GENERATE;
import static dev.holdfast.pkcs11.Ckf.CKF_GENERATE_KEY_PAIR;
import static dev.holdfast.pkcs11.Ckf.CKF_SIGN;
import static dev.holdfast.pkcs11.Ckf.CKF_UNWRAP;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.MechanismInfo;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one token offers: its mechanism list, read once, and its quirks. */
final class Capabilities {
  private final Map<Long, MechanismInfo> mechanisms = new HashMap<>();
  private final Quirks quirks;
  private final Answers answers = new Answers();

  private Capabilities(Quirks quirks) {
    this.quirks = quirks;
  }

  static Capabilities read(Token token, Quirks quirks) throws Pkcs11Exception {
    Capabilities capabilities = new Capabilities(quirks);
    for (MechanismInfo info : token.mechanisms()) {
      capabilities.mechanisms.put(info.mechanism(), info);
    }
    return capabilities;
  }

  Quirks quirks() {
    return quirks;
  }

  /** What the known-answer checks of this connection have found. */
  Answers answers() {
    return answers;
  }

  boolean has(long ckm, long flags) {
    MechanismInfo info = mechanisms.get(ckm);
    return info != null && info.has(flags) && !quirks.unusable().contains(ckm);
  }

  /** As the token says it, less what a known-answer check has found wrong. */
  boolean supports(Algorithm algorithm) {
    return !answers.isWrong(algorithm) && claims(algorithm);
  }

  /** As the token says it. */
  boolean claims(Algorithm algorithm) {
    if (algorithm instanceof KeySpec spec) {
      return makes(spec);
    }
    if (algorithm instanceof SignScheme scheme) {
      return signs(scheme) || hashesAndSigns(scheme);
    }
    if (algorithm instanceof MacScheme scheme) {
      return has(Mechanisms.mac(scheme), CKF_SIGN);
    }
    if (algorithm instanceof DerivationScheme scheme) {
      boolean agrees =
          scheme instanceof DerivationScheme.Ecdh || scheme instanceof DerivationScheme.Xdh;
      return agrees && has(Ckm.CKM_ECDH1_DERIVE, CKF_DERIVE);
    }
    return algorithm instanceof CipherScheme scheme && ciphers(scheme);
  }

  /** Whether the token signs what {@link SignScheme} says, mostly a digest. */
  private boolean signs(SignScheme scheme) {
    return switch (scheme.kind()) {
      // A prehash or context would be a parameter that tokens read in different ways.
      case EDDSA -> scheme.equals(SignScheme.eddsa()) && has(Ckm.CKM_EDDSA, CKF_SIGN);
      case ML_DSA, ML_DSA_MU, SLH_DSA -> false;
      case ECDSA -> has(Ckm.CKM_ECDSA, CKF_SIGN);
      case RSA_PKCS1 -> has(Ckm.CKM_RSA_PKCS, CKF_SIGN) || has(Ckm.CKM_RSA_X_509, CKF_SIGN);
      case RSA_PSS -> signsPss(scheme) || has(Ckm.CKM_RSA_X_509, CKF_SIGN);
      case RSA_RAW -> has(Ckm.CKM_RSA_X_509, CKF_SIGN);
    };
  }

  /** Whether the token signs messages, with the scheme's digest. */
  private boolean hashesAndSigns(SignScheme scheme) {
    return Mechanisms.hashing(scheme).filter(ckm -> has(ckm, CKF_SIGN)).isPresent()
        && (scheme.kind() != SignScheme.Kind.RSA_PSS || quirks.takesPss(scheme));
  }

  /** Whether the token signs by a scheme only if it is given the message. */
  boolean wantsMessage(SignScheme scheme) {
    return !signs(scheme) && hashesAndSigns(scheme);
  }

  private boolean ciphers(CipherScheme scheme) {
    if (scheme instanceof CipherScheme.Derived) {
      return derivesMessageKeys();
    }
    Optional<Long> type = CipherMechanisms.type(scheme);
    if (type.isPresent()) {
      return has(type.get(), CKF_ENCRYPT | CKF_DECRYPT)
          && (!(scheme instanceof CipherScheme.AesGcm gcm)
              || gcm.iv().length <= quirks.longestGcmIv());
    }
    return has(Ckm.CKM_RSA_X_509, CKF_DECRYPT)
        || (scheme instanceof CipherScheme.RsaOaep oaep && decryptsOaep(oaep))
        || (scheme instanceof CipherScheme.RsaPkcs1 && has(Ckm.CKM_RSA_PKCS, CKF_DECRYPT));
  }

  /** Whether the token makes a key for each message, and uses it. */
  private boolean derivesMessageKeys() {
    return has(Ckm.CKM_AES_ECB_ENCRYPT_DATA, CKF_DERIVE)
        && has(Ckm.CKM_AES_GCM, CKF_ENCRYPT | CKF_DECRYPT);
  }

  /**
   * What the attributes of a key are to be those of: AWS's symmetric key encrypts messages itself
   * where the token derives no keys for them.
   */
  KeySpec attributesOf(KeySpec spec) {
    return spec.type() == KeyType.SYMMETRIC_DEFAULT && !derivesMessageKeys()
        ? KeySpec.aes(spec.bits())
        : spec;
  }

  /** Whether the token itself does this PSS. */
  boolean signsPss(SignScheme scheme) {
    return has(Ckm.CKM_RSA_PKCS_PSS, CKF_SIGN)
        && quirks.takesPss(scheme)
        && answers.isTrusted(scheme);
  }

  /** Whether the token's own C_UnwrapKey can be relied on. */
  boolean unwraps(CipherScheme scheme, long ckm) {
    return has(ckm, CKF_UNWRAP)
        && !quirks.wrongUnwraps().contains(ckm)
        // No known answer tells whether an unwrapping heeds its label.
        && (!(scheme instanceof CipherScheme.RsaOaep oaep)
            || (oaep.label().length == 0 && quirks.takesOaep(oaep)));
  }

  /** Whether a key would be of any use there. */
  boolean holds(KeySpec spec) {
    return switch (spec.type()) {
      case HMAC -> has(Mechanisms.mac(MacScheme.of(spec.digest().orElseThrow())), CKF_SIGN);
      case CHACHA20 -> has(Ckm.CKM_CHACHA20_POLY1305, CKF_DECRYPT);
      case DES_EDE -> has(Ckm.CKM_DES3_CBC, CKF_DECRYPT);
      case XDH -> has(Ckm.CKM_ECDH1_DERIVE, CKF_DERIVE) && has(generator(KeyType.XDH), 0);
      case ML_DSA, ML_KEM, SLH_DSA -> false;
      default -> true;
    };
  }

  /** Whether the token itself takes this OAEP off. */
  boolean decryptsOaep(CipherScheme.RsaOaep oaep) {
    return has(Ckm.CKM_RSA_PKCS_OAEP, CKF_DECRYPT)
        && quirks.takesOaep(oaep)
        && answers.isTrusted(oaep);
  }

  /** Whether the padding of what is offered is put on or taken off here. */
  boolean isPaddedHere(Algorithm algorithm) {
    if (algorithm instanceof SignScheme scheme) {
      return switch (scheme.kind()) {
        case RSA_PKCS1 -> !has(Ckm.CKM_RSA_PKCS, CKF_SIGN);
        case RSA_PSS -> !signsPss(scheme);
        default -> false;
      };
    }
    return (algorithm instanceof CipherScheme.RsaOaep oaep && !decryptsOaep(oaep))
        || (algorithm instanceof CipherScheme.RsaPkcs1 && has(Ckm.CKM_RSA_X_509, CKF_DECRYPT));
  }

  /** Whether the token's own padding is used and could be done here instead. */
  boolean hasRawForm(Algorithm algorithm) {
    if (algorithm instanceof SignScheme scheme && scheme.kind() == SignScheme.Kind.RSA_PSS) {
      return signsPss(scheme) && has(Ckm.CKM_RSA_X_509, CKF_SIGN);
    }
    return algorithm instanceof CipherScheme.RsaOaep oaep
        && decryptsOaep(oaep)
        && has(Ckm.CKM_RSA_X_509, CKF_DECRYPT);
  }

  /** CKM_ with which this token makes keys of a type; -1 where tokens make none. */
  long generator(KeyType type) {
    Quirks.Form form = quirks.forms().get(type);
    return form == null ? Mechanisms.generator(type).orElse(-1L) : form.generator();
  }

  /** CKK_ of keys of a type on this token. */
  long keyType(KeyType type) {
    Quirks.Form form = quirks.forms().get(type);
    return form == null ? Mechanisms.keyType(type) : form.keyType();
  }

  private boolean makes(KeySpec spec) {
    long generator = generator(spec.type());
    if (!has(generator, spec.type().isAsymmetric() ? CKF_GENERATE_KEY_PAIR : CKF_GENERATE)) {
      return false;
    }
    return switch (spec.type()) {
      case RSA -> inRange(generator, spec.bits());
      case EC ->
          inRange(generator, spec.bits()) && quirks.curves().contains(spec.curve().orElseThrow());
      case AES -> inRange(generator, spec.bits() / 8);
      case SYMMETRIC_DEFAULT ->
          inRange(generator, spec.bits() / 8) && has(Ckm.CKM_AES_GCM, CKF_ENCRYPT | CKF_DECRYPT);
      // Other sizes are in bits with some tokens and in bytes with others: not a ground to refuse.
      default -> holds(spec);
    };
  }

  /** A maximum of 0 is what tokens say that give no range. */
  private boolean inRange(long ckm, int size) {
    MechanismInfo info = mechanisms.get(ckm);
    return info.maxKeySize() == 0 || (size >= info.minKeySize() && size <= info.maxKeySize());
  }
}
