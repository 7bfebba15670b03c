// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsOperation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An operation as its records describe it: what AWS calls its parameters, and which there are. No
 * operation has code of its own in the command.
 *
 * @param method the operation's method of {@link KeyService}
 * @param request the record that it takes
 */
record KmsShape(KmsOperation operation, Method method, Class<?> request) {
  /** Where AWS's name is not the component's with a capital letter. */
  private static final Map<String, String> ODD_NAMES = Map.of("awsAccountId", "AWSAccountId");

  /** Asks for a data key's bytes, which AWS always sends and the command therefore too. */
  static final String REVEAL = "revealPlaintext";

  static KmsShape of(KmsOperation operation) {
    for (Method method : KeyService.class.getMethods()) {
      if (method.getName().equals(operation.method()) && method.getParameterCount() == 1) {
        return new KmsShape(operation, method, method.getParameterTypes()[0]);
      }
    }
    throw new IllegalStateException("KeyService has no method " + operation.method());
  }

  /** The command's name of an operation, as in {@code generate-data-key}. */
  static String commandName(KmsOperation operation) {
    return kebab(operation.method());
  }

  /** The parameters in AWS's order. */
  List<RecordComponent> parameters() {
    return Stream.of(request.getRecordComponents())
        .filter(component -> !component.getName().equals(REVEAL))
        .toList();
  }

  /** AWS's names of the parameters that the operation cannot do without. */
  Set<String> required() {
    return Stream.of(request.getMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getName().equals("of"))
        .flatMap(method -> Arrays.stream(method.getParameters()))
        .map(Parameter::getName)
        .map(KmsShape::awsName)
        .collect(Collectors.toSet());
  }

  /** Whether it answers in pages. */
  boolean isPaged() {
    Set<String> names =
        Stream.of(request.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    return names.containsAll(Set.of("limit", "marker"));
  }

  /** AWS's name of a component, as in {@code KeyId}. */
  static String awsName(String component) {
    return ODD_NAMES.getOrDefault(
        component, component.substring(0, 1).toUpperCase(Locale.ROOT) + component.substring(1));
  }

  /** A parameter's option, as in {@code --key-id}. */
  static String option(RecordComponent component) {
    return "--" + kebab(component.getName());
  }

  static String kebab(String camel) {
    return camel.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
