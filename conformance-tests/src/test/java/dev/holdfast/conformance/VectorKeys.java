// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import dev.holdfast.jca.JcaEngine;
import dev.holdfast.model.EcCurve;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The keys of vectors as handles: each goes in through {@code translateKey}. The last one is kept,
 * since vectors of a group share theirs, and destroyed when another comes.
 */
final class VectorKeys implements AutoCloseable {
  private final Provider provider;
  private Key held;
  private String heldAs = "";
  private byte[] heldMaterial = {};

  VectorKeys(Provider provider) {
    this.provider = provider;
  }

  Provider provider() {
    return provider;
  }

  /** Goes on if the provider has a service, and otherwise says why a vector is not run. */
  void require(String type, String algorithm) {
    if (provider.getService(type, algorithm) != null) {
      return;
    }
    for (JcaEngine engine : JcaEngine.values()) {
      if (engine.type().equals(type) && !engine.isThere()) {
        throw NotRun.untilJdk(type, engine.since());
      }
    }
    throw NotRun.noSuch(type, algorithm);
  }

  SecretKey secret(String algorithm, byte[] material) throws GeneralSecurityException {
    require("SecretKeyFactory", algorithm);
    if (material.length == 0) {
      // There is no such software key: the class of the JDK refuses to be made.
      throw new java.security.InvalidKeyException("An empty key");
    }
    if (!isHeld(algorithm, material)) {
      SecretKey software = new SecretKeySpec(material, algorithm);
      hold(
          SecretKeyFactory.getInstance(algorithm, provider).translateKey(software),
          algorithm,
          material);
    }
    return (SecretKey) held;
  }

  PrivateKey privateKey(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
    require("KeyFactory", algorithm);
    if (!isHeld(algorithm, pkcs8)) {
      PrivateKey software = new Encoded(algorithm, pkcs8);
      hold(KeyFactory.getInstance(algorithm, provider).translateKey(software), algorithm, pkcs8);
    }
    return (PrivateKey) held;
  }

  /** A software key that knows its encoding and nothing else, as a stranger's provider has it. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Encoded(String algorithm, byte[] pkcs8) implements PrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
      return pkcs8.clone();
    }
  }

  private boolean isHeld(String algorithm, byte[] material) {
    return held != null && heldAs.equals(algorithm) && Arrays.equals(heldMaterial, material);
  }

  private void hold(Key key, String algorithm, byte[] material) throws GeneralSecurityException {
    close();
    if (key.getEncoded() != null) {
      throw new AssertionError("translateKey gave a key that can be read");
    }
    held = key;
    heldAs = algorithm;
    heldMaterial = material;
  }

  PublicKey publicKey(String algorithm, byte[] spki) throws GeneralSecurityException {
    require("KeyFactory", algorithm);
    return KeyFactory.getInstance(algorithm, provider).generatePublic(new X509EncodedKeySpec(spki));
  }

  /** The object identifier of a curve that Holdfast has. */
  static ASN1ObjectIdentifier curve(String name) {
    return new ASN1ObjectIdentifier(ecCurve(name).oid());
  }

  /** A curve that Holdfast has, also by the name that JSON Web Keys once had for secp256k1. */
  static EcCurve ecCurve(String name) {
    return EcCurve.ofName(name.equals("P-256K") ? "secp256k1" : name)
        .orElseThrow(() -> NotRun.noCurve(name));
  }

  static byte[] ecPrivate(String curve, BigInteger scalar) throws IOException {
    ASN1ObjectIdentifier oid = curve(curve);
    int bits = ecCurve(curve).bits();
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid);
    return new PrivateKeyInfo(algorithm, new ECPrivateKey(bits, scalar, oid)).getEncoded("DER");
  }

  static byte[] ecPublic(String curve, byte[] point) throws IOException {
    return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve(curve)), point)
        .getEncoded("DER");
  }

  static byte[] pkcs8(String oid, ASN1Encodable key) throws IOException {
    return new PrivateKeyInfo(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)), key)
        .getEncoded("DER");
  }

  static byte[] spki(String oid, byte[] key) throws IOException {
    return new SubjectPublicKeyInfo(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)), key)
        .getEncoded("DER");
  }

  @Override
  public void close() throws GeneralSecurityException {
    if (held instanceof Destroyable key) {
      held = null;
      try {
        key.destroy();
      } catch (DestroyFailedException e) {
        throw new GeneralSecurityException("A handle is not destroyed", e);
      }
    }
  }
}
