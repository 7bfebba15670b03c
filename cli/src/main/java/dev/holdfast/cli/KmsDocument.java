// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.api.Blob;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.security.Key;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns JSON-like documents with AWS's names into the service's records, and those into such. */
final class KmsDocument {
  /** A document does not fit the record; the message says where. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message);
    }
  }

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

  private KmsDocument() {}

  /**
   * Makes a record.
   *
   * @param where the parameter that the document is of, or empty for the request
   */
  static Object toRecord(Class<?> type, Map<?, ?> document, String where) throws Misfit {
    RecordComponent[] components = type.getRecordComponents();
    List<String> names =
        Stream.of(components)
            .filter(component -> !component.getName().equals(KmsShape.REVEAL))
            .map(component -> KmsShape.awsName(component.getName()))
            .toList();
    for (Object key : document.keySet()) {
      if (!names.contains(key)) {
        throw new Misfit(
            "Unknown parameter in "
                + (where.isEmpty() ? "input" : where)
                + ": \""
                + key
                + "\", must be one of: "
                + String.join(", ", names));
      }
    }
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int at = 0; at < components.length; at++) {
      RecordComponent component = components[at];
      String name = KmsShape.awsName(component.getName());
      Object value =
          component.getName().equals(KmsShape.REVEAL) ? (Object) true : document.get(name);
      values[at] =
          toJava(component.getGenericType(), value, where.isEmpty() ? name : where + "." + name);
      types[at] = component.getType();
    }
    return construct(type, types, values);
  }

  private static Object construct(Class<?> type, Class<?>[] types, Object[] values) {
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type + " refuses its own components", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not open to the command", e);
    }
  }

  private static Object toJava(Type type, Object value, String where) throws Misfit {
    if (value == null) {
      return type == boolean.class ? (Object) false : null;
    }
    if (type == String.class) {
      return require(String.class, value, where);
    }
    if (type == boolean.class || type == Boolean.class) {
      return require(Boolean.class, value, where);
    }
    if (type == Integer.class || type == int.class) {
      return require(Integer.class, value, where);
    }
    if (type == Blob.class) {
      return value instanceof byte[] bytes
          ? Blob.of(bytes)
          : Blob.of(base64(require(String.class, value, where), where));
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? toMap(require(Map.class, value, where), where)
          : toList(generic.getActualTypeArguments()[0], require(List.class, value, where), where);
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return toRecord(record, require(Map.class, value, where), where);
    }
    throw new IllegalStateException("The command cannot make a " + type);
  }

  private static Map<String, String> toMap(Map<?, ?> value, String where) throws Misfit {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : value.entrySet()) {
      String key = String.valueOf(entry.getKey());
      map.put(key, require(String.class, entry.getValue(), where + "." + key));
    }
    return map;
  }

  private static List<Object> toList(Type element, List<?> value, String where) throws Misfit {
    List<Object> list = new ArrayList<>();
    for (Object each : value) {
      if (each == null) {
        throw new Misfit("Invalid type for parameter " + where + ": null in a list");
      }
      list.add(toJava(element, each, where + "[" + list.size() + "]"));
    }
    return list;
  }

  private static <T> T require(Class<T> type, Object value, String where) throws Misfit {
    if (!type.isInstance(value)) {
      throw new Misfit(
          "Invalid type for parameter "
              + where
              + ", must be "
              + type.getSimpleName().toLowerCase(java.util.Locale.ROOT));
    }
    return type.cast(value);
  }

  /** Decodes base64, over line ends and blanks; nothing else is passed over, no letter left out. */
  static byte[] base64(String text, String where) throws Misfit {
    String letters = text.replaceAll("\\s", "");
    try {
      if (letters.length() % 4 == 0) {
        return Base64.getDecoder().decode(letters);
      }
    } catch (IllegalArgumentException e) {
      throw notBase64(where, e);
    }
    throw notBase64(where, null);
  }

  private static Misfit notBase64(String where, Throwable cause) {
    Misfit misfit =
        new Misfit(
            "Invalid base64: "
                + where
                + " is not base64 (fileb:// takes bytes, --cli-binary-format raw-in-base64-out text)");
    misfit.initCause(cause);
    return misfit;
  }

  /** What the command prints of a response: nothing of what is null, and no key handle. */
  static Map<String, Object> ofRecord(Record record) {
    boolean list = record.getClass().getSimpleName().startsWith("List");
    Map<String, Object> document = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = get(record, component);
      boolean empty = value instanceof Collection<?> many && many.isEmpty();
      if (value != null && !(value instanceof Key) && (list || !empty)) {
        document.put(KmsShape.awsName(component.getName()), toJson(value));
      }
    }
    return document;
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " is not open to the command", e);
    }
  }

  private static Object toJson(Object value) {
    if (value instanceof Record record) {
      return ofRecord(record);
    }
    if (value instanceof Blob blob) {
      return Base64.getEncoder().encodeToString(blob.toByteArray());
    }
    if (value instanceof Instant instant) {
      return date(instant, ZoneId.systemDefault());
    }
    if (value instanceof List<?> many) {
      return new ArrayList<>(many.stream().map(KmsDocument::toJson).toList());
    }
    return value;
  }

  /** As AWS's command prints it: milliseconds with six digits, or none where there are none. */
  static String date(Instant instant, ZoneId zone) {
    Instant millis = instant.truncatedTo(ChronoUnit.MILLIS);
    boolean isWhole = millis.equals(instant.truncatedTo(ChronoUnit.SECONDS));
    return (isWhole ? SECONDS : MICROS).format(millis.atZone(zone));
  }
}
