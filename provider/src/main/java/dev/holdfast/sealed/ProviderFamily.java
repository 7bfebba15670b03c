// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  ACCP(
      "Amazon Corretto Crypto Provider",
      Loading::accp,
      // 2.5.0 answers data that is not authentic with an exception of its own, unchecked.
      JcaName.cipher("AES/KWP/NoPadding")),

  /** The JDK's own, found by name among those registered. */
  JDK(
      "the JDK",
      Loading::jdk,
      // JDK 24 and 25 write and read these private keys in a form of their own, not RFC 9881's and
      // 9935's.
      JcaName.signature("ML-DSA"),
      JcaName.keyPairGenerator("ML-DSA-44"),
      JcaName.keyPairGenerator("ML-DSA-65"),
      JcaName.keyPairGenerator("ML-DSA-87"),
      JcaName.keyPairGenerator("ML-KEM-512"),
      JcaName.keyPairGenerator("ML-KEM-768"),
      JcaName.keyPairGenerator("ML-KEM-1024")),

  /** An instance of our own, which is not registered. */
  BOUNCY_CASTLE("Bouncy Castle", Loading::bouncyCastle);

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // a constant
  private final Supplier<Loaded> loading;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<JcaName> unsuited;

  @SuppressWarnings("ImmutableEnumChecker") // remembers what does not change
  private final Map<JcaName, Optional<Provider>> found = new ConcurrentHashMap<>();

  @SuppressWarnings("ImmutableEnumChecker") // set once
  private volatile Loaded loaded;

  /**
   * @param unsuited what it offers and does not do as the JCA says
   */
  ProviderFamily(String title, Supplier<Loaded> loading, JcaName... unsuited) {
    this.title = title;
    this.loading = loading;
    this.unsuited = Set.of(unsuited);
  }

  /**
   * What was found.
   *
   * @param missing why there is none
   */
  private record Loaded(List<Provider> providers, Optional<String> missing) {}

  /** The family's name for people, with its version where the JDK's does not say it. */
  String title() {
    return this == JDK || providers().isEmpty()
        ? title
        : title + " " + providers().get(0).getVersionStr();
  }

  /** Why there is no provider of this family; empty if there is one. */
  Optional<String> missing() {
    return load().missing();
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
    return unsuited.contains(name)
        ? Optional.empty()
        : providers().stream().filter(provider -> offers(provider, name)).findFirst();
  }

  private List<Provider> providers() {
    return load().providers();
  }

  private Loaded load() {
    Loaded known = loaded;
    if (known == null) {
      synchronized (this) {
        if (loaded == null) {
          loaded = loading.get();
        }
        known = loaded;
      }
    }
    return known;
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

    static Loaded accp() {
      try {
        Class<?> type = Class.forName(ACCP_CLASS);
        Provider accp = (Provider) type.getField("INSTANCE").get(null);
        // Without a library for this machine it is there, and says what is wrong.
        Object error = type.getMethod("getLoadingError").invoke(accp);
        return error == null
            ? new Loaded(List.of(accp), Optional.empty())
            : none("its library does not load (" + error + ")");
      } catch (ClassNotFoundException e) {
        return none("its jar is not on the class path");
      } catch (ReflectiveOperationException | LinkageError e) {
        return none("it does not start (" + e + ")");
      }
    }

    private static Loaded none(String why) {
      return new Loaded(
          List.of(), Optional.of("the Amazon Corretto Crypto Provider: ".concat(why)));
    }

    static Loaded jdk() {
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
      return new Loaded(List.copyOf(providers), Optional.empty());
    }

    private static boolean isOfTheJdk(Provider provider) {
      ClassLoader loader = provider.getClass().getClassLoader();
      return (loader == null || loader == ClassLoader.getPlatformClassLoader())
          // A token behind it would want the keys for itself.
          && !provider.getName().startsWith("SunPKCS11");
    }

    static Loaded bouncyCastle() {
      return new Loaded(List.of(new BouncyCastleProvider()), Optional.empty());
    }
  }
}
