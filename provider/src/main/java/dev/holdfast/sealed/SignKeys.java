// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.SignScheme;
import dev.holdfast.model.SignScheme.Kind;
import dev.holdfast.rsa.Digests;
import dev.holdfast.rsa.RsaPadding;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.EdDSAParameterSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/** Signing with a provider's keys, one row for each kind. */
final class SignKeys {
  private static final Map<Kind, Row> ROWS = new EnumMap<>(Kind.class);

  static {
    // Encrypting with a private key is how the JCA pads for and makes a raw PKCS#1 signature.
    ROWS.put(Kind.RSA_PKCS1, new Row(JcaName.cipher("RSA/ECB/PKCS1Padding"), SignKeys::pkcs1));
    ROWS.put(Kind.RSA_PSS, new Row(JcaName.cipher(RawRsaKeys.TRANSFORMATION), SignKeys::pss));
    ROWS.put(Kind.RSA_RAW, new Row(JcaName.cipher(RawRsaKeys.TRANSFORMATION), SignKeys::raw));
    ROWS.put(Kind.ECDSA, new Row(JcaName.signature("NONEwithECDSA"), SignKeys::plain));
    ROWS.put(Kind.EDDSA, new Row(JcaName.signature("EdDSA"), SignKeys::inContext));
    ROWS.put(Kind.ML_DSA, new Row(JcaName.signature("ML-DSA"), SignKeys::inContext));
    ROWS.put(Kind.ML_DSA_MU, new Row(JcaName.signature("ML-DSA-EXTERNAL-MU"), SignKeys::plain));
    ROWS.put(Kind.SLH_DSA, new Row(JcaName.signature("SLH-DSA"), SignKeys::inContext));
  }

  /**
   * @param name the algorithm of the JCA that computes
   * @param way how it is used
   */
  private record Row(JcaName name, Way way) {}

  private interface Way {
    byte[] sign(ProviderKey key, JcaName name, SignScheme scheme, byte[] input)
        throws GeneralSecurityException, KeyOperationException;
  }

  private SignKeys() {}

  /** Every algorithm of the JCA that a row comes down to. */
  static List<JcaName> ways() {
    return ROWS.values().stream().map(Row::name).toList();
  }

  static Optional<JcaName> wayOf(SignScheme scheme) {
    return Optional.ofNullable(ROWS.get(scheme.kind())).map(Row::name);
  }

  /** Whether a family that has the row's algorithm takes the scheme's parameters as well. */
  static boolean takes(ProviderFamily family, SignScheme scheme) {
    // The JDK has contexts of EdDSA alone, and Bouncy Castle none that the JDK's class says.
    return isPlain(scheme)
        || family
            == (scheme.kind() == Kind.EDDSA ? ProviderFamily.JDK : ProviderFamily.BOUNCY_CASTLE);
  }

  private static boolean isPlain(SignScheme scheme) {
    return !scheme.isPrehash() && scheme.context().length == 0;
  }

  static byte[] sign(ProviderKey key, SignScheme scheme, byte[] input)
      throws GeneralSecurityException, KeyOperationException {
    if (scheme.keyType() != key.spec().type()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, scheme + " does not go with a " + key.spec() + " key");
    }
    Row row = ROWS.get(scheme.kind());
    return row.way().sign(key, row.name(), scheme, input);
  }

  /** The whole input goes to a {@link Signature} of the row's name. */
  private static byte[] plain(ProviderKey key, JcaName name, SignScheme scheme, byte[] input)
      throws GeneralSecurityException {
    Signature signature = key.signature(name.algorithm());
    signature.update(input);
    return signature.sign();
  }

  /** As {@link #plain}, or with parameters. */
  private static byte[] inContext(ProviderKey key, JcaName name, SignScheme scheme, byte[] input)
      throws GeneralSecurityException {
    if (isPlain(scheme)) {
      return plain(key, name, scheme, input);
    }
    // Not the one that is kept: parameters stay with a Signature, and most callers want none.
    Signature signature = Signature.getInstance(name.algorithm(), key.provider(name));
    signature.initSign((PrivateKey) key.key());
    signature.setParameter(
        scheme.kind() == Kind.EDDSA
            ? new EdDSAParameterSpec(scheme.isPrehash(), scheme.context())
            : new ContextParameterSpec(scheme.context()));
    signature.update(input);
    return signature.sign();
  }

  private static byte[] pkcs1(ProviderKey key, JcaName name, SignScheme scheme, byte[] input)
      throws GeneralSecurityException {
    byte[] block = scheme.digest().map(d -> Digests.digestInfo(d, input)).orElse(input);
    return key.cipher(name.algorithm(), Cipher.ENCRYPT_MODE, null).doFinal(block);
  }

  private static byte[] pss(ProviderKey key, JcaName name, SignScheme scheme, byte[] input)
      throws KeyOperationException {
    return RsaPadding.signPss(RawRsaKeys.of(key), ((RSAKey) key.key()).getModulus(), scheme, input);
  }

  private static byte[] raw(ProviderKey key, JcaName name, SignScheme scheme, byte[] input)
      throws KeyOperationException {
    return RawRsaKeys.of(key).apply(input);
  }
}
