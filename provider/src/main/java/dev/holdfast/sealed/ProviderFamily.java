// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Providers that understand each other's keys without taking them apart: a key is read and used
 * within one family. Each answer is looked for once.
 */
enum ProviderFamily {
  /** Amazon Corretto Crypto Provider, where its jar is there and has a library for this machine. */
  ACCP(Loading::accp),

  /** The JDK's own, found by name among those registered. */
  JDK(Loading::jdk),

  /** An instance of our own, which is not registered. */
  BOUNCY_CASTLE(Loading::bouncyCastle);

  @SuppressWarnings("ImmutableEnumChecker") // a constant
  private final Supplier<List<Provider>> loading;

  @SuppressWarnings("ImmutableEnumChecker") // remembers what does not change
  private final Map<JcaName, Optional<Provider>> found = new ConcurrentHashMap<>();

  @SuppressWarnings("ImmutableEnumChecker") // set once
  private volatile List<Provider> loaded;

  ProviderFamily(Supplier<List<Provider>> loading) {
    this.loading = loading;
  }

  /** The provider of this family that offers an algorithm. */
  Optional<Provider> find(JcaName name) {
    Optional<Provider> known = found.get(name);
    return known != null ? known : found.computeIfAbsent(name, this::look);
  }

  /** Whether there is any provider of this family. */
  boolean isThere() {
    return !providers().isEmpty();
  }

  private Optional<Provider> look(JcaName name) {
    return providers().stream().filter(provider -> offers(provider, name)).findFirst();
  }

  private List<Provider> providers() {
    List<Provider> providers = loaded;
    if (providers == null) {
      synchronized (this) {
        if (loaded == null) {
          loaded = loading.get();
        }
        providers = loaded;
      }
    }
    return providers;
  }

  private static boolean offers(Provider provider, JcaName name) {
    if (provider.getService(name.type(), name.algorithm()) != null) {
      return true;
    }
    if (!name.type().equals("Cipher")) {
      return false;
    }
    // A transformation can be registered in parts; only Cipher itself puts them together.
    try {
      Cipher.getInstance(name.algorithm(), provider);
      return true;
    } catch (java.security.GeneralSecurityException | SecurityException e) {
      return false;
    }
  }

  /** How each family is found. Apart, since an enum's constants cannot name what follows them. */
  private static final class Loading {
    private static final String ACCP_CLASS =
        "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final List<String> JDK_FIRST = List.of("SunRsaSign", "SunEC", "SunJCE", "SUN");

    static List<Provider> accp() {
      try {
        Provider accp = (Provider) Class.forName(ACCP_CLASS).getField("INSTANCE").get(null);
        // Without a library for this machine it is there and offers nothing.
        return accp.getServices().isEmpty() ? List.of() : List.of(accp);
      } catch (ReflectiveOperationException | LinkageError e) {
        return List.of();
      }
    }

    static List<Provider> jdk() {
      List<Provider> providers = new ArrayList<>();
      for (String name : JDK_FIRST) {
        Provider provider = Security.getProvider(name);
        if (provider != null) {
          providers.add(provider);
        }
      }
      // Another vendor's JDK has other names for its own.
      for (Provider provider : Security.getProviders()) {
        if (isOfTheJdk(provider) && !providers.contains(provider)) {
          providers.add(provider);
        }
      }
      return List.copyOf(providers);
    }

    private static boolean isOfTheJdk(Provider provider) {
      ClassLoader loader = provider.getClass().getClassLoader();
      return (loader == null || loader == ClassLoader.getPlatformClassLoader())
          // A token behind it would want the keys for itself.
          && !provider.getName().startsWith("SunPKCS11");
    }

    static List<Provider> bouncyCastle() {
      return List.of(new BouncyCastleProvider());
    }
  }
}
