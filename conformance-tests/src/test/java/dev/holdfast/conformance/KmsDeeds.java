// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.KeyListEntry;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.ListKeyRotationsRequest;
import dev.holdfast.kms.api.ListKeysRequest;
import dev.holdfast.kms.api.ListKeysResponse;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.UpdateKeyDescriptionRequest;
import java.io.PrintStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations of the key management service, each said before it is begun and when it is done, and
 * the check that what was said to be done is so after a crash.
 */
final class KmsDeeds {
  static final String BEGUN = "kms?";
  static final String DONE = "kms!";

  private final KeyService service;
  private final PrintStream out;
  private String key;
  private int count;

  KmsDeeds(KeyService service, PrintStream out) {
    this.service = service;
    this.out = out;
  }

  private void say(String word, String deed, String detail) {
    out.println(word + " " + key + " " + deed + " " + detail);
  }

  /** Does the next thing. */
  void next() {
    int step = count++ % 8;
    if (step == 0) {
      key = service.createKey(CreateKeyRequest.of()).keyMetadata().keyId();
      say(DONE, "state", "Enabled");
      return;
    }
    switch (step) {
      case 1, 4, 7 -> {
        String text = "text " + count + " of " + key;
        byte[] blob =
            service
                .encrypt(EncryptRequest.of(key, Blob.ofUtf8(text)))
                .ciphertextBlob()
                .toByteArray();
        say(DONE, "blob", Base64.getEncoder().encodeToString(blob) + " " + text);
      }
      case 2 -> {
        String alias = "alias/a-" + key;
        say(BEGUN, "alias", alias);
        service.createAlias(CreateAliasRequest.of(alias, key));
        say(DONE, "alias", alias);
      }
      case 3 -> {
        String before = material();
        say(BEGUN, "rotation", before);
        service.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key));
        say(DONE, "rotation", before);
      }
      case 5 -> {
        say(BEGUN, "state", "Disabled");
        service.disableKey(DisableKeyRequest.of(key));
        say(DONE, "state", "Disabled");
        say(BEGUN, "state", "Enabled");
        service.enableKey(EnableKeyRequest.of(key));
        say(DONE, "state", "Enabled");
      }
      default -> {
        say(BEGUN, "description", "d" + count);
        service.updateKeyDescription(UpdateKeyDescriptionRequest.of(key, "d" + count));
        say(DONE, "description", "d" + count);
      }
    }
  }

  private String material() {
    return metadata(service, key).currentKeyMaterialId();
  }

  private static KeyMetadata metadata(KeyService service, String keyId) {
    return service.describeKey(DescribeKeyRequest.of(keyId)).keyMetadata();
  }

  /** Checks what a process said that was killed; answers how many deeds it had done. */
  static int check(KeyService service, List<String> lines) {
    Map<String, Map<String, String>> done = new LinkedHashMap<>();
    Map<String, String> begun = new HashMap<>();
    int deeds = 0;
    for (String line : lines) {
      String[] words = line.split(" ", 4);
      if (words[0].equals(BEGUN)) {
        begun.put(words[1] + words[2], words[3]);
      } else {
        deeds++;
        begun.remove(words[1] + words[2]);
        Map<String, String> facts = done.computeIfAbsent(words[1], key -> new LinkedHashMap<>());
        facts.put(words[2].equals("blob") ? "blob" + deeds : words[2], words[3]);
      }
    }
    done.forEach((key, facts) -> checkKey(service, key, facts, begun));
    return deeds;
  }

  private static void checkKey(
      KeyService service, String key, Map<String, String> facts, Map<String, String> begun) {
    KeyMetadata metadata = metadata(service, key);
    is(facts.get("state"), begun.get(key + "state"), metadata.keyState(), key + " state");
    if (facts.containsKey("description")) {
      is(
          facts.get("description"),
          begun.get(key + "description"),
          metadata.description(),
          key + " description");
    }
    if (facts.containsKey("alias")) {
      assertEquals(key, metadata(service, facts.get("alias")).keyId());
    }
    if (facts.containsKey("rotation")) {
      assertTrue(
          !facts.get("rotation").equals(metadata.currentKeyMaterialId()),
          key + " was rotated and has its old material");
    }
    if (!metadata.enabled()) {
      service.enableKey(EnableKeyRequest.of(key));
    }
    facts.forEach(
        (fact, value) -> {
          if (fact.startsWith("blob")) {
            String[] words = value.split(" ", 2);
            Blob blob = Blob.of(Base64.getDecoder().decode(words[0]));
            assertEquals(words[1], service.decrypt(DecryptRequest.of(blob)).plaintext().asUtf8());
          }
        });
  }

  /** How many materials all keys have together; one that was rotated has several. */
  static long materials(KeyService service) {
    long count = 0;
    String marker = null;
    do {
      ListKeysResponse page = service.listKeys(ListKeysRequest.of().withMarker(marker));
      for (KeyListEntry key : page.keys()) {
        count +=
            metadata(service, key.keyId()).keySpec().equals("SYMMETRIC_DEFAULT")
                ? materials(service, key.keyId())
                : 1;
      }
      marker = page.nextMarker();
    } while (marker != null);
    return count;
  }

  private static long materials(KeyService service, String keyId) {
    ListKeyRotationsRequest all =
        ListKeyRotationsRequest.of(keyId).withIncludeKeyMaterial("ALL_KEY_MATERIAL");
    return service.listKeyRotations(all).rotations().size();
  }

  /** The last thing done, or what was just being done when the process was killed. */
  private static void is(String done, String begun, String found, String what) {
    assertTrue(
        found.equals(done) || found.equals(begun),
        () -> what + " is " + found + "; acknowledged was " + done + ", begun " + begun);
  }
}
