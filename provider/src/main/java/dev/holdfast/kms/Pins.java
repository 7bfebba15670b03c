// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Turns PINs into keys with Argon2id (RFC 9106), and refuses PINs that can be guessed. */
final class Pins {
  /** The fewest characters of a vault's PIN. */
  static final int SHORTEST = 12;

  private static final int KEY_LENGTH = 32;
  private static final int SALT_LENGTH = 16;

  /** What a record may ask for, so that a changed one cannot eat the machine. */
  private static final int MOST_MEMORY_KIB = 1 << 18;

  /** Memory times passes, eight times what a fresh one takes: seconds and not minutes. */
  private static final long MOST_WORK = 8L * 3 * (1 << 16);

  /**
   * How a PIN was stretched.
   *
   * @param memoryKib memory in KiB
   */
  @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
  record Stretch(int memoryKib, int passes, int lanes, byte[] salt) {
    /** 64 MiB, three passes, one lane: twice what RFC 9106 wants where memory is short. */
    static Stretch fresh() {
      byte[] salt = new byte[SALT_LENGTH];
      new SecureRandom().nextBytes(salt);
      return new Stretch(1 << 16, 3, 1, salt);
    }
  }

  private Pins() {}

  /** The key a PIN gives; the caller closes it. The PIN stays the caller's to wipe. */
  static SecretMemory stretch(char[] pin, Stretch how) throws KeyOperationException {
    if (how.memoryKib() < 8
        || how.memoryKib() > MOST_MEMORY_KIB
        || how.passes() < 1
        || (long) how.memoryKib() * how.passes() > MOST_WORK
        || how.lanes() < 1
        || how.lanes() > 16) {
      throw new KeyOperationException(
          Reason.TAMPERED, "The principal's record asks for impossible Argon2 parameters");
    }
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(how.memoryKib())
            .withIterations(how.passes())
            .withParallelism(how.lanes())
            .withSalt(how.salt())
            .build());
    byte[] password = utf8(pin);
    byte[] key = new byte[KEY_LENGTH];
    try {
      argon.generateBytes(password, key);
      return SecretMemory.copyOf(key);
    } finally {
      Arrays.fill(password, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  @SuppressWarnings("ByteBufferBackingArray") // a fresh heap buffer, wiped as a whole
  private static byte[] utf8(char[] pin) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }

  static void refuseWeak(char[] pin) throws KeyOperationException {
    if (pin.length < SHORTEST) {
      throw new KeyOperationException(
          Reason.LOGIN,
          "A vault's PIN has at least "
              + SHORTEST
              + " characters; choose a longer one, or set weakPin = allow");
    }
  }
}
