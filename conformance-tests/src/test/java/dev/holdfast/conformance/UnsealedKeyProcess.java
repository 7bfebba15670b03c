// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.kms.api.Blob;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes in an AES, an HMAC and an RSA key that it knows, uses them, and looks for them in a dump of
 * its own heap. Arguments: the configuration, and a folder for dumps.
 */
final class UnsealedKeyProcess {
  /** What is remembered of a key is not what a dump is searched for. */
  private static final byte MASK = 0x5a;

  private static final int LENGTH = 16;

  private final Provider provider;
  private final List<byte[]> masked = new ArrayList<>();
  private int dumps;

  /** The JCA has no way to store a private key without a certificate: this one is a session's. */
  private PrivateKey handle;

  private UnsealedKeyProcess(Provider provider) {
    this.provider = provider;
  }

  public static void main(String[] args) throws Exception {
    UnsealedKeyProcess process = new UnsealedKeyProcess(new HoldfastProvider().configure(args[0]));
    Path folder = Path.of(args[1]);
    KeyStore keyStore = KeyStore.getInstance("Holdfast", process.provider);
    keyStore.load(null, null);
    process.takeIn(keyStore);
    process.use(keyStore);
    System.out.println("between calls: " + process.hits(folder));
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.startsWith("VmFlags:") && line.contains(" lo") && line.contains(" dd")) {
        System.out.println("locked and not dumped");
      }
    }
    byte[] planted = process.masked.get(0).clone();
    mask(planted);
    try {
      System.out.println("planted: " + process.hits(folder));
    } finally {
      Reference.reachabilityFence(planted);
    }
  }

  private void takeIn(KeyStore keyStore) throws Exception {
    for (String algorithm : List.of("AES", "HmacSHA256")) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      remember(bytes);
      SecretKey handle =
          SecretKeyFactory.getInstance(algorithm, provider)
              .translateKey(new SecretKeySpec(bytes, algorithm));
      Arrays.fill(bytes, (byte) 0);
      keyStore.setKeyEntry(algorithm, handle, null, null);
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
    generator.initialize(2048);
    RSAPrivateCrtKey software = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    for (BigInteger secret :
        List.of(software.getPrivateExponent(), software.getPrimeP(), software.getPrimeQ())) {
      remember(secret.toByteArray());
    }
    handle = (PrivateKey) KeyFactory.getInstance("RSA", provider).translateKey(software);
  }

  /** The middle of it, so that a sign or padding at either end does not matter. */
  private void remember(byte[] secret) {
    byte[] part = Arrays.copyOfRange(secret, 8, 8 + LENGTH);
    mask(part);
    masked.add(part);
  }

  private static void mask(byte[] bytes) {
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= MASK;
    }
  }

  private void use(KeyStore keyStore) throws Exception {
    for (int round = 0; round < 50; round++) {
      byte[] iv = new byte[12];
      iv[0] = (byte) round;
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.ENCRYPT_MODE, keyStore.getKey("AES", null), new GCMParameterSpec(128, iv));
      requireLength(cipher.doFinal(new byte[100]), 116);
      Mac mac = Mac.getInstance("HmacSHA256", provider);
      mac.init(keyStore.getKey("HmacSHA256", null));
      requireLength(mac.doFinal(new byte[100]), 32);
      Signature signature = Signature.getInstance("SHA256withRSA", provider);
      signature.initSign(handle);
      signature.update(new byte[100]);
      requireLength(signature.sign(), 256);
    }
  }

  private static void requireLength(byte[] result, int length) throws GeneralSecurityException {
    if (result.length != length) {
      throw new GeneralSecurityException("A result of " + Blob.of(result).size() + " bytes");
    }
  }

  /** How many of the keys a dump of what is reachable holds. */
  private int hits(Path folder) throws Exception {
    Path dump = folder.resolve("heap" + dumps++ + ".hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    byte[] bytes = Files.readAllBytes(dump);
    Files.delete(dump);
    mask(bytes);
    int found = 0;
    for (byte[] part : masked) {
      found += holds(bytes, part) ? 1 : 0;
    }
    return found;
  }

  private static boolean holds(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (all[at] == part[0] && Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
