// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What came of the known-answer checks of one connection, by way to compute and kind of key: a
 * token can be right on one curve, or with keys of one size, and wrong on another. Thread-safe.
 */
final class Answers {
  private final Map<Object, Map<Object, Answer>> known = new ConcurrentHashMap<>();
  private final Map<Object, String> distrusted = new ConcurrentHashMap<>();

  /**
   * What is known of one way.
   *
   * @param checked false where nothing could be asked, and the token is believed
   * @param wrong why it is not offered; null where it is
   */
  record Answer(boolean checked, String wrong) {
    static final Answer RIGHT = new Answer(true, null);
    static final Answer BELIEVED = new Answer(false, null);
  }

  private record Oaep(Digest digest, Digest mgfDigest, boolean labelled) {}

  /** Null where the way was not tried yet with such a key. */
  Answer of(Algorithm way, KeySpec spec) {
    Map<Object, Answer> answers = known.get(key(way));
    return answers == null ? null : answers.get(kind(spec));
  }

  void put(Algorithm way, KeySpec spec, Answer answer) {
    known.computeIfAbsent(key(way), unused -> new ConcurrentHashMap<>()).put(kind(spec), answer);
  }

  /** Whether the way was wrong with every kind of key that it was tried with. */
  boolean isWrong(Algorithm way) {
    Map<Object, Answer> answers = known.get(key(way));
    return answers != null && answers.values().stream().allMatch(answer -> answer.wrong != null);
  }

  /** From here on the token's own padding is not used, but its raw RSA. */
  void distrust(Algorithm way, String why) {
    distrusted.put(key(way), why);
  }

  /** Why the token's own padding is not used. */
  Optional<String> distrusted(Algorithm way) {
    return Optional.ofNullable(distrusted.get(key(way)));
  }

  boolean isTrusted(Algorithm way) {
    return distrusted.isEmpty() || !distrusted.containsKey(key(way));
  }

  /**
   * Curve, parameter set, size. Not the size of HMAC keys, of which there are hundreds: what
   * differs with them is the digest, which the way names.
   */
  private static Object kind(KeySpec spec) {
    return spec.type() == KeyType.HMAC ? KeyType.HMAC : spec;
  }

  /** The way without what changes from message to message. */
  private static Object key(Algorithm way) {
    if (way instanceof SignScheme sign) {
      return sign.kind().takesMessage() ? sign.kind() : sign;
    }
    if (way instanceof CipherScheme.RsaOaep oaep) {
      return new Oaep(oaep.digest(), oaep.mgfDigest(), oaep.label().length > 0);
    }
    if (way instanceof CipherScheme.Blocks blocks) {
      return blocks.mode();
    }
    if (way instanceof CipherScheme.AesKeyWrap wrap) {
      return wrap.padded() ? "KWP" : "KW";
    }
    if (way instanceof CipherScheme.AesGcm gcm) {
      // Another length makes the first counter block another way (SP 800-38D section 7.1).
      return gcm.iv().length == 12 ? "GCM" : "GCM of other IVs";
    }
    boolean otherwise = way instanceof CipherScheme || way instanceof DerivationScheme;
    return otherwise ? way.getClass() : way;
  }
}
