// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fixture of each backend with session keys in it, shared by the tests of a class: RSA keys take
 * long to make. Registered as a static extension.
 */
final class Workbench implements AfterAllCallback {
  static final List<String> RSA_KINDS = List.of("RSA-2048", "RSA-3072");

  /** A key of the JDK's algorithm RSASSA-PSS, bound to no parameters. */
  static final String PSS_KIND = "RSASSA-PSS-2048";

  static final List<String> EC_KINDS = List.of("secp256r1", "secp384r1", "secp521r1");

  /** The curves that the JDK does not have. */
  static final List<String> OTHER_EC_KINDS =
      List.of("secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1");

  private final Map<Backend, Fixture> fixtures = new EnumMap<>(Backend.class);
  private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();

  /** All at once: SoftHSM2 does not see a token that is made after it was loaded. */
  synchronized Fixture fixture(Backend backend) {
    if (fixtures.isEmpty()) {
      for (Backend each : Backend.values()) {
        fixtures.put(each, Fixture.of(each));
      }
    }
    return fixtures.get(backend);
  }

  /**
   * A key pair.
   *
   * @param kind one of {@link #RSA_KINDS}, {@link #PSS_KIND}, the name of a curve, or that of a
   *     parameter set
   */
  KeyPair pair(Backend backend, String kind) throws GeneralSecurityException {
    String name = backend + " " + kind;
    KeyPair known = pairs.get(name);
    if (known == null) {
      known = newPair(backend, kind);
      pairs.put(name, known);
    }
    return known;
  }

  KeyPair newPair(Backend backend, String kind) throws GeneralSecurityException {
    return newPair(fixture(backend), kind);
  }

  static KeyPair newPair(Fixture fixture, String kind) throws GeneralSecurityException {
    KeySpec spec = spec(kind);
    String algorithm = spec.parameterSet().map(ParameterSet::jcaName).orElse(spec.jcaName());
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, fixture.provider());
    if (spec.type() == KeyType.RSA || spec.type() == KeyType.RSA_PSS) {
      generator.initialize(spec.bits());
    } else if (spec.type() == KeyType.EC) {
      generator.initialize(new ECGenParameterSpec(kind));
    }
    return generator.generateKeyPair();
  }

  private static KeySpec spec(String kind) {
    if (kind.equals(PSS_KIND)) {
      return KeySpec.rsaPss(2048);
    }
    return kind.startsWith("RSA-")
        ? KeySpec.rsa(Integer.parseInt(kind.substring(4)))
        : EcCurve.ofName(kind)
            .map(KeySpec::ec)
            .orElseGet(() -> KeySpec.of(ParameterSet.ofName(kind).orElseThrow()));
  }

  /** Whether keys of a kind can be had; what cannot, must be refused. */
  boolean offers(Backend backend, String kind) throws KeyOperationException {
    return fixture(backend)
        .vault()
        .backends()
        .offers(backend.hasToken() ? "main" : "sealed", spec(kind));
  }

  /** Of some kinds, those that a backend has keys of. */
  List<String> offered(Backend backend, List<String> kinds) throws KeyOperationException {
    List<String> offered = new ArrayList<>();
    for (String kind : kinds) {
      if (offers(backend, kind)) {
        offered.add(kind);
      }
    }
    return offered;
  }

  SecretKey newSecret(Backend backend, String algorithm, int bits) throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, fixture(backend).provider());
    generator.init(bits);
    return generator.generateKey();
  }

  /** Whether the backend computes that way; what it lacks is not offered. */
  boolean offers(Backend backend, Algorithm algorithm) throws KeyOperationException {
    String name = backend.hasToken() ? "main" : "sealed";
    return fixture(backend).vault().backends().offers(name, algorithm);
  }

  /** A handle of a software key's bytes, so that the JDK can compute what the backend should. */
  SecretKey twin(Backend backend, SecretKey software) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance(software.getAlgorithm(), fixture(backend).provider())
        .translateKey(software);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    pairs.clear();
    for (Fixture fixture : fixtures.values()) {
      fixture.close();
    }
    fixtures.clear();
  }
}
