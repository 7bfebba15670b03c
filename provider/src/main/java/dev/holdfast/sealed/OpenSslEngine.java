// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme;
import dev.holdfast.openssl.EvpPrivateKey;
import dev.holdfast.openssl.EvpSecretKey;
import dev.holdfast.openssl.OpenSsl;
import dev.holdfast.openssl.OpenSslException;
import java.util.EnumSet;
import java.util.Set;

/**
 * An engine over the system's libcrypto. Keys go there from locked memory, and nothing of them lies
 * on the Java heap while they are used. RSA signatures and decryption, ECDSA on the NIST curves,
 * pure Ed25519, AES in GCM with an IV of 12 bytes, CBC, CTR and ECB, and HMAC with SHA-1 and SHA-2
 * are computed there; everything else, and the making of keys, is the engine {@code auto}'s.
 */
public final class OpenSslEngine implements Engine {
  /** The engine's name in the configuration. */
  public static final String NAME = "openssl";

  private static final Set<EcCurve> CURVES =
      EnumSet.of(EcCurve.P_256, EcCurve.P_384, EcCurve.P_521);

  private final Engine others = ProviderEngine.of("auto");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describe() {
    return NAME
        + ": "
        + OpenSsl.missing()
            .map("cannot be used: "::concat)
            .orElseGet(
                () ->
                    OpenSsl.version()
                        + " for RSA, ECDSA on NIST curves, Ed25519, AES (GCM, CBC, CTR, ECB) and"
                        + " HMAC")
        + "; for the rest "
        + others.describe();
  }

  @Override
  public boolean supports(Algorithm algorithm) {
    return others.supports(algorithm) || servesSign(algorithm);
  }

  @Override
  public Generated generate(KeySpec spec) throws KeyOperationException {
    return others.generate(spec);
  }

  @Override
  public EngineKey load(KeySpec spec, SecretMemory material, Algorithm use)
      throws KeyOperationException {
    if (use instanceof KeySpec || !serves(spec, use)) {
      return others.load(spec, material, use);
    }
    if (OpenSsl.missing().isPresent()) {
      throw new KeyOperationException(
          Reason.CONFIGURATION, "engine = openssl cannot be used: " + OpenSsl.missing().get());
    }
    if (!spec.type().isAsymmetric()) {
      requireSize(spec, material.size() * 8);
      return new OpenSslSecretKey(spec, EvpSecretKey.of(material));
    }
    try {
      EvpPrivateKey key = EvpPrivateKey.ofPkcs8(material);
      OpenSslPrivateKey result = new OpenSslPrivateKey(spec, key);
      if (!result.isWhatItsSpecSays()) {
        result.close();
        throw new KeyOperationException(Reason.WRONG_KEY, "The material is no " + spec + " key");
      }
      return result;
    } catch (OpenSslException e) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, "The material is no " + spec + " key that OpenSSL reads", e);
    }
  }

  private static void requireSize(KeySpec spec, int bits) throws KeyOperationException {
    if (bits != spec.bits()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, "The material is a key of " + bits + " bits, not " + spec);
    }
  }

  /** Whether OpenSSL computes that way with that key. */
  static boolean serves(KeySpec spec, Algorithm use) {
    return switch (spec.type()) {
      case RSA -> servesRsa(use);
      case EC -> servesSign(use) && spec.curve().filter(CURVES::contains).isPresent();
      case ED ->
          servesSign(use) && spec.parameterSet().filter(ParameterSet.ED25519::equals).isPresent();
      case AES -> OpenSslSecretKey.cipherOf(spec, use).isPresent();
      case HMAC -> use instanceof MacScheme scheme && OpenSslSecretKey.digestOf(scheme).isPresent();
      default -> false;
    };
  }

  private static boolean servesRsa(Algorithm use) {
    return use instanceof CipherScheme.RsaOaep
        || use instanceof CipherScheme.RsaPkcs1
        || use instanceof CipherScheme.RsaRaw
        || servesSign(use);
  }

  private static boolean servesSign(Algorithm use) {
    if (!(use instanceof SignScheme scheme)) {
      return false;
    }
    return switch (scheme.kind()) {
      case RSA_PKCS1, RSA_PSS, RSA_RAW, ECDSA -> true;
      case EDDSA -> !scheme.isPrehash() && scheme.context().length == 0;
      default -> false;
    };
  }
}
