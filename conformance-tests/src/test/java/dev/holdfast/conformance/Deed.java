// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecapsulateRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.EncapsulateRequest;
import dev.holdfast.kms.api.EncapsulateResponse;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.KeyService;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;

/** A use of a key whose outcome can be checked later, by another process. */
interface Deed {
  byte[] MESSAGE = "the same vault".getBytes(StandardCharsets.UTF_8);

  /** Uses the key, and gives what is needed to check it. */
  List<byte[]> act(Place place, String alias) throws Exception;

  /** Checks with the same key what another process did. */
  void check(Place place, String alias, List<byte[]> done) throws Exception;

  /** A vault, as programs reach it. */
  record Place(Provider holdfast, KeyStore keyStore, KeyService kms) {
    Key key(String alias) throws GeneralSecurityException {
      Key key = keyStore.getKey(alias, null);
      assertNull(key.getEncoded(), alias);
      return key;
    }

    PublicKey publicKey(String alias) throws GeneralSecurityException {
      return keyStore.getCertificate(alias).getPublicKey();
    }
  }

  /** A signature. */
  record Signs(String algorithm) implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) throws Exception {
      Signature signing = Signature.getInstance(algorithm, place.holdfast());
      signing.initSign((PrivateKey) place.key(alias));
      signing.update(MESSAGE);
      return List.of(signing.sign());
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) throws Exception {
      Signature verifying = Signature.getInstance(algorithm, place.holdfast());
      verifying.initVerify(place.publicKey(alias));
      verifying.update(MESSAGE);
      assertTrue(verifying.verify(done.get(0)), alias + " " + this);
    }
  }

  /** A message that anybody encrypts for the key, and its owner decrypts. */
  record Decrypts(String algorithm) implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) throws Exception {
      Cipher sealing = Cipher.getInstance(algorithm);
      sealing.init(Cipher.ENCRYPT_MODE, place.publicKey(alias));
      return List.of(sealing.doFinal(MESSAGE));
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) throws Exception {
      Cipher opening = Cipher.getInstance(algorithm, place.holdfast());
      opening.init(Cipher.DECRYPT_MODE, place.key(alias));
      assertArrayEquals(MESSAGE, opening.doFinal(done.get(0)), alias + " " + this);
    }
  }

  /** A secret agreed with a key that the JDK makes. */
  record Agrees(String algorithm) implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) throws Exception {
      PublicKey half = place.publicKey(alias);
      KeyPairGenerator generator = KeyPairGenerator.getInstance(keys());
      if (half instanceof ECKey ec) {
        generator.initialize(ec.getParams());
      }
      KeyPair peer = generator.generateKeyPair();
      return List.of(peer.getPublic().getEncoded(), agree(place, alias, peer.getPublic()));
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) throws Exception {
      PublicKey peer =
          KeyFactory.getInstance(keys()).generatePublic(new X509EncodedKeySpec(done.get(0)));
      assertArrayEquals(done.get(1), agree(place, alias, peer), alias + " " + this);
    }

    private String keys() {
      return algorithm.equals("ECDH") ? "EC" : algorithm;
    }

    private byte[] agree(Place place, String alias, PublicKey peer) throws Exception {
      KeyAgreement agreement = KeyAgreement.getInstance(algorithm, place.holdfast());
      agreement.init(place.key(alias));
      agreement.doPhase(peer, true);
      return agreement.generateSecret();
    }
  }

  /** An authenticated ciphertext, and the parameters that go with it. */
  record Encrypts(String algorithm, String parameters) implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) throws Exception {
      Cipher sealing = Cipher.getInstance(algorithm, place.holdfast());
      sealing.init(Cipher.ENCRYPT_MODE, place.key(alias));
      byte[] sealed = sealing.doFinal(MESSAGE);
      return List.of(sealing.getParameters().getEncoded(), sealed);
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) throws Exception {
      AlgorithmParameters params = AlgorithmParameters.getInstance(parameters);
      params.init(done.get(0));
      Cipher opening = Cipher.getInstance(algorithm, place.holdfast());
      opening.init(Cipher.DECRYPT_MODE, place.key(alias), params);
      assertArrayEquals(MESSAGE, opening.doFinal(done.get(1)), alias + " " + this);
    }
  }

  /** A message authentication code. */
  record Authenticates(String algorithm) implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) throws Exception {
      Mac mac = Mac.getInstance(algorithm, place.holdfast());
      mac.init(place.key(alias));
      return List.of(mac.doFinal(MESSAGE));
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) throws Exception {
      assertArrayEquals(act(place, alias).get(0), done.get(0), alias + " " + this);
    }
  }

  /** A secret that the key management service encapsulates, on JDKs too that have no KEM. */
  record Encapsulates(String algorithm) implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) {
      EncapsulateResponse made =
          place.kms().encapsulate(EncapsulateRequest.of("alias/" + alias, algorithm));
      return List.of(
          made.sharedSecretCiphertextBlob().toByteArray(), made.sharedSecret().toByteArray());
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) {
      DecapsulateRequest request =
          DecapsulateRequest.of("alias/" + alias, Blob.of(done.get(0)), algorithm);
      assertEquals(
          Blob.of(done.get(1)),
          place.kms().decapsulate(request).sharedSecret(),
          alias + " " + this);
    }
  }

  /** A ciphertext of the key management service, and a data key wrapped by it. */
  record Manages() implements Deed {
    private static final Map<String, String> CONTEXT = Map.of("made", "on another JDK");

    @Override
    public List<byte[]> act(Place place, String alias) {
      EncryptRequest encrypt =
          EncryptRequest.of("alias/" + alias, Blob.of(MESSAGE)).withEncryptionContext(CONTEXT);
      GenerateDataKeyResponse dataKey =
          place
              .kms()
              .generateDataKey(
                  GenerateDataKeyRequest.of("alias/" + alias)
                      .withKeySpec("AES_256")
                      .withEncryptionContext(CONTEXT)
                      .withRevealPlaintext(true));
      return List.of(
          MESSAGE,
          place.kms().encrypt(encrypt).ciphertextBlob().toByteArray(),
          dataKey.plaintext().toByteArray(),
          dataKey.ciphertextBlob().toByteArray());
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) {
      for (int i = 0; i < done.size(); i += 2) {
        DecryptRequest decrypt =
            DecryptRequest.of(Blob.of(done.get(i + 1))).withEncryptionContext(CONTEXT);
        assertEquals(Blob.of(done.get(i)), place.kms().decrypt(decrypt).plaintext(), alias);
      }
    }
  }

  /** Nothing is done: the entry's certificates are there. */
  record Certifies() implements Deed {
    @Override
    public List<byte[]> act(Place place, String alias) throws Exception {
      var chain = place.keyStore().getCertificateChain(alias);
      assertEquals(2, chain.length, alias);
      return List.of(chain[0].getEncoded(), chain[1].getEncoded());
    }

    @Override
    public void check(Place place, String alias, List<byte[]> done) throws Exception {
      List<byte[]> chain = act(place, alias);
      assertArrayEquals(done.get(0), chain.get(0), alias);
      assertArrayEquals(done.get(1), chain.get(1), alias);
    }
  }
}
