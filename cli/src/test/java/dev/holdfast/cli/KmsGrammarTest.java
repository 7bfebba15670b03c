// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.AliasListEntry;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.KmsOperation;
import dev.holdfast.kms.api.ListAliasesResponse;
import dev.holdfast.kms.api.Tag;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grammar of AWS's command: how words become requests, and responses text. */
class KmsGrammarTest {
  @TempDir private Path folder;

  private static KmsShape shape(KmsOperation operation) {
    return KmsShape.of(operation);
  }

  private static Object request(
      KmsOperation operation, boolean raw, Map<String, List<String>> options) throws Exception {
    KmsShape shape = shape(operation);
    return KmsDocument.toRecord(
        shape.request(), new KmsParameters(shape, raw).document(null, options), "");
  }

  private static String misfit(KmsOperation operation, Map<String, List<String>> options) {
    return assertThrows(KmsDocument.Misfit.class, () -> request(operation, false, options))
        .getMessage();
  }

  @Test
  void everyOfferedOperation_hasAShapeAndNoOther() {
    int offered = 0;
    for (KmsOperation operation : KmsOperation.values()) {
      if (operation.standing() == KmsOperation.Standing.OFFERED) {
        assertFalse(shape(operation).parameters().isEmpty(), operation.kmsName());
        offered++;
      } else {
        assertThrows(IllegalStateException.class, () -> KmsShape.of(operation));
        assertFalse(operation.reason().isEmpty(), operation.kmsName());
      }
    }
    assertTrue(offered > 30, offered + " offered");
    assertEquals(
        "generate-data-key-pair-without-plaintext",
        KmsShape.commandName(KmsOperation.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT));
    assertEquals("re-encrypt", KmsShape.commandName(KmsOperation.RE_ENCRYPT));
  }

  @Test
  void required_isWhatTheOperationCannotDoWithout() {
    assertEquals(Set.of("KeyId", "Plaintext"), shape(KmsOperation.ENCRYPT).required());
    assertEquals(Set.of("AliasName", "TargetKeyId"), shape(KmsOperation.CREATE_ALIAS).required());
    assertEquals(Set.of(), shape(KmsOperation.CREATE_KEY).required());
    assertTrue(shape(KmsOperation.LIST_KEYS).isPaged());
    assertFalse(shape(KmsOperation.ENCRYPT).isPaged());
  }

  @Test
  void blob_isBase64OrRawTextOrAFilesBytes() throws Exception {
    byte[] bytes = {0, (byte) 0xff, 10};
    Path file = Files.write(folder.resolve("blob"), bytes);
    Path base64 = Files.writeString(folder.resolve("base64"), "AP8K\n");
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("AP8K", bytes);
    forms.put("fileb://" + file, bytes);
    forms.put("file://" + base64, bytes);
    for (Map.Entry<String, byte[]> form : forms.entrySet()) {
      EncryptRequest request =
          (EncryptRequest)
              request(
                  KmsOperation.ENCRYPT,
                  false,
                  Map.of("--key-id", List.of("k"), "--plaintext", List.of(form.getKey())));
      assertArrayEquals(form.getValue(), request.plaintext().toByteArray(), form.getKey());
    }
    EncryptRequest raw =
        (EncryptRequest)
            request(KmsOperation.ENCRYPT, true, Map.of("--plaintext", List.of("hällo wörld")));
    assertEquals("hällo wörld", raw.plaintext().asUtf8());
    assertTrue(
        misfit(KmsOperation.ENCRYPT, Map.of("--plaintext", List.of("hello world!")))
            .contains("Invalid base64"));
    assertTrue(
        misfit(KmsOperation.ENCRYPT, Map.of("--key-id", List.of("fileb:///x")))
            .contains("fileb://"));
  }

  @Test
  void structures_comeAsShorthandOrJson() throws Exception {
    List<Tag> tags = List.of(new Tag("a", "1"), new Tag("b", "x,y=z"));
    for (List<String> words :
        List.of(
            List.of("TagKey=a,TagValue=1", "TagKey=b,TagValue='x,y=z'"),
            List.of("TagKey=a,TagValue=1", "TagKey=b,TagValue=\"x,y=z\""),
            List.of("TagKey=a,TagValue=1", "TagKey=b,TagValue=x\\,y=z"),
            List.of("TagKey=a,TagValue=1", "{\"TagKey\":\"b\",\"TagValue\":\"x,y=z\"}"),
            List.of(
                "[{\"TagKey\":\"a\",\"TagValue\":\"1\"},{\"TagKey\":\"b\",\"TagValue\":\"x,y=z\"}]"))) {
      CreateKeyRequest request =
          (CreateKeyRequest) request(KmsOperation.CREATE_KEY, false, Map.of("--tags", words));
      assertEquals(tags, request.tags(), words::toString);
    }
    for (String word : List.of("k=v,k2=v 2", "{\"k\":\"v\",\"k2\":\"v 2\"}")) {
      EncryptRequest request =
          (EncryptRequest)
              request(KmsOperation.ENCRYPT, false, Map.of("--encryption-context", List.of(word)));
      assertEquals(Map.of("k", "v", "k2", "v 2"), request.encryptionContext());
    }
    EncryptRequest tokens =
        (EncryptRequest)
            request(KmsOperation.ENCRYPT, false, Map.of("--grant-tokens", List.of("one", "two")));
    assertEquals(List.of("one", "two"), tokens.grantTokens());
  }

