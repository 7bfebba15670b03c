// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme;
import org.junit.jupiter.api.Test;

class AnswersTest {
  @Test
  void answers_areKeptByKindOfKey() {
    Answers answers = new Answers();
    Algorithm gcm = new CipherScheme.AesGcm(new byte[12], new byte[0], 128);
    Algorithm other =
        new CipherScheme.AesGcm(
            new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3}, new byte[] {7}, 96);
    answers.put(gcm, KeySpec.aes(192), new Answers.Answer(true, "it is wrong"));
    assertTrue(answers.isWrong(gcm));
    assertNull(answers.of(gcm, KeySpec.aes(256)));
    answers.put(other, KeySpec.aes(256), Answers.Answer.RIGHT);
    assertEquals(Answers.Answer.RIGHT, answers.of(gcm, KeySpec.aes(256)));
    assertEquals("it is wrong", answers.of(other, KeySpec.aes(192)).wrong());
    assertFalse(answers.isWrong(gcm), "256 bits are right");
    answers.put(MacScheme.HMAC_SHA_256, KeySpec.hmac(Digest.SHA_256, 128), Answers.Answer.RIGHT);
    assertEquals(
        Answers.Answer.RIGHT,
        answers.of(MacScheme.HMAC_SHA_256, KeySpec.hmac(Digest.SHA_256, 1024)));
    answers.put(SignScheme.eddsa(), KeySpec.of(ParameterSet.ED25519), Answers.Answer.RIGHT);
    assertNull(answers.of(SignScheme.eddsa(), KeySpec.of(ParameterSet.ED448)));
  }
}
