// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.rsa.Digests;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.KeyGenerationParameters;
import org.bouncycastle.crypto.Mac;
import org.bouncycastle.crypto.RawAgreement;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.agreement.X448Agreement;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.X448KeyPairGenerator;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed448Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.BigIntegers;

/**
 * What a token should answer, computed here by the JDK and Bouncy Castle. Empty where neither
 * computes that way, so that nothing can be said.
 */
final class SoftwareAnswers {
  private SoftwareAnswers() {}

  /** What a token should sign of a message that it hashes with the scheme's digest. */
  static byte[] digest(SignScheme scheme, byte[] in, int offset, int length) {
    Digest digest = Digests.bouncyCastle(scheme.digest().orElseThrow());
    digest.update(in, offset, length);
    byte[] value = new byte[digest.getDigestSize()];
    digest.doFinal(value, 0);
    return value;
  }

  /** Whether a signature is one that the key's other half made. */
  static Optional<Boolean> verifies(
      PublicKey key, SignScheme scheme, byte[] input, byte[] signature) {
    try {
      AsymmetricKeyParameter parameter = PublicKeyFactory.createKey(key.getEncoded());
      return switch (scheme.kind()) {
        case RSA_PKCS1 -> Optional.of(verifiesPkcs1(parameter, scheme, input, signature));
        case RSA_PSS -> Optional.of(verifiesPss(parameter, scheme, input, signature));
        case ECDSA -> Optional.of(verifiesEcdsa(parameter, input, signature));
        case EDDSA -> verifiesEddsa(parameter, scheme, input, signature);
        default -> Optional.empty();
      };
    } catch (IOException | IllegalArgumentException | InvalidCipherTextException e) {
      return Optional.of(false);
    }
  }

  private static boolean verifiesPkcs1(
      AsymmetricKeyParameter key, SignScheme scheme, byte[] input, byte[] signature)
      throws InvalidCipherTextException {
    AsymmetricBlockCipher rsa = new PKCS1Encoding(new RSAEngine());
    rsa.init(false, key);
    byte[] expected =
        scheme.digest().map(digest -> Digests.digestInfo(digest, input)).orElse(input);
    return Arrays.equals(expected, rsa.processBlock(signature, 0, signature.length));
  }

  private static boolean verifiesPss(
      AsymmetricKeyParameter key, SignScheme scheme, byte[] digest, byte[] signature) {
    PSSSigner signer =
        PSSSigner.createRawSigner(
            new RSAEngine(),
            Digests.bouncyCastle(scheme.digest().orElseThrow()),
            Digests.bouncyCastle(scheme.mgfDigest().orElseThrow()),
            scheme.saltLength(),
            PSSSigner.TRAILER_IMPLICIT);
    signer.init(false, key);
    signer.update(digest, 0, digest.length);
    return signer.verifySignature(signature);
  }

