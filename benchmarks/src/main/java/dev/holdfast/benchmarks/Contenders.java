// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.testing.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;

/** Everybody who can compete, by name. */
final class Contenders {
  /** Those whose keys lie in this process. */
  static final List<String> IN_PROCESS = List.of("sealed", "jdk", "bc", "accp", "conscrypt");

  /** Those whose keys lie on the token. */
  static final List<String> ON_TOKEN = List.of("hsm", "sunpkcs11");

  private final Workshop workshop;
  private final Map<String, Contender> made = new ConcurrentHashMap<>();

  Contenders(Workshop workshop) {
    this.workshop = workshop;
  }

  /**
   * A contender: {@code sealed} and {@code hsm} are Holdfast; {@code jdk} the JDK's own providers
   * with keys that anyone can read; {@code bc}, {@code accp}, {@code conscrypt} and {@code
   * sunpkcs11} the providers of those names.
   */
  synchronized Contender named(String name) throws Exception {
    if (!made.containsKey(name)) {
      made.put(name, make(name));
    }
    return made.get(name);
  }

  private Contender make(String name) throws Exception {
    return switch (name) {
      case "sealed" -> holdfast(name, workshop.sealed(), true);
      case "sealed-jdk" -> holdfast(name, workshop.sealed("engine = jdk\n"), true);
      case "sealed-openssl" -> holdfast(name, workshop.sealed("engine = openssl\n"), true);
      case "hsm" -> holdfast(name, workshop.hsm(Libraries.softHsm()), false);
      case "jdk" -> new Contender(name, jdk(), kind -> null);
      case "bc" -> new Contender(name, all(new BouncyCastleProvider()), kind -> null);
      // What engine = auto computes with, since its jar is on the path here.
      case "accp", "engine" -> new Contender(name, all(accp()), kind -> null);
      case "conscrypt" -> new Contender(name, all(Conscrypt.newProvider()), kind -> null);
      case "sunpkcs11" -> sunPkcs11(name, Libraries.softHsm());
      default -> throw new IllegalArgumentException("Nobody is called " + name);
    };
  }

  private static Provider accp() {
    AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    return AmazonCorrettoCryptoProvider.INSTANCE;
  }

  private static Map<String, Provider> all(Provider provider) {
    return Map.of("", provider);
  }

  private static Map<String, Provider> jdk() {
    Map<String, Provider> providers = new HashMap<>();
    for (String algorithm : List.of("RSA", "SHA256withRSA")) {
      providers.put(algorithm, Security.getProvider("SunRsaSign"));
    }
    for (String algorithm : List.of("EC", "SHA256withECDSA", "SHA384withECDSA", "Ed25519")) {
      providers.put(algorithm, Security.getProvider("SunEC"));
    }
    providers.put("", Security.getProvider("SunJCE"));
    return providers;
  }

  /**
   * Holdfast over a configuration.
   *
   * @param stored whether its keys have records; on the token all contenders use session keys
   */
  Contender holdfast(String name, Path configuration, boolean stored) {
    Provider provider = new HoldfastProvider().configure(configuration.toString());
    return new Contender(name, all(provider), kind -> stored ? keySpec(kind) : null);
  }

  private static AlgorithmParameterSpec keySpec(String kind) {
    String[] parts = kind.split("-", 2);
    HoldfastKeySpec.Builder spec = HoldfastKeySpec.builder().alias(kind);
    if (parts[0].equals("EC")) {
      spec.curve(parts[1]);
    } else if (parts.length > 1) {
      spec.keySize(Integer.parseInt(parts[1]));
    }
    return spec.build();
  }

  /** SunPKCS11 on the token, with keys as private and as unreadable as Holdfast's. */
  Contender sunPkcs11(String name, Path library)
      throws IOException, InterruptedException, GeneralSecurityException {
    Provider provider = sunPkcs11Provider(workshop, library);
    KeyStore.getInstance("PKCS11", provider).load(null, SoftToken.PIN.toCharArray());
    return new Contender(name, all(provider), kind -> null);
  }

  static Provider sunPkcs11Provider(Workshop workshop, Path library)
      throws IOException, InterruptedException {
    String secrecy =
        " = { CKA_PRIVATE = true CKA_SENSITIVE = true CKA_EXTRACTABLE = false CKA_SIGN = true }\n";
    Path configuration = Files.createTempFile(workshop.folder(), "sunpkcs11", ".cfg");
    Files.writeString(
        configuration,
        "name = Peer\nlibrary = "
            + library
            + "\nslot = "
            + workshop.token().slot()
            + "\nattributes(generate, CKO_PRIVATE_KEY, *)"
            + secrecy
            + "attributes(generate, CKO_SECRET_KEY, *)"
            + secrecy);
    return Security.getProvider("SunPKCS11").configure(configuration.toString());
  }
}
