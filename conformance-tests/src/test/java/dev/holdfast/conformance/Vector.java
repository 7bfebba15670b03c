// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * One test vector, with what its group says of it. Fields are looked for in the test first, since
 * some schemas have them there and some in the group.
 */
record Vector(String algorithm, Map<String, Object> group, Map<String, Object> test) {
  /** What an implementation must do with a vector. */
  enum Verdict {
    VALID,
    INVALID,
    ACCEPTABLE
  }

  Verdict verdict() {
    return Verdict.valueOf(text("result").toUpperCase(java.util.Locale.ROOT));
  }

  boolean isValid() {
    return verdict() == Verdict.VALID;
  }

  boolean has(String field) {
    return value(field) != null;
  }

  private Object value(String field) {
    Object value = test.get(field);
    return value == null ? group.get(field) : value;
  }

  private Object required(String field) {
    Object value = value(field);
    if (value == null) {
      throw new NoSuchElementException("The vector has no field " + field);
    }
    return value;
  }

  String text(String field) {
    return String.valueOf(required(field));
  }

  int number(String field) {
    return ((Number) required(field)).intValue();
  }

  byte[] bytes(String field) {
    return HexFormat.of().parseHex(text(field));
  }

  /** Empty where there is no such field. */
  byte[] optional(String field) {
    return has(field) ? bytes(field) : new byte[0];
  }

  /** The body of a PEM text. */
  byte[] pem(String field) {
    String body = text(field).replaceAll("-----[A-Z ]+-----", "");
    return Base64.getMimeDecoder().decode(body);
  }

  /** A member of an object, as in JSON Web Keys. */
  String member(String field, String name) {
    Object member = ((Map<?, ?>) required(field)).get(name);
    if (member == null) {
      throw new NoSuchElementException("The vector's " + field + " has no member " + name);
    }
    return String.valueOf(member);
  }

  byte[] base64(String field, String name) {
    return Base64.getUrlDecoder().decode(member(field, name));
  }

  @Override
  public String toString() {
    return "tcId "
        + test.get("tcId")
        + " ("
        + test.getOrDefault("comment", "")
        + " "
        + test.getOrDefault("flags", "")
        + ")";
  }
}