  @Test
  void wrongWords_areNamed() {
    assertTrue(
        misfit(KmsOperation.ENCRYPT, Map.of("--encryption-context", List.of("nothing")))
            .contains("expected KEY=VALUE at character 8"));
    assertTrue(
        misfit(KmsOperation.ENCRYPT, Map.of("--encryption-context", List.of("a=1,a=2")))
            .contains("twice"));
    assertTrue(
        misfit(KmsOperation.CREATE_KEY, Map.of("--tags", List.of("TagName=a")))
            .contains("\"TagName\", must be one of: TagKey, TagValue"));
    assertTrue(
        misfit(KmsOperation.LIST_KEYS, Map.of("--limit", List.of("many")))
            .contains("whole number"));
    assertTrue(
        misfit(KmsOperation.CREATE_KEY, Map.of("--tags", List.of("[{]"))).contains("not the JSON"));
    assertTrue(
        misfit(KmsOperation.ENCRYPT, Map.of("--encryption-context", List.of("a='b")))
            .contains("ends too soon"));
  }

  @Test
  void inputJson_isTakenAndOptionsWin() throws Exception {
    KmsShape shape = shape(KmsOperation.GENERATE_DATA_KEY);
    Path file =
        Files.writeString(
            folder.resolve("in.json"),
            "{\"KeyId\":\"a\",\"NumberOfBytes\":32,\"EncryptionContext\":{\"k\":\"v\"},\"DryRun\":true}");
    Map<String, Object> document =
        new KmsParameters(shape, false)
            .document("file://" + file, Map.of("--key-id", List.of("b")));
    GenerateDataKeyRequest request =
        (GenerateDataKeyRequest) KmsDocument.toRecord(shape.request(), document, "");
    assertEquals("b", request.keyId());
    assertEquals(32, request.numberOfBytes());
    assertEquals(Map.of("k", "v"), request.encryptionContext());
    assertTrue(request.dryRun());
    assertTrue(request.revealPlaintext(), "AWS sends the data key");
    for (String wrong :
        List.of(
            "{\"Key\":\"a\"}",
            "{\"KeyId\":5}",
            "{\"GrantTokens\":[1]}",
            "{\"EncryptionContext\":[]}",
            "{\"RevealPlaintext\":true}",
            "[]",
            "{")) {
      assertThrows(
          KmsDocument.Misfit.class,
          () ->
              KmsDocument.toRecord(
                  shape.request(), new KmsParameters(shape, false).document(wrong, Map.of()), ""),
          wrong);
    }
  }

  @Test
  void response_hasAwsNamesBase64AndDates() throws Exception {
    Map<String, Object> dataKey =
        KmsDocument.ofRecord(
            new GenerateDataKeyResponse(
                Blob.of(new byte[] {1}), Blob.ofUtf8("p"), null, "arn", "ab"));
    assertEquals(
        """
        {
            "CiphertextBlob": "AQ==",
            "Plaintext": "cA==",
            "KeyId": "arn",
            "KeyMaterialId": "ab"
        }\
        """,
        KmsPrinter.json(dataKey));
    assertEquals("{\n    \"Keys\": []\n}", KmsPrinter.json(Map.of("Keys", List.of())));
    Instant date = Instant.parse("2026-11-25T04:05:06.789123Z");
    assertEquals("2026-11-25T04:05:06.789000+00:00", KmsDocument.date(date, ZoneOffset.UTC));
    assertEquals(
        "2026-11-25T05:05:06+01:00",
        KmsDocument.date(date.minusNanos(789_123_000), ZoneId.of("Europe/Berlin")));
  }

  private static String printed(String form, String query, Object document) throws Exception {
    StringWriter text = new StringWriter();
    new KmsPrinter(KmsPrinter.Form.of(form).orElseThrow(), query)
        .print(document, new PrintWriter(text));
    return text.toString();
  }

