// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Somebody who computes: one or more JCA providers, and keys made by them. Every contender is used
 * the same way: provider named, object kept by its thread, initialised with the key for each
 * message, IVs counted.
 */
final class Contender {
  private static final int IV = 12;

  private final String name;
  private final Map<String, Provider> providers;
  private final KeyMaking making;
  private final Map<String, Object> keys = new ConcurrentHashMap<>();

  /** How a stored key is asked for, where the contender stores keys. */
  interface KeyMaking {
    /** What a generator is initialised with instead of a size or curve; null for the latter. */
    AlgorithmParameterSpec spec(String kind);
  }

  /**
   * @param providers by JCA algorithm; the empty name stands for all that is not there
   */
  Contender(String name, Map<String, Provider> providers, KeyMaking making) {
    this.name = name;
    this.providers = Map.copyOf(providers);
    this.making = making;
  }

  String name() {
    return name;
  }

  private Provider provider(String algorithm) throws NoSuchAlgorithmException {
    Provider found = providers.getOrDefault(algorithm, providers.get(""));
    if (found == null) {
      throw new NoSuchAlgorithmException(name + " does not offer " + algorithm);
    }
    return found;
  }

  /**
   * An operation for one thread, tried once; the key is shared by all threads.
   *
   * @return empty if the contender does not offer it
   */
  Optional<Operation> operation(Work work) throws Exception {
    try {
      Operation operation = make(work);
      operation.run();
      return Optional.of(operation);
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  private Operation make(Work work) throws GeneralSecurityException {
    return switch (work.kind()) {
      case SIGN -> signing(work);
      case DECRYPT -> decrypting(work);
      case ENCRYPT -> encrypting(work);
      case MAC -> authenticating(work);
      case MAKE_PAIR -> {
        KeyPairGenerator generator = pairGenerator(work.key(), null);
        yield generator::generateKeyPair;
      }
      case MAKE_SECRET -> {
        KeyGenerator generator = KeyGenerator.getInstance(work.algorithm(), provider("AES"));
        generator.init(256);
        yield generator::generateKey;
      }
    };
  }

  private Operation signing(Work work) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(work.algorithm(), provider(work.algorithm()));
    KeyPair pair = pair(work.key());
    byte[] message = new byte[work.bytes()];
    return () -> {
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    };
  }

  private Operation decrypting(Work work) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(work.algorithm(), provider(work.algorithm()));
    KeyPair pair = pair(work.key());
    AlgorithmParameterSpec parameters =
        work.algorithm().contains("OAEP")
            ? new OAEPParameterSpec(
                "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT)
            : null;
    Cipher encryption = Cipher.getInstance(work.algorithm(), "SunJCE");
    encryption.init(Cipher.ENCRYPT_MODE, ordinary(pair.getPublic()), parameters);
    byte[] ciphertext = encryption.doFinal(new byte[work.bytes()]);
    return () -> {
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), parameters);
      return cipher.doFinal(ciphertext);
    };
  }

  private static PublicKey ordinary(PublicKey key) throws GeneralSecurityException {
    RSAPublicKey rsa = (RSAPublicKey) key;
    return KeyFactory.getInstance("RSA", "SunRsaSign")
        .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
  }

  private Operation encrypting(Work work) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(work.algorithm(), provider(work.algorithm()));
    Key key = secret(work.key());
    byte[] message = new byte[work.bytes()];
    boolean gcm = work.algorithm().contains("GCM");
    byte[] iv = new byte[gcm ? IV : 16];
    // Threads share a key: each counts IVs of its own.
    iv[4] = (byte) Thread.currentThread().getId();
    return () -> {
      count(iv);
      cipher.init(
          Cipher.ENCRYPT_MODE, key, gcm ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv));
      return cipher.doFinal(message);
    };
  }

  private static void count(byte[] iv) {
    for (int at = iv.length - 1; at > 4 && ++iv[at] == 0; at--) {
      // The carry goes on.
    }
  }

  private Operation authenticating(Work work) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(work.algorithm(), provider(work.algorithm()));
    Key key = secret(work.key());
    byte[] message = new byte[work.bytes()];
    return () -> {
      mac.init(key);
      return mac.doFinal(message);
    };
  }

  private synchronized KeyPair pair(String kind) throws GeneralSecurityException {
    if (!keys.containsKey(kind)) {
      keys.put(kind, pairGenerator(kind, making.spec(kind)).generateKeyPair());
    }
    return (KeyPair) keys.get(kind);
  }

  private synchronized Key secret(String algorithm) throws GeneralSecurityException {
    if (!keys.containsKey(algorithm)) {
      KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider(algorithm));
      AlgorithmParameterSpec spec = making.spec(algorithm);
      if (spec == null) {
        generator.init(256);
      } else {
        generator.init(spec);
      }
      keys.put(algorithm, generator.generateKey());
    }
    return (Key) keys.get(algorithm);
  }

  private KeyPairGenerator pairGenerator(String kind, AlgorithmParameterSpec spec)
      throws GeneralSecurityException {
    String[] parts = kind.split("-", 2);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(parts[0], provider(parts[0]));
    if (spec != null) {
      generator.initialize(spec);
    } else if (parts[0].equals("EC")) {
      generator.initialize(new ECGenParameterSpec(parts[1]));
    } else if (parts.length > 1) {
      generator.initialize(Integer.parseInt(parts[1]));
    }
    return generator;
  }
}