  private static boolean verifiesEcdsa(
      AsymmetricKeyParameter key, byte[] digest, byte[] signature) {
    ASN1Sequence rs = ASN1Sequence.getInstance(signature);
    BigInteger r = ASN1Integer.getInstance(rs.getObjectAt(0)).getPositiveValue();
    BigInteger s = ASN1Integer.getInstance(rs.getObjectAt(1)).getPositiveValue();
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, key);
    return signer.verifySignature(digest, r, s);
  }

  private static Optional<Boolean> verifiesEddsa(
      AsymmetricKeyParameter key, SignScheme scheme, byte[] message, byte[] signature) {
    if (scheme.isPrehash() || scheme.context().length > 0) {
      return Optional.empty();
    }
    Signer signer =
        key instanceof Ed25519PublicKeyParameters
            ? new Ed25519Signer()
            : new Ed448Signer(new byte[0]);
    signer.init(false, key);
    signer.update(message, 0, message.length);
    return Optional.of(signer.verifySignature(signature));
  }

  /**
   * What was agreed with a key, and the way to agree on the same from its side.
   *
   * @param secret of no use to anybody: both sides are thrown away
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Agreed(DerivationScheme scheme, byte[] secret) {}

  /** Agrees with a key on a curve, by a pair that was made for this. */
  static Agreed agreed(PublicKey key) {
    try {
      AsymmetricKeyParameter other = PublicKeyFactory.createKey(key.getEncoded());
      SecureRandom random = new SecureRandom();
      if (other instanceof ECPublicKeyParameters point) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(point.getParameters(), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(pair.getPrivate());
        byte[] secret =
            BigIntegers.asUnsignedByteArray(
                agreement.getFieldSize(), agreement.calculateAgreement(point));
        return new Agreed(new DerivationScheme.Ecdh(publicHalf(pair)), secret);
      }
      boolean x25519 = other instanceof X25519PublicKeyParameters;
      AsymmetricCipherKeyPairGenerator generator =
          x25519 ? new X25519KeyPairGenerator() : new X448KeyPairGenerator();
      generator.init(new KeyGenerationParameters(random, x25519 ? 255 : 448));
      AsymmetricCipherKeyPair pair = generator.generateKeyPair();
      RawAgreement agreement = x25519 ? new X25519Agreement() : new X448Agreement();
      agreement.init(pair.getPrivate());
      byte[] secret = new byte[agreement.getAgreementSize()];
      agreement.calculateAgreement(other, secret, 0);
      return new Agreed(new DerivationScheme.Xdh(publicHalf(pair)), secret);
    } catch (IOException | InvalidKeySpecException e) {
      throw new AssertionError("A public key of ours is encoded and read", e);
    }
  }

  private static PublicKey publicHalf(AsymmetricCipherKeyPair pair)
      throws IOException, InvalidKeySpecException {
    return dev.holdfast.keys.PublicKeys.of(
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()).getEncoded());
  }

  /** What the key's other half should decrypt. */
  static Optional<byte[]> encrypted(PublicKey key, CipherScheme scheme, byte[] plaintext) {
    Optional<AsymmetricBlockCipher> padded = padded(scheme);
    if (padded.isEmpty()) {
      return Optional.empty();
    }
    AsymmetricBlockCipher rsa = padded.get();
    try {
      rsa.init(true, PublicKeyFactory.createKey(key.getEncoded()));
      return Optional.of(rsa.processBlock(plaintext, 0, plaintext.length));
    } catch (IOException | InvalidCipherTextException | RuntimeException e) {
      // Too short a key for the digest, or one that is none: the token will say so itself.
      return Optional.empty();
    }
  }

  private static Optional<AsymmetricBlockCipher> padded(CipherScheme scheme) {
    if (scheme instanceof CipherScheme.RsaOaep oaep) {
      return Optional.of(
          new OAEPEncoding(
              new RSAEngine(),
              Digests.bouncyCastle(oaep.digest()),
              Digests.bouncyCastle(oaep.mgfDigest()),
              oaep.label()));
    }
    return scheme instanceof CipherScheme.RsaPkcs1
        ? Optional.of(new PKCS1Encoding(new RSAEngine()))
        : Optional.empty();
  }

  /** The ciphertext of a secret key that is known here. */
  static Optional<byte[]> encrypted(byte[] key, CipherScheme scheme, byte[] plaintext) {
    try {
      return scheme instanceof CipherScheme.AesCcm ccm
          ? Optional.of(encryptedCcm(key, ccm, plaintext))
          : encryptedByJdk(key, scheme, plaintext);
    } catch (GeneralSecurityException | InvalidCipherTextException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static byte[] encryptedCcm(byte[] key, CipherScheme.AesCcm ccm, byte[] plaintext)
      throws InvalidCipherTextException {
    CCMModeCipher cipher = CCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(
        true, new AEADParameters(new KeyParameter(key), ccm.tagBits(), ccm.nonce(), ccm.aad()));
    byte[] sealed = new byte[cipher.getOutputSize(plaintext.length)];
    int written = cipher.processBytes(plaintext, 0, plaintext.length, sealed, 0);
    cipher.doFinal(sealed, written);
    return sealed;
  }

  private static Optional<byte[]> encryptedByJdk(byte[] key, CipherScheme scheme, byte[] plaintext)
      throws GeneralSecurityException {
    if (scheme instanceof CipherScheme.AesGcm gcm) {
      GCMParameterSpec iv = new GCMParameterSpec(gcm.tagBits(), gcm.iv());
      return Optional.of(byJdk("AES/GCM/NoPadding", key, iv, gcm.aad(), plaintext));
    }
    if (scheme instanceof CipherScheme.ChaCha20Poly1305 chaCha20) {
      IvParameterSpec nonce = new IvParameterSpec(chaCha20.nonce());
      return Optional.of(byJdk("ChaCha20-Poly1305", key, nonce, chaCha20.aad(), plaintext));
    }
    if (scheme instanceof CipherScheme.AesKeyWrap wrap) {
      String name = wrap.padded() ? "AES/KWP/NoPadding" : "AES/KW/NoPadding";
      return Optional.of(byJdk(name, key, new IvParameterSpec(wrap.icv()), new byte[0], plaintext));
    }
    if (scheme instanceof CipherScheme.Blocks blocks) {
      IvParameterSpec iv = blocks.iv().length == 0 ? null : new IvParameterSpec(blocks.iv());
      return Optional.of(byJdk(blocks.mode().transformation(), key, iv, new byte[0], plaintext));
    }
    return Optional.empty();
  }

  private static byte[] byJdk(
      String name, byte[] key, AlgorithmParameterSpec parameters, byte[] aad, byte[] plaintext)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(name);
    String algorithm = name.contains("/") ? name.substring(0, name.indexOf('/')) : "ChaCha20";
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, algorithm), parameters);
    if (aad.length > 0) {
      cipher.updateAAD(aad);
    }
    return cipher.doFinal(plaintext);
  }

  /** The code of a secret key that is known here. */
  static Optional<byte[]> mac(byte[] key, MacScheme scheme, byte[] message) {
    Mac mac =
        scheme
            .digest()
            .<Mac>map(digest -> new HMac(Digests.bouncyCastle(digest)))
            .orElseGet(() -> new CMac(AESEngine.newInstance()));
    mac.init(new KeyParameter(key));
    mac.update(message, 0, message.length);
    byte[] code = new byte[mac.getMacSize()];
    mac.doFinal(code, 0);
    return Optional.of(code);
  }
}
