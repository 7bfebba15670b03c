// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.KmsOperation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** One operation of the key management service, as its records describe it. */
final class KmsOperationCommand implements Callable<Integer> {
  private static final String SKELETON = "--generate-cli-skeleton";

  /** A dry run that asks for no ciphertext, though the operation itself does. */
  private static final String CIPHERTEXT = "CiphertextBlob";

  private final KmsCommand kms;
  private final KmsOperation operation;
  private final KmsShape shape;
  private final CommandSpec spec;

  private KmsOperationCommand(KmsCommand kms, KmsOperation operation) {
    this.kms = kms;
    this.operation = operation;
    this.shape =
        operation.standing() == KmsOperation.Standing.OFFERED ? KmsShape.of(operation) : null;
    this.spec = CommandSpec.wrapWithoutInspection(this);
  }

  static CommandLine line(KmsCommand kms, KmsOperation operation) {
    KmsOperationCommand command = new KmsOperationCommand(kms, operation);
    command.describe();
    CommandLine line = new CommandLine(command.spec);
    line.setExpandAtFiles(false);
    // What is not offered says so, whatever it is given.
    line.setUnmatchedArgumentsAllowed(command.shape == null);
    line.setUnmatchedOptionsAllowedAsOptionParameters(true);
    line.setAbbreviatedOptionsAllowed(true);
    return line;
  }