  @Test
  void query_andText_giveWhatScriptsWant() throws Exception {
    Map<String, Object> document =
        KmsDocument.ofRecord(
            new ListAliasesResponse(
                List.of(
                    new AliasListEntry("alias/b", "arn:b", "2", null, null),
                    new AliasListEntry("alias/a", "arn:a", null, null, null)),
                null,
                false));
    assertEquals("alias/b\talias/a\n", printed("text", "Aliases[].AliasName", document));
    assertEquals(
        "2\n", printed("text", "Aliases[?AliasName=='alias/b'].TargetKeyId | [0]", document));
    assertEquals("None\n", printed("text", "Nothing", document));
    assertEquals("null\n", printed("json", "Nothing", document));
    assertEquals("\"alias/b\"\n", printed("json", "Aliases[0].AliasName", document));
    assertEquals("2\n", printed("json", "length(Aliases)", document));
    assertEquals(
        "False\nALIASES\tarn:b\talias/b\t2\nALIASES\tarn:a\talias/a\t\n",
        printed("text", null, document));
    assertEquals("", printed("off", null, document));
    assertThrows(KmsDocument.Misfit.class, () -> new KmsPrinter(KmsPrinter.Form.JSON, "Keys["));
  }

  /** Ten items in pages of at most four. */
  private static Map<String, Object> tenItems(Map<String, Object> request) {
    int from = Integer.parseInt((String) request.getOrDefault("Marker", "0"));
    int to = Math.min(10, from + (Integer) request.getOrDefault("Limit", 4));
    List<Object> items = new ArrayList<>();
    for (int at = from; at < to; at++) {
      items.add(Map.of("KeyId", at));
    }
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("Keys", items);
    if (to < 10) {
      page.put("NextMarker", Integer.toString(to));
    }
    page.put("Truncated", to < 10);
    return page;
  }

  @Test
  void pages_becomeOneDocument() throws Exception {
    Map<String, Object> all =
        new KmsPages(null, null, null).all(Map.of(), KmsGrammarTest::tenItems);
    assertEquals(Set.of("Keys"), all.keySet());
    assertEquals(10, ((List<?>) all.get("Keys")).size());
  }

  @Test
  void maxItems_goesOnWhereTheTokenSays() throws Exception {
    for (int most = 1; most <= 11; most++) {
      for (Integer size : new Integer[] {null, 1, 3, 4}) {
        List<Object> got = new ArrayList<>();
        String token = null;
        do {
          Map<String, Object> part =
              new KmsPages(most, token, size).all(Map.of(), KmsGrammarTest::tenItems);
          List<?> items = (List<?>) part.get("Keys");
          assertTrue(items.size() <= most);
          got.addAll(items);
          token = (String) part.get("NextToken");
        } while (token != null);
        assertEquals(tenItems(Map.of("Limit", 10)).get("Keys"), got, most + " at most");
      }
    }
    assertThrows(
        KmsDocument.Misfit.class,
        () -> new KmsPages(1, "no token", null).all(Map.of(), KmsGrammarTest::tenItems));
  }

  @Test
  void base64_isWholeOrRefused() {
    for (String wrong : List.of("hello", "helloo", "aGVsbG8", "aGVs!G8=", "=")) {
      assertTrue(
          misfit(KmsOperation.ENCRYPT, Map.of("--plaintext", List.of(wrong)))
              .startsWith("Invalid base64: --plaintext"),
          wrong);
    }
  }

  @Test
  void tokenInText_comesLastAndWithItsName() throws Exception {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("NextToken", "dG9rZW4=");
    page.put("Keys", List.of(Map.of("KeyId", "1")));
    assertEquals("KEYS\t1\nNEXTTOKEN\tdG9rZW4=\n", printed("text", null, page));
  }

  @Test
  void queryThatDoesNotFit_saysThatTheOperationWasDone() {
    String message =
        assertThrows(
                CommandFailure.class, () -> printed("json", "length(Nothing)", Map.of("Keys", 1)))
            .getMessage();
    assertTrue(message.startsWith("The operation was done, but --query does not fit"), message);
  }

  @Test
  void skeleton_isWhatInputJsonTakes() throws Exception {
    for (KmsOperation operation : KmsOperation.values()) {
      if (operation.standing() == KmsOperation.Standing.OFFERED) {
        KmsShape shape = shape(operation);
        Map<String, Object> empty = KmsSkeleton.ofInput(shape);
        assertTrue(empty.keySet().containsAll(shape.required()), operation.kmsName());
        KmsDocument.toRecord(
            shape.request(),
            new KmsParameters(shape, false).document(KmsPrinter.json(empty), Map.of()),
            "");
      }
    }
    assertEquals(
        Set.of("CiphertextBlob", "Plaintext", "KeyId", "KeyMaterialId"),
        KmsSkeleton.ofOutput(shape(KmsOperation.GENERATE_DATA_KEY)).keySet());
    assertEquals(Map.of(), KmsSkeleton.ofOutput(shape(KmsOperation.DELETE_ALIAS)));
  }
}
