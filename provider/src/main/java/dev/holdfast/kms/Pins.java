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

  /**
   * The key a PIN gives; the caller closes it. The PIN stays the caller's to wipe.
   *
   * @throws KeyOperationException with reason UNAVAILABLE if the heap has no room for it
   */
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
    byte[] password = utf8(pin);
    byte[] key = new byte[KEY_LENGTH];
    try {
      argon2id(how).generateBytes(password, key);
      return SecretMemory.copyOf(key);
    } catch (OutOfMemoryError e) {
      // The generator's own room is the one large thing here, and is garbage again.
      throw new KeyOperationException(Reason.UNAVAILABLE, heapTooSmall(how), e);
    } finally {
      Arrays.fill(password, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Argon2BytesGenerator argon2id(Stretch how) {
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(how.memoryKib())
            .withIterations(how.passes())
            .withParallelism(how.lanes())
            .withSalt(how.salt())
            .build());
    return argon;
  }

  private static String heapTooSmall(Stretch how) {
    return "Opening the vault stretches its PIN with Argon2id, which takes "
        + mebibytes(1024L * how.memoryKib())
        + " MiB of Java heap for a moment, and this JVM's heap of "
        + mebibytes(Runtime.getRuntime().maxMemory())
        + " MiB has not so much free: give it more with -Xmx, or open fewer vaults at once";
  }

  /** Rounded up. */
  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
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