  private void describe() {
    spec.name(KmsShape.commandName(operation));
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            shape == null
                ? operation.kmsName() + " is not offered: " + operation.reason() + "."
                : operation.kmsName() + ", as AWS KMS documents it.");
    if (shape == null) {
      return;
    }
    for (RecordComponent parameter : shape.parameters()) {
      spec.addOption(option(parameter));
    }
    addText("--cli-input-json", "JSON", "The parameters as one document, or file://PATH.");
    addText("--query", "JMESPATH", "What to print of the response.");
    addText("--output", "FORM", "json (default), text or off.");
    addText(
        "--cli-binary-format",
        "FORM",
        "base64 (default) or raw-in-base64-out: what a blob's text is; fileb://PATH is bytes.");
    addText("--region", "REGION", "Must be the vault's.");
    if (shape.isPaged()) {
      addText("--max-items", "COUNT", "Print so many items and a NextToken.");
      addText("--starting-token", "TOKEN", "Go on where a NextToken says.");
      addText("--page-size", "COUNT", "Ask for so many items at once.");
    }
    addSwitch("--no-paginate", "Ask for the first page alone.");
    addSkeleton();
    String nothing = "Taken, and without effect here.";
    AwsWords.WITHOUT_EFFECT.forEach(name -> addText(name, "TEXT", nothing));
    AwsWords.SWITCHES_WITHOUT_EFFECT.forEach(name -> addSwitch(name, nothing));
  }

  private void addSkeleton() {
    spec.addOption(
        OptionSpec.builder(SKELETON)
            .type(String.class)
            .arity("0..1")
            .fallbackValue("input")
            .paramLabel("WHICH")
            .description(
                "Print an empty document for --cli-input-json (or 'output') and do nothing.")
            .build());
  }

  private OptionSpec option(RecordComponent parameter) {
    OptionSpec.Builder option = OptionSpec.builder(KmsShape.option(parameter));
    if (parameter.getType() == boolean.class) {
      return option.type(Boolean.class).arity("0").negatable(true).build();
    }
    boolean list =
        parameter.getGenericType() instanceof ParameterizedType generic
            && generic.getRawType() == List.class;
    return option
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity(list ? "1..*" : "1")
        .paramLabel(parameter.getType().getSimpleName().toUpperCase(java.util.Locale.ROOT))
        .description(
            shape.required().contains(KmsShape.awsName(parameter.getName())) ? "Required." : "")
        .build();
  }

  private void addText(String name, String label, String description) {
    spec.addOption(
        OptionSpec.builder(name)
            .type(String.class)
            .arity("1")
            .paramLabel(label)
            .description(description)
            .build());
  }

  private void addSwitch(String name, String description) {
    spec.addOption(
        OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build());
  }

  @Override
  public Integer call() throws Exception {
    try {
      return shape == null ? refuse() : run();
    } catch (KmsDocument.Misfit e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private int refuse() {
    return report("UnsupportedOperationException", operation.reason());
  }

  private int run() throws Exception {
    KmsPrinter printer = new KmsPrinter(form(), text("--query"));
    if (isGiven(SKELETON)) {
      printer.print(skeleton(), spec.commandLine().getOut());
      return Main.OK;
    }
    Map<String, Object> document = document();
    requireAll(document);
    // Before the vault is opened: what the command line has wrong needs no PIN.
    Object unused = KmsDocument.toRecord(shape.request(), document, "");
    requireRegion();
    try {
      Map<String, Object> answer = kms.withKeyService(service -> answer(service, document));
      if (answer != null) {
        printer.print(answer, spec.commandLine().getOut());
      }
      return Main.OK;
    } catch (KmsException e) {
      return report(e.error().awsName(), e.getMessage() == null ? "" : e.getMessage());
    }
  }

  private Map<String, Object> skeleton() throws KmsDocument.Misfit {
    return switch (text(SKELETON)) {
      case "input" -> KmsSkeleton.ofInput(shape);
      case "output" -> KmsSkeleton.ofOutput(shape);
      default -> throw new KmsDocument.Misfit(SKELETON + " is input or output");
    };
  }

  private int report(String error, String message) {
    String line =
        "An error occurred ("
            + error
            + ") when calling the "
            + operation.kmsName()
            + " operation: "
            + message;
    if (kms.json()) {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("reason", error);
      details.put("message", message);
      Json.print(spec.commandLine().getOut(), Map.of("error", details));
    }
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
    return Main.FAILED;
  }

  private Map<String, Object> document() throws KmsDocument.Misfit {
    String format = text("--cli-binary-format");
    if (format != null && !Set.of("base64", "raw-in-base64-out").contains(format)) {
      throw new KmsDocument.Misfit("--cli-binary-format is base64 or raw-in-base64-out");
    }
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (RecordComponent parameter : shape.parameters()) {
      String name = KmsShape.option(parameter);
      OptionSpec option = spec.commandLine().getParseResult().matchedOption(name);
      if (option != null) {
        options.put(
            name,
            parameter.getType() == boolean.class
                ? List.of(String.valueOf(option.<Boolean>getValue()))
                : option.<List<String>>getValue());
      }
    }
    try {
      return new KmsParameters(shape, "raw-in-base64-out".equals(format))
          .document(text("--cli-input-json"), options);
    } catch (IOException e) {
      throw new KmsDocument.Misfit(KmsParameters.unreadable(e));
    }
  }

  private void requireAll(Map<String, Object> document) throws KmsDocument.Misfit {
    Set<String> missing = new TreeSet<>();
    for (RecordComponent parameter : shape.parameters()) {
      String name = KmsShape.awsName(parameter.getName());
      boolean isSpared = name.equals(CIPHERTEXT) && ignoresCiphertext(document);
      if (shape.required().contains(name) && !document.containsKey(name) && !isSpared) {
        missing.add(KmsShape.option(parameter));
      }
    }
    if (!missing.isEmpty()) {
      throw new KmsDocument.Misfit(
          "the following arguments are required: " + String.join(", ", missing));
    }
  }

  private static boolean ignoresCiphertext(Map<String, Object> document) {
    return document.get("DryRunModifiers") instanceof List<?> modifiers
        && modifiers.contains("IGNORE_CIPHERTEXT");
  }

  private void requireRegion() throws Exception {
    String region = text("--region");
    if (region != null && !region.equals(kms.configuration().region())) {
      throw new KmsDocument.Misfit(
          "--region is " + region + ", but this vault's is " + kms.configuration().region());
    }
  }

  private Map<String, Object> answer(KeyService service, Map<String, Object> document)
      throws KmsDocument.Misfit {
    boolean asksForAPage = document.containsKey("Limit") || document.containsKey("Marker");
    if (!shape.isPaged() || asksForAPage || isGiven("--no-paginate")) {
      return call(service, document);
    }
    KmsPages pages =
        new KmsPages(count("--max-items"), text("--starting-token"), count("--page-size"));
    return pages.all(document, page -> call(service, page));
  }

  private Map<String, Object> call(KeyService service, Map<String, Object> document) {
    try {
      Object request = KmsDocument.toRecord(shape.request(), document, "");
      Object response = shape.method().invoke(service, request);
      return response == null ? null : KmsDocument.ofRecord((Record) response);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(operation + " failed in an undocumented way", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(operation + " is not open to the command", e);
    } catch (KmsDocument.Misfit e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private KmsPrinter.Form form() throws KmsDocument.Misfit {
    String form = text("--output");
    if (form == null) {
      return KmsPrinter.Form.JSON;
    }
    return KmsPrinter.Form.of(form)
        .orElseThrow(() -> new KmsDocument.Misfit("--output is json, text or off, not " + form));
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private String text(String option) {
    return spec.commandLine().getParseResult().matchedOptionValue(option, null);
  }

  private Integer count(String option) throws KmsDocument.Misfit {
    String text = text(option);
    if (text == null) {
      return null;
    }
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new KmsDocument.Misfit(option + " takes a whole number from 1, not " + text);
    }
    return Integer.valueOf(text);
  }
}
