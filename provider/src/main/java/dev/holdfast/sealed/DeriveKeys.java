// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import dev.holdfast.rsa.Digests;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.jcajce.spec.KEMExtractSpec;

/** Secrets from a provider's keys, one row for each kind of scheme. */
final class DeriveKeys {
  private static final Map<Class<? extends DerivationScheme>, Row<?>> ROWS =
      Map.of(
          DerivationScheme.Ecdh.class,
          new Row<>(
              new JcaName("KeyAgreement", "ECDH"),
              DerivationScheme.Ecdh.class,
              (key, name, scheme) -> agreed(key, name, scheme.peer())),
          DerivationScheme.Xdh.class,
          new Row<>(
              new JcaName("KeyAgreement", "XDH"), DerivationScheme.Xdh.class, DeriveKeys::xdh),
          DerivationScheme.MlKem.class,
          new Row<>(
              // Bouncy Castle's way before the JCA had an engine for it, and on every JDK.
              new JcaName("KeyGenerator", "ML-KEM"),
              DerivationScheme.MlKem.class,
              DeriveKeys::decapsulated),
          DerivationScheme.Hkdf.class,
          new Row<>(
              // Every family has it; Bouncy Castle's generator puts HKDF together.
              JcaName.mac("HmacSHA256"), DerivationScheme.Hkdf.class, DeriveKeys::hkdf));

  private static final int ML_KEM_SECRET_BITS = 256;

  private record Row<S extends DerivationScheme>(JcaName name, Class<S> type, Way<S> way) {
    byte[] apply(ProviderKey key, DerivationScheme scheme)
        throws GeneralSecurityException, KeyOperationException {
      return way.apply(key, name, type.cast(scheme));
    }
  }

  private interface Way<S extends DerivationScheme> {
    byte[] apply(ProviderKey key, JcaName name, S scheme)
        throws GeneralSecurityException, KeyOperationException;
  }

  private DeriveKeys() {}

  /** Every algorithm of the JCA that a row comes down to. */
  static List<JcaName> ways() {
    return ROWS.values().stream().<JcaName>map(Row::name).sorted(JcaName.BY_NAME).toList();
  }

  static Optional<JcaName> wayOf(DerivationScheme scheme) {
    return Optional.<Row<?>>ofNullable(ROWS.get(scheme.getClass())).map(Row::name);
  }

  static byte[] derive(ProviderKey key, DerivationScheme scheme)
      throws GeneralSecurityException, KeyOperationException {
    if (scheme.keyType() != key.spec().type()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, scheme + " does not go with a " + key.spec() + " key");
    }
    return ROWS.get(scheme.getClass()).apply(key, scheme);
  }

  private static byte[] agreed(ProviderKey key, JcaName name, PublicKey peer)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance(name.algorithm(), key.provider(name));
    agreement.init(key.key());
    agreement.doPhase(translated(key, peer), true);
    return agreement.generateSecret();
  }

  /** The peer's key may be another provider's object. */
  private static PublicKey translated(ProviderKey key, PublicKey peer)
      throws GeneralSecurityException {
    JcaName name = JcaName.keyFactory(KeyReading.factoryName(key.spec()));
    KeyFactory factory = KeyFactory.getInstance(name.algorithm(), key.provider(name));
    // Bouncy Castle's factory for XDH translates no keys.
    return key.spec().type() == KeyType.EC
        ? (PublicKey) factory.translateKey(peer)
        : factory.generatePublic(new X509EncodedKeySpec(peer.getEncoded()));
  }

  private static byte[] xdh(ProviderKey key, JcaName name, DerivationScheme.Xdh scheme)
      throws GeneralSecurityException, KeyOperationException {
    byte[] secret = agreed(key, name, scheme.peer());
    int any = 0;
    for (byte b : secret) {
      any |= b;
    }
    if (any == 0) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, "The other side's public key has a small order");
    }
    return secret;
  }

  private static byte[] decapsulated(ProviderKey key, JcaName name, DerivationScheme.MlKem scheme)
      throws GeneralSecurityException {
    KeyGenerator extractor = KeyGenerator.getInstance(name.algorithm(), key.provider(name));
    extractor.init(
        new KEMExtractSpec.Builder(
                (PrivateKey) key.key(), scheme.ciphertext(), "Generic", ML_KEM_SECRET_BITS)
            .withNoKdf()
            .build());
    SecretKey secret = extractor.generateKey();
    byte[] encoded = secret.getEncoded();
    try {
      return encoded.clone();
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] hkdf(ProviderKey key, JcaName name, DerivationScheme.Hkdf scheme) {
    byte[] material = key.key().getEncoded();
    byte[] input = material;
    try {
      HKDFBytesGenerator hkdf = new HKDFBytesGenerator(Digests.bouncyCastle(scheme.digest()));
      byte[] pseudorandom = material;
      if (scheme.extraction() != null) {
        input = joined(scheme.extraction().before(), material, scheme.extraction().after());
        pseudorandom = hkdf.extractPRK(scheme.extraction().salt(), input);
      }
      if (scheme.info() == null) {
        return pseudorandom;
      }
      hkdf.init(HKDFParameters.skipExtractParameters(pseudorandom, scheme.info()));
      byte[] secret = new byte[scheme.length()];
      hkdf.generateBytes(secret, 0, secret.length);
      if (scheme.extraction() != null) {
        Arrays.fill(pseudorandom, (byte) 0);
      }
      return secret;
    } finally {
      Arrays.fill(material, (byte) 0);
      Arrays.fill(input, (byte) 0);
    }
  }

  private static byte[] joined(byte[] before, byte[] middle, byte[] after) {
    return ByteBuffer.allocate(before.length + middle.length + after.length)
        .put(before)
        .put(middle)
        .put(after)
        .array();
  }
}
