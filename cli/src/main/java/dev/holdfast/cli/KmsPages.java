// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Asks for page after page and makes one document of them, as AWS's command does.
 *
 * @param maxItems how many items at most, or null; where there are more, the document has a {@code
 *     NextToken}
 * @param startingToken the {@code NextToken} of an earlier document, or null
 * @param pageSize how many items to ask for at once, or null
 */
record KmsPages(Integer maxItems, String startingToken, Integer pageSize) {
  /** Where a document says how to go on. */
  static final String TOKEN = "NextToken";

  private static final String SKIPPED = "boto_truncate_amount";

  /**
   * @param call answers a request's document with the response's
   */
  Map<String, Object> all(Map<String, Object> request, UnaryOperator<Map<String, Object>> call)
      throws KmsDocument.Misfit {
    Map<String, Object> token = startingToken == null ? Map.of() : decode(startingToken);
    Object marker = token.get("Marker");
    int skip = token.get(SKIPPED) instanceof Integer number && number > 0 ? number : 0;
    List<Object> items = new ArrayList<>();
    while (true) {
      Map<String, Object> asked = new LinkedHashMap<>(request);
      put(asked, "Marker", marker);
      put(asked, "Limit", pageSize);
      Map<String, Object> answer = call.apply(asked);
      Map.Entry<String, List<?>> page = items(answer);
      List<?> rest =
          page.getValue().subList(Math.min(skip, page.getValue().size()), page.getValue().size());
      int room = maxItems == null ? Integer.MAX_VALUE : maxItems - items.size();
      if (rest.size() > room) {
        items.addAll(rest.subList(0, room));
        return document(page.getKey(), items, marker, skip + room);
      }
      items.addAll(rest);
      skip = 0;
      marker = answer.get("NextMarker");
      if (!Boolean.TRUE.equals(answer.get("Truncated")) || marker == null) {
        return document(page.getKey(), items, null, 0);
      }
      if (rest.size() == room) {
        return document(page.getKey(), items, marker, 0);
      }
    }
  }

  private static void put(Map<String, Object> request, String name, Object value) {
    if (value != null) {
      request.put(name, value);
    }
  }

  private static Map.Entry<String, List<?>> items(Map<String, Object> answer) {
    for (Map.Entry<String, Object> entry : answer.entrySet()) {
      if (entry.getValue() instanceof List<?> list) {
        return Map.entry(entry.getKey(), list);
      }
    }
    throw new IllegalStateException("A page without a list: " + answer.keySet());
  }

  private static Map<String, Object> document(
      String name, List<Object> items, Object marker, int skipped) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(name, items);
    if (marker != null || skipped > 0) {
      Map<String, Object> token = new LinkedHashMap<>();
      token.put("Marker", marker);
      if (skipped > 0) {
        token.put(SKIPPED, skipped);
      }
      document.put(TOKEN, encode(token));
    }
    return document;
  }

  private static String encode(Map<String, Object> token) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              JSON.std
                  .with(JSON.Feature.WRITE_NULL_PROPERTIES)
                  .asString(token)
                  .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing JSON into a string", e);
    }
  }

  private static Map<String, Object> decode(String token) throws KmsDocument.Misfit {
    try {
      return JSON.std.mapFrom(
          new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw new KmsDocument.Misfit("Bad starting token: " + token);
    }
  }
}
