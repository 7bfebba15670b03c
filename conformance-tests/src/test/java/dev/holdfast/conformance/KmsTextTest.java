// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.AliasListEntry;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DeleteAliasRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateRandomRequest;
import dev.holdfast.kms.api.GetKeyPolicyRequest;
import dev.holdfast.kms.api.KeyListEntry;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.ListAliasesRequest;
import dev.holdfast.kms.api.ListAliasesResponse;
import dev.holdfast.kms.api.ListKeyPoliciesRequest;
import dev.holdfast.kms.api.ListKeysRequest;
import dev.holdfast.kms.api.ListKeysResponse;
import dev.holdfast.kms.api.ListResourceTagsRequest;
import dev.holdfast.kms.api.PutKeyPolicyRequest;
import dev.holdfast.kms.api.Tag;
import dev.holdfast.kms.api.TagResourceRequest;
import dev.holdfast.kms.api.UntagResourceRequest;
import dev.holdfast.kms.api.UpdateAliasRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names, lists, tags and policies, and what AWS says of those that are wrong. */
class KmsTextTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final String ARN = "arn:aws:kms:local:000000000000:";
  private static final Blob SECRET = Blob.ofUtf8("secret");
  private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

  @EveryVault
  void wrongNamesOfKeys_haveAwssTexts(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    String unknown = UUID.randomUUID().toString();
    Map<String, String> texts =
        Map.of(
            "no-key",
            "NotFoundException: Invalid keyId 'no-key'",
            unknown,
            "NotFoundException: Key '" + ARN + "key/" + unknown + "' does not exist",
            ARN + "key/" + unknown,
            "NotFoundException: Key '" + ARN + "key/" + unknown + "' does not exist",
            "arn:aws:kms:elsewhere:000000000000:key/" + unknown,
            "NotFoundException: Invalid arn elsewhere",
            "arn:aws:kms:local:111111111111:key/" + unknown,
            "NotFoundException: Key 'arn:aws:kms:local:111111111111:key/"
                + unknown
                + "' does not exist",
            "arn:aws:s3:::bucket",
            "InvalidArnException: Invalid arn arn:aws:s3:::bucket",
            "arn:",
            "InvalidArnException: Invalid arn arn:",
            "alias/none",
            "NotFoundException: Alias " + ARN + "alias/none is not found.");
    texts.forEach(
        (name, text) -> {
          assertEquals(text, outcome(() -> kms.describeKey(DescribeKeyRequest.of(name))));
          assertEquals(text, outcome(() -> kms.encrypt(EncryptRequest.of(name, SECRET))));
        });
    assertEquals(
        "ValidationException: 1 validation error detected: Value null at 'keyId' failed to satisfy"
            + " constraint: Member must not be null",
        outcome(() -> kms.describeKey(DescribeKeyRequest.of(null))));
    BENCH.alias(backend, "alias/no-change-by-alias", BENCH.symmetric(backend));
    assertEquals(
        "NotFoundException: Invalid keyId 'alias/no-change-by-alias'",
        outcome(() -> kms.disableKey(DisableKeyRequest.of("alias/no-change-by-alias"))));
  }

  private static String outcome(Runnable call) {
    try {
      call.run();
      return "nothing was thrown";
    } catch (KmsException e) {
      return e.toString();
    }
  }

  @EveryVault
  void aliases_haveAwssRules(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    String id = key.keyId();
    Map<String, KmsError> wrong =
        Map.of(
            "name",
            KmsError.VALIDATION,
            "alias/with space",
            KmsError.VALIDATION,
            "alias/with:colon",
            KmsError.VALIDATION,
            "alias/",
            KmsError.INVALID_ALIAS_NAME,
            "alias/" + "x".repeat(251),
            KmsError.VALIDATION,
            "alias/aws/own",
            KmsError.NOT_AUTHORIZED);
    wrong.forEach(
        (name, error) ->
            KmsBench.refused(error, () -> kms.createAlias(CreateAliasRequest.of(name, id))));
    kms.createAlias(CreateAliasRequest.of("alias/" + "x".repeat(250), id));
    assertEquals(
        "An alias with the name " + ARN + "alias/" + "x".repeat(250) + " already exists",
        KmsBench.refused(
            KmsError.ALREADY_EXISTS,
            () -> kms.createAlias(CreateAliasRequest.of("alias/" + "x".repeat(250), id))));
    // Case is kept and told apart.
    kms.createAlias(CreateAliasRequest.of("alias/Case", id));
    kms.createAlias(CreateAliasRequest.of("alias/case", id));
    KeyMetadata mac = BENCH.key(backend, "HMAC_256", "GENERATE_VERIFY_MAC");
    KmsBench.refused(
        KmsError.VALIDATION,
        () -> kms.updateAlias(UpdateAliasRequest.of("alias/case", mac.keyId())));
    KmsBench.refused(
        KmsError.NOT_FOUND, () -> kms.updateAlias(UpdateAliasRequest.of("alias/none", id)));
    KmsBench.refused(
        KmsError.NOT_FOUND, () -> kms.deleteAlias(DeleteAliasRequest.of("alias/none")));
    for (int number = 3; number < 50; number++) {
      kms.createAlias(CreateAliasRequest.of("alias/many/" + number, id));
    }
    KmsBench.refused(
        KmsError.LIMIT_EXCEEDED, () -> kms.createAlias(CreateAliasRequest.of("alias/many/50", id)));
    List<String> found = new ArrayList<>();
    String marker = null;
    do {
      ListAliasesResponse page =
          kms.listAliases(ListAliasesRequest.of().withKeyId(id).withLimit(20).withMarker(marker));
      page.aliases().forEach(alias -> found.add(alias.aliasName()));
      marker = page.nextMarker();
    } while (marker != null);
    assertEquals(50, found.size());
    assertEquals(found.stream().sorted().toList(), found);
    kms.deleteAlias(DeleteAliasRequest.of("alias/case"));
    assertEquals("Enabled", kms.describeKey(DescribeKeyRequest.of(id)).keyMetadata().keyState());
  }

  @EveryVault
  void anAliasIsAnEntryOfTheKeyStore_andFollowsItsKey(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata first = BENCH.symmetric(backend);
    KeyMetadata second = BENCH.symmetric(backend);
    BENCH.alias(backend, "alias/shared", first);
    AliasListEntry before = alias(kms, first, "alias/shared");
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    assertTrue(keyStore.isKeyEntry("shared"));
    assertTrue(keyStore.getKey("shared", null).toString().contains(first.keyId()));
    kms.updateAlias(UpdateAliasRequest.of("alias/shared", second.keyId()));
    assertEquals(second.arn(), kms.encrypt(EncryptRequest.of("alias/shared", SECRET)).keyId());
    assertTrue(keyStore.getKey("shared", null).toString().contains(second.keyId()));
    AliasListEntry after = alias(kms, second, "alias/shared");
    assertEquals(before.creationDate(), after.creationDate());
    assertFalse(after.lastUpdatedDate().isBefore(before.lastUpdatedDate()));
    assertNotEquals(before.targetKeyId(), after.targetKeyId());
  }

  private static AliasListEntry alias(KeyService kms, KeyMetadata key, String name) {
    return kms.listAliases(ListAliasesRequest.of().withKeyId(key.keyId())).aliases().stream()
        .filter(alias -> alias.aliasName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @EveryVault
  void lists_comeInPages(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    for (int number = 0; number < 5; number++) {
      BENCH.symmetric(backend);
    }
    List<String> inPages = new ArrayList<>();
    String marker = null;
    do {
      ListKeysResponse page = kms.listKeys(ListKeysRequest.of().withLimit(2).withMarker(marker));
      assertTrue(page.keys().size() <= 2);
      page.keys().forEach(key -> inPages.add(key.keyId()));
      assertEquals(page.truncated(), page.nextMarker() != null);
      marker = page.nextMarker();
    } while (marker != null);
    List<String> atOnce =
        kms.listKeys(ListKeysRequest.of().withLimit(1000)).keys().stream()
            .map(KeyListEntry::keyId)
            .toList();
    assertEquals(atOnce, inPages);
    for (String wrong : List.of("no marker", "AAAA", "")) {
      KmsBench.refused(
          KmsError.INVALID_MARKER, () -> kms.listKeys(ListKeysRequest.of().withMarker(wrong)));
    }
    for (int limit : new int[] {0, 1001}) {
      KmsBench.refused(
          KmsError.VALIDATION, () -> kms.listKeys(ListKeysRequest.of().withLimit(limit)));
    }
  }

  @EveryVault
  void tags_haveAwssRules(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key =
        kms.createKey(CreateKeyRequest.of().withTags(List.of(new Tag("stage", "test"))))
            .keyMetadata();
    String id = key.keyId();
    assertEquals(
        "Tags beginning with aws: are reserved",
        KmsBench.refused(
            KmsError.TAG,
            () -> kms.tagResource(TagResourceRequest.of(id, List.of(new Tag("aws:x", "y"))))));
    KmsBench.refused(
        KmsError.TAG,
        () ->
            kms.tagResource(
                TagResourceRequest.of(id, List.of(new Tag("a", "1"), new Tag("a", "2")))));
    for (Tag wrong :
        List.of(new Tag("", "v"), new Tag("k".repeat(129), "v"), new Tag("k", "v".repeat(257)))) {
      KmsBench.refused(
          KmsError.VALIDATION, () -> kms.tagResource(TagResourceRequest.of(id, List.of(wrong))));
    }
    List<Tag> many = new ArrayList<>();
    for (int number = 10; number < 59; number++) {
      many.add(new Tag("k" + number, ""));
    }
    kms.tagResource(TagResourceRequest.of(id, many));
    KmsBench.refused(
        KmsError.TAG,
        () -> kms.tagResource(TagResourceRequest.of(id, List.of(new Tag("one more", "")))));
    kms.tagResource(TagResourceRequest.of(id, List.of(new Tag("stage", "production"))));
    kms.untagResource(UntagResourceRequest.of(id, many.stream().map(Tag::tagKey).toList()));
    assertEquals(
        List.of(new Tag("stage", "production")),
        kms.listResourceTags(ListResourceTagsRequest.of(id)).tags());
  }

  @EveryVault
  void policies_areKeptAsWritten_andPolicyLikeOnly(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    String id = BENCH.symmetric(backend).keyId();
    String kept = "  " + POLICY + "\n";
    kms.putKeyPolicy(PutKeyPolicyRequest.of(id, kept));
    assertEquals(kept, kms.getKeyPolicy(GetKeyPolicyRequest.of(id)).policy());
    assertEquals(
        List.of("default"), kms.listKeyPolicies(ListKeyPoliciesRequest.of(id)).policyNames());
    // What moto takes.
    for (String wrong : List.of("\"my policy\"", "my policy", "{}", "{\"Statement\":\u0001}")) {
      KmsBench.refused(
          KmsError.MALFORMED_POLICY_DOCUMENT,
          () -> kms.putKeyPolicy(PutKeyPolicyRequest.of(id, wrong)));
      KmsBench.refused(
          KmsError.MALFORMED_POLICY_DOCUMENT,
          () -> kms.createKey(CreateKeyRequest.of().withPolicy(wrong)));
    }
    String most = POLICY + " ".repeat(32768 - POLICY.length());
    kms.putKeyPolicy(PutKeyPolicyRequest.of(id, most));
    KmsBench.refused(
        KmsError.LIMIT_EXCEEDED, () -> kms.putKeyPolicy(PutKeyPolicyRequest.of(id, most + " ")));
    assertEquals(
        "No such policy exists",
        KmsBench.refused(
            KmsError.NOT_FOUND,
            () -> kms.getKeyPolicy(GetKeyPolicyRequest.of(id).withPolicyName("other"))));
  }

  @EveryVault
  void random_hasTheLengthAskedFor(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    assertEquals(1024, kms.generateRandom(GenerateRandomRequest.of(1024)).plaintext().size());
    assertNotEquals(
        kms.generateRandom(GenerateRandomRequest.of(16)).plaintext(),
        kms.generateRandom(GenerateRandomRequest.of(16)).plaintext());
    for (int wrong : new int[] {0, 1025}) {
      KmsBench.refused(
          KmsError.VALIDATION, () -> kms.generateRandom(GenerateRandomRequest.of(wrong)));
    }
  }

  @EveryVault
  void strangersBytes_areInvalidCiphertext(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    // A ciphertext of AWS's own, as far as its form goes.
    byte[] aws = Base64.getDecoder().decode("AQICAHi" + "A".repeat(197));
    for (byte[] strange : List.of(aws, new byte[] {0}, "text".getBytes(StandardCharsets.UTF_8))) {
      assertNull(
          KmsBench.refused(
              KmsError.INVALID_CIPHERTEXT, () -> kms.decrypt(DecryptRequest.of(Blob.of(strange)))));
    }
    KmsBench.refused(
        KmsError.VALIDATION, () -> kms.decrypt(DecryptRequest.of(Blob.of(new byte[6145]))));
  }
}
