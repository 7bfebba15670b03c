// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.KmsOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast kms} as scripts for {@code aws kms} use it, on a sealed vault. */
class KmsCommandTest {
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @TempDir private static Path folder;
  private static Path config;

  @BeforeAll
  static void makeVault() {
    config = folder.resolve("holdfast.properties");
    assertEquals(0, Run.of("init", "--config", config).code());
  }

  private static Run kms(Object... args) {
    List<Object> words = new ArrayList<>(List.of("--config", config, "kms"));
    words.addAll(Arrays.asList(args));
    return Run.of(words.toArray());
  }

  private static String text(Object... args) {
    Run run = kms(args);
    assertEquals(0, run.code(), run.err());
    assertEquals("", run.err());
    return run.out().strip();
  }

  private static String newKey(Object... args) {
    List<Object> words = new ArrayList<>(List.of("create-key"));
    words.addAll(Arrays.asList(args));
    words.addAll(List.of("--query", "KeyMetadata.KeyId", "--output", "text"));
    String id = text(words.toArray());
    assertTrue(id.matches(ID), id);
    return id;
  }

  private static void refused(String error, String operation, Object... args) {
    Run run = kms(args);
    assertEquals(1, run.code(), run.out() + run.err());
    assertTrue(
        run.err()
            .startsWith(
                "An error occurred (" + error + ") when calling the " + operation + " operation: "),
        run.err());
    assertEquals("", run.out());
  }

