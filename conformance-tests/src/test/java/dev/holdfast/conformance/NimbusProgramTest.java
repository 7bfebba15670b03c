// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nimbus JOSE+JWT signs and decrypts with keys of ours; what software it checks with is its own.
 */
class NimbusProgramTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static String sign(JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
    JWSHeader header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build();
    SignedJWT token = new SignedJWT(header, new JWTClaimsSet.Builder().subject("alice").build());
    token.sign(signer);
    return token.serialize();
  }

  private static void verify(String token, JWSVerifier verifier) throws Exception {
    SignedJWT parsed = SignedJWT.parse(token);
    assertTrue(parsed.verify(verifier), token);
    assertEquals("alice", parsed.getJWTClaimsSet().getSubject());
  }

  @EveryBackend
  void tokens_areSigned(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      KeyPair rsa = BENCH.pair(backend, "RSA-2048");
      for (JWSAlgorithm algorithm : JWSAlgorithm.Family.RSA) {
        RSASSASigner signer = new RSASSASigner(rsa.getPrivate());
        if (algorithm.getName().startsWith("PS")) {
          // It gives the parameters before the key, which binds the JDK's provider.
          signer.getJCAContext().setProvider(BENCH.fixture(backend).provider());
        }
        verify(sign(algorithm, signer), new RSASSAVerifier((RSAPublicKey) rsa.getPublic()));
      }
      for (Curve curve : new Curve[] {Curve.P_256, Curve.P_384, Curve.P_521}) {
        KeyPair ec = BENCH.pair(backend, curve.getStdName());
        ECDSASigner signer = new ECDSASigner(ec.getPrivate(), curve);
        verify(
            sign(signer.supportedECDSAAlgorithm(), signer),
            new ECDSAVerifier((ECPublicKey) ec.getPublic()));
      }
    }
  }

  @EveryBackend
  void tokens_areMacedWithHandles(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      SecretKey software = new SecretKeySpec(new byte[32], "HmacSHA256");
      SecretKey handle = BENCH.twin(backend, software);
      verify(sign(JWSAlgorithm.HS256, new MACSigner(handle)), new MACVerifier(software));
      verify(sign(JWSAlgorithm.HS256, new MACSigner(software)), new MACVerifier(handle));
    }
  }

  private static void seal(
      JWEAlgorithm algorithm, EncryptionMethod method, JWEEncrypter encrypter, JWEDecrypter opener)
      throws Exception {
    JWEObject sealed = new JWEObject(new JWEHeader(algorithm, method), new Payload("hello"));
    sealed.encrypt(encrypter);
    JWEObject received = JWEObject.parse(sealed.serialize());
    received.decrypt(opener);
    assertEquals("hello", received.getPayload().toString());
  }

  @EveryBackend
  void rsaOaep_isDecrypted(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      KeyPair rsa = BENCH.pair(backend, "RSA-2048");
      for (JWEAlgorithm algorithm :
          new JWEAlgorithm[] {
            JWEAlgorithm.RSA_OAEP_256, JWEAlgorithm.RSA_OAEP_384, JWEAlgorithm.RSA_OAEP_512
          }) {
        seal(
            algorithm,
            EncryptionMethod.A256GCM,
            new RSAEncrypter((RSAPublicKey) rsa.getPublic()),
            new RSADecrypter(rsa.getPrivate()));
      }
    }
  }

  @EveryBackend
  void directEncryption_takesHandlesOnBothSides(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      SecretKey software = new SecretKeySpec(new byte[32], "AES");
      SecretKey handle = BENCH.twin(backend, software);
      seal(
          JWEAlgorithm.DIR,
          EncryptionMethod.A256GCM,
          new DirectEncrypter(handle),
          new DirectDecrypter(software));
      seal(
          JWEAlgorithm.DIR,
          EncryptionMethod.A256GCM,
          new DirectEncrypter(software),
          new DirectDecrypter(handle));
    }
  }

  /** It learns a key's length from its encoding, which ours do not have. */
  @EveryBackend
  void aesKeyWrap_isRefusedByNimbusItself(Backend backend) throws Exception {
    SecretKey handle = BENCH.newSecret(backend, "AES", 256);
    assertThrows(KeyLengthException.class, () -> new AESDecrypter(handle));
  }
}
