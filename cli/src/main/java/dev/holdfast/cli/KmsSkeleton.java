// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.security.Key;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation's document with nothing in it: what {@code --cli-input-json} takes, to be filled in.
 */
final class KmsSkeleton {
  private KmsSkeleton() {}

  /** What goes in. */
  static Map<String, Object> ofInput(KmsShape shape) {
    return of(shape.parameters());
  }

  /** What comes out; empty for operations that answer nothing. */
  static Map<String, Object> ofOutput(KmsShape shape) {
    Class<?> response = shape.method().getReturnType();
    return response.isRecord() ? of(List.of(response.getRecordComponents())) : Map.of();
  }

  private static Map<String, Object> of(List<RecordComponent> components) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      if (!Key.class.isAssignableFrom(component.getType())) {
        document.put(KmsShape.awsName(component.getName()), of(component.getGenericType()));
      }
    }
    return document;
  }

  private static Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? Map.of("KeyName", "")
          : List.of(of(generic.getActualTypeArguments()[0]));
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == int.class || type == Integer.class) {
      return 0;
    }
    if (type == Instant.class) {
      return Instant.EPOCH.toString();
    }
    return type instanceof Class<?> record && record.isRecord()
        ? of(List.of(record.getRecordComponents()))
        : "";
  }
}
