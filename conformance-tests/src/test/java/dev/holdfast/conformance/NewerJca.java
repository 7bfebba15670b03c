// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * The JCA's engines that are younger than the JDK 17 on which these tests are compiled: {@code
 * javax.crypto.KEM} of JDK 21, which later builds of 17 have too, and {@code javax.crypto.KDF} of
 * JDK 25.
 */
final class NewerJca {
  private NewerJca() {}

  static boolean hasKem() {
    return Class.forName(Object.class.getModule(), "javax.crypto.KEM") != null;
  }

  static boolean hasKdf() {
    return Runtime.version().feature() >= 25;
  }

  /** What {@code KEM.Encapsulated} holds. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Encapsulated(SecretKey key, byte[] ciphertext) {}

  static Encapsulated encapsulate(
      String algorithm, Provider provider, PublicKey key, String secretAlgorithm)
      throws GeneralSecurityException {
    Object kem = instance("javax.crypto.KEM", algorithm, provider);
    Object encapsulator = call(kem, "newEncapsulator", new Class<?>[] {PublicKey.class}, key);
    int size = (int) call(encapsulator, "secretSize", new Class<?>[0]);
    Object result =
        call(
            encapsulator,
            "encapsulate",
            new Class<?>[] {int.class, int.class, String.class},
            0,
            size,
            secretAlgorithm);
    return new Encapsulated(
        (SecretKey) call(result, "key", new Class<?>[0]),
        (byte[]) call(result, "encapsulation", new Class<?>[0]));
  }

  static SecretKey decapsulate(
      String algorithm,
      Provider provider,
      PrivateKey key,
      byte[] ciphertext,
      String secretAlgorithm)
      throws GeneralSecurityException {
    Object kem = instance("javax.crypto.KEM", algorithm, provider);
    Object decapsulator = call(kem, "newDecapsulator", new Class<?>[] {PrivateKey.class}, key);
    int size = (int) call(decapsulator, "secretSize", new Class<?>[0]);
    return (SecretKey)
        call(
            decapsulator,
            "decapsulate",
            new Class<?>[] {byte[].class, int.class, int.class, String.class},
            ciphertext,
            0,
            size,
            secretAlgorithm);
  }

  /** HKDF, both steps. */
  static AlgorithmParameterSpec hkdf(SecretKey input, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    Object builder =
        call(null, "javax.crypto.spec.HKDFParameterSpec", "ofExtract", new Class<?>[0]);
    Class<?> type = type("javax.crypto.spec.HKDFParameterSpec$Builder");
    call(builder, type, "addIKM", new Class<?>[] {SecretKey.class}, input);
    call(builder, type, "addSalt", new Class<?>[] {byte[].class}, salt);
    return (AlgorithmParameterSpec)
        call(builder, type, "thenExpand", new Class<?>[] {byte[].class, int.class}, info, length);
  }

  static AlgorithmParameterSpec expandOnly(SecretKey key, byte[] info, int length)
      throws GeneralSecurityException {
    return (AlgorithmParameterSpec)
        call(
            null,
            "javax.crypto.spec.HKDFParameterSpec",
            "expandOnly",
            new Class<?>[] {SecretKey.class, byte[].class, int.class},
            key,
            info,
            length);
  }

  static AlgorithmParameterSpec extractOnly(SecretKey input, byte[] salt)
      throws GeneralSecurityException {
    Object builder =
        call(null, "javax.crypto.spec.HKDFParameterSpec", "ofExtract", new Class<?>[0]);
    Class<?> type = type("javax.crypto.spec.HKDFParameterSpec$Builder");
    call(builder, type, "addIKM", new Class<?>[] {SecretKey.class}, input);
    call(builder, type, "addSalt", new Class<?>[] {byte[].class}, salt);
    return (AlgorithmParameterSpec) call(builder, type, "extractOnly", new Class<?>[0]);
  }

  static byte[] deriveData(String algorithm, Provider provider, AlgorithmParameterSpec spec)
      throws GeneralSecurityException {
    Object kdf = instance("javax.crypto.KDF", algorithm, provider);
    return (byte[]) call(kdf, "deriveData", new Class<?>[] {AlgorithmParameterSpec.class}, spec);
  }

  static SecretKey deriveKey(
      String algorithm, Provider provider, String keyAlgorithm, AlgorithmParameterSpec spec)
      throws GeneralSecurityException {
    Object kdf = instance("javax.crypto.KDF", algorithm, provider);
    return (SecretKey)
        call(
            kdf,
            "deriveKey",
            new Class<?>[] {String.class, AlgorithmParameterSpec.class},
            keyAlgorithm,
            spec);
  }

  private static Object instance(String engine, String algorithm, Provider provider)
      throws GeneralSecurityException {
    return call(
        null,
        engine,
        "getInstance",
        new Class<?>[] {String.class, Provider.class},
        algorithm,
        provider);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("This JDK has no " + name, e);
    }
  }

  private static Object call(
      Object target, String type, String name, Class<?>[] types, Object... arguments)
      throws GeneralSecurityException {
    return call(target, type(type), name, types, arguments);
  }

  private static Object call(Object target, String name, Class<?>[] types, Object... arguments)
      throws GeneralSecurityException {
    return call(target, target.getClass(), name, types, arguments);
  }

  private static Object call(
      Object target, Class<?> type, String name, Class<?>[] types, Object... arguments)
      throws GeneralSecurityException {
    try {
      Method method = type.getMethod(name, types);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof GeneralSecurityException refused) {
        throw refused;
      }
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new AssertionError(name + Arrays.toString(types) + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("No such method: " + type + "." + name, e);
    }
  }
}