  @Test
  void createAndDescribe_printWhatAwsPrints() throws Exception {
    Run made =
        kms(
            "create-key",
            "--description",
            "two words",
            "--tags",
            "TagKey=a,TagValue=1",
            "TagKey=b,TagValue=2");
    assertEquals(0, made.code(), made.err());
    Map<?, ?> metadata = (Map<?, ?>) made.json().get("KeyMetadata");
    assertEquals("two words", metadata.get("Description"));
    assertEquals("Enabled", metadata.get("KeyState"));
    assertEquals("CUSTOMER", metadata.get("KeyManager"));
    assertEquals("000000000000", metadata.get("AWSAccountId"));
    assertEquals(List.of("SYMMETRIC_DEFAULT"), metadata.get("EncryptionAlgorithms"));
    assertFalse(metadata.containsKey("SigningAlgorithms"), "what is empty is not printed");
    String id = (String) metadata.get("KeyId");
    assertEquals("arn:aws:kms:local:000000000000:key/" + id, metadata.get("Arn"));
    assertTrue(
        metadata
            .get("CreationDate")
            .toString()
            .matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}(\\.\\d{6})?[+-]\\d\\d:\\d\\d"),
        metadata.toString());
    assertTrue(
        made.out().startsWith("{\n    \"KeyMetadata\": {\n        \"AWSAccountId\": "), made.out());
    assertEquals(metadata, kms("describe-key", "--key-id", id).json().get("KeyMetadata"));
    assertEquals(
        List.of(Map.of("TagKey", "a", "TagValue", "1"), Map.of("TagKey", "b", "TagValue", "2")),
        kms("list-resource-tags", "--key-id", id).json().get("Tags"));
  }

  @Test
  void encryptAndDecrypt_takeFilesRawTextAndContexts() throws Exception {
    String id = newKey();
    assertEquals("", text("create-alias", "--alias-name", "alias/mail", "--target-key-id", id));
    Path secret = Files.writeString(folder.resolve("secret"), "a secret\n");
    String sealed =
        text(
            "encrypt",
            "--key-id",
            "alias/mail",
            "--plaintext",
            "fileb://" + secret,
            "--encryption-context",
            "to=you,why=no reason",
            "--query",
            "CiphertextBlob",
            "--output",
            "text");
    Path blob = Files.write(folder.resolve("blob"), java.util.Base64.getDecoder().decode(sealed));
    for (String form : List.of("fileb://" + blob, sealed)) {
      Run opened =
          kms(
              "decrypt",
              "--ciphertext-blob",
              form,
              "--encryption-context",
              "{\"why\":\"no reason\",\"to\":\"you\"}");
      assertEquals(0, opened.code(), opened.err());
      assertEquals("YSBzZWNyZXQK", opened.json().get("Plaintext"));
      assertEquals("arn:aws:kms:local:000000000000:key/" + id, opened.json().get("KeyId"));
    }
    refused("InvalidCiphertextException", "Decrypt", "decrypt", "--ciphertext-blob", sealed);
    assertEquals(
        "YXNpcw==",
        text(
            "decrypt",
            "--ciphertext-blob",
            text(
                "encrypt",
                "--key-id",
                id,
                "--plaintext",
                "asis",
                "--cli-binary-format",
                "raw-in-base64-out",
                "--query",
                "CiphertextBlob",
                "--output",
                "text"),
            "--query",
            "Plaintext",
            "--output",
            "text"));
  }

  @Test
  void dataKey_signature_mac_andRandom_work() throws Exception {
    String id = newKey();
    Map<String, Object> dataKey =
        kms("generate-data-key", "--key-id", id, "--key-spec", "AES_256").json();
    assertEquals(44, dataKey.get("Plaintext").toString().length());
    assertEquals(
        dataKey.get("Plaintext"),
        text(
            "decrypt",
            "--ciphertext-blob",
            dataKey.get("CiphertextBlob"),
            "--query",
            "Plaintext",
            "--output",
            "text"));
    String signer = newKey("--key-spec", "ECC_NIST_P256", "--key-usage", "SIGN_VERIFY");
    String signature =
        text(
            "sign",
            "--key-id",
            signer,
            "--message",
            "bWVzc2FnZQ==",
            "--signing-algorithm",
            "ECDSA_SHA_256",
            "--query",
            "Signature",
            "--output",
            "text");
    assertEquals(
        true,
        kms(
                "verify",
                "--key-id",
                signer,
                "--message",
                "bWVzc2FnZQ==",
                "--signing-algorithm",
                "ECDSA_SHA_256",
                "--signature",
                signature)
            .json()
            .get("SignatureValid"));
    refused(
        "KMSInvalidSignatureException",
        "Verify",
        "verify",
        "--key-id",
        signer,
        "--message",
        "b3RoZXI=",
        "--signing-algorithm",
        "ECDSA_SHA_256",
        "--signature",
        signature);
    String maker = newKey("--key-spec", "HMAC_256", "--key-usage", "GENERATE_VERIFY_MAC");
    String mac =
        text(
            "generate-mac",
            "--key-id",
            maker,
            "--message",
            "bWVzc2FnZQ==",
            "--mac-algorithm",
            "HMAC_SHA_256",
            "--query",
            "Mac",
            "--output",
            "text");
    assertEquals(
        "True",
        text(
            "verify-mac",
            "--key-id",
            maker,
            "--message",
            "bWVzc2FnZQ==",
            "--mac-algorithm",
            "HMAC_SHA_256",
            "--mac",
            mac,
            "--query",
            "MacValid",
            "--output",
            "text"));
    assertEquals(
        8,
        text(
                "generate-random",
                "--number-of-bytes",
                "4",
                "--query",
                "Plaintext",
                "--output",
                "text")
            .length());
  }

  @Test
  void lists_arePagedForTheCaller() throws Exception {
    for (int count = 0; count < 3; count++) {
      newKey();
    }
    List<?> all = (List<?>) kms("list-keys", "--page-size", "1").json().get("Keys");
    assertTrue(all.size() >= 3, all.toString());
    Map<String, Object> part = kms("list-keys", "--max-items", "2").json();
    assertEquals(all.subList(0, 2), part.get("Keys"));
    Map<String, Object> rest = kms("list-keys", "--starting-token", part.get("NextToken")).json();
    assertEquals(all.subList(2, all.size()), rest.get("Keys"));
    Map<String, Object> page = kms("list-keys", "--limit", "1").json();
    assertEquals(true, page.get("Truncated"));
    assertTrue(page.containsKey("NextMarker"));
  }

  @Test
  void errors_areAwsNamesAndTexts() {
    refused(
        "NotFoundException",
        "DescribeKey",
        "describe-key",
        "--key-id",
        "12345678-1234-1234-1234-123456789012");
    String id = newKey();
    text("disable-key", "--key-id", id);
    refused("DisabledException", "Encrypt", "encrypt", "--key-id", id, "--plaintext", "YQ==");
    text("enable-key", "--key-id", id);
    refused(
        "DryRunOperationException",
        "Encrypt",
        "encrypt",
        "--key-id",
        id,
        "--plaintext",
        "YQ==",
        "--dry-run");
    refused(
        "UnsupportedOperationException",
        "CreateGrant",
        "create-grant",
        "--key-id",
        id,
        "--anything",
        "at all");
    Run run = Run.of("--config", config, "--json", "kms", "describe-key", "--key-id", "alias/none");
    assertEquals(1, run.code());
    assertTrue(run.out().contains("NotFoundException"), run.out());
  }

  @Test
  void wrongUse_isUsageAndOpensNothing() {
    for (List<String> words :
        List.of(
            List.of("kms"),
            List.of("kms", "no-such-operation"),
            List.of("kms", "encrypt", "--key-id", "k"),
            List.of("kms", "encrypt", "--key-id", "k", "--plaintext", "not base64!"),
            List.of("kms", "encrypt", "--nosuch", "k"),
            List.of("kms", "list-keys", "--limit", "x"),
            List.of("kms", "list-keys", "--max-items", "0"),
            List.of("kms", "list-keys", "--query", "Keys["),
            List.of("kms", "list-keys", "--output", "xml"),
            List.of("kms", "encrypt", "--cli-input-json", "{\"Key\":1}"),
            List.of(
                "kms", "put-key-policy", "--key-id", "k", "--policy", "file:///no/such/file"))) {
      Run run = Run.of(words.toArray());
      assertEquals(2, run.code(), words + run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().startsWith("holdfast: "), run.err());
    }
    assertTrue(Run.of("kms", "encrypt", "--key-id", "k").err().contains("required: --plaintext"));
    Run region = kms("list-keys", "--region", "eu-central-1");
    assertEquals(2, region.code());
    assertTrue(region.err().contains("this vault's is local"), region.err());
    assertEquals(
        0, kms("list-keys", "--region", "local", "--no-cli-pager", "--profile", "x").code());
  }

  @Test
  void everyOperation_helpsOrSaysWhyNot() {
    for (KmsOperation operation : KmsOperation.values()) {
      Run run = Run.of("kms", KmsShape.commandName(operation), "--help");
      assertEquals(0, run.code(), run.err());
      assertTrue(
          run.out().contains("Usage: holdfast kms " + KmsShape.commandName(operation)), run.out());
      if (operation.standing() != KmsOperation.Standing.OFFERED) {
        refused(
            "UnsupportedOperationException", operation.kmsName(), KmsShape.commandName(operation));
      }
    }
  }
}
