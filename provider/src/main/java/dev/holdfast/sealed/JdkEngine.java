// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.seal.HeapKey;
import dev.holdfast.seal.Seal;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * An engine over the JDK's own providers: there on every JVM.
 *
 * <p>What it leaves on the heap: the JDK's RSA and EC keys hold their numbers in Java objects that
 * cannot be wiped, and its AES and HMAC make copies of the key; all of it is garbage once the
 * operation ends, and stays in the heap until the collector reuses the place.
 */
public final class JdkEngine implements Engine {
  @Override
  public String name() {
    return "jdk";
  }

  @Override
  public boolean supports(Algorithm algorithm) {
    // AES-GCM of the JDK wants the full tag lengths of SP 800-38D; every other form of the model's
    // algorithms is served.
    return !(algorithm instanceof CipherScheme.AesGcm gcm) || gcm.tagBits() >= 96;
  }

  @Override
  public Generated generate(KeySpec spec) throws KeyOperationException {
    if (!spec.type().isAsymmetric()) {
      return new Generated(Seal.randomSecret(spec.bits() / 8), Optional.empty());
    }
    try {
      KeyPair pair = generator(spec).generateKeyPair();
      byte[] pkcs8 = pair.getPrivate().getEncoded();
      try {
        return new Generated(SecretMemory.copyOf(pkcs8), Optional.of(pair.getPublic()));
      } finally {
        Arrays.fill(pkcs8, (byte) 0);
      }
    } catch (GeneralSecurityException e) {
      throw new KeyOperationException(Reason.UNSUPPORTED, "This JDK makes no " + spec + " keys", e);
    }
  }

  private static KeyPairGenerator generator(KeySpec spec)
      throws GeneralSecurityException, InvalidAlgorithmParameterException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            spec.type().name(), JdkProviders.of("KeyPairGenerator", spec.type().name()));
    if (spec.curve().isPresent()) {
      generator.initialize(new ECGenParameterSpec(spec.curve().get().jcaName()));
    } else {
      generator.initialize(spec.bits());
    }
    return generator;
  }

  @Override
  public EngineKey load(KeySpec spec, SecretMemory material) throws KeyOperationException {
    if (!spec.type().isAsymmetric()) {
      requireSize(spec, material.size() * 8);
      String algorithm = spec.type() == KeyType.AES ? "AES" : spec.jcaName();
      return new JdkKey.Secret(HeapKey.copyOf(material, algorithm));
    }
    Key key = parse(spec, material);
    if (key instanceof RSAPrivateKey rsa) {
      requireSize(spec, rsa.getModulus().bitLength());
      return new JdkKey.Rsa(rsa);
    }
    requireSize(spec, ((ECPrivateKey) key).getParams().getCurve().getField().getFieldSize());
    return new JdkKey.Ec((ECPrivateKey) key);
  }

  private static PrivateKey parse(KeySpec spec, SecretMemory material)
      throws KeyOperationException {
    byte[] pkcs8 = material.toByteArray();
    try {
      String type = spec.type().name();
      return KeyFactory.getInstance(type, JdkProviders.of("KeyFactory", type))
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      // The cause can quote what it could not parse, so it stays here.
      throw new KeyOperationException(Reason.WRONG_KEY, "The material is no " + spec + " key");
    } catch (GeneralSecurityException e) {
      throw new KeyOperationException(Reason.UNSUPPORTED, "This JDK reads no " + spec + " keys", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static void requireSize(KeySpec spec, int bits) throws KeyOperationException {
    if (bits != spec.bits()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, "The material is a key of " + bits + " bits, not " + spec);
    }
  }
}
