// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checked configuration. Immutable; holds no PIN, only where one comes from. Two configurations
 * are of the same vault when {@link #identity} is equal.
 */
public final class Configuration {
  /** Every setting there is, but for {@code hsm.NAME.…}; the order of messages. */
  static final List<String> NAMES =
      List.of(
          "vault",
          "vault.password",
          "pin",
          "principal",
          "region",
          "account",
          "backend",
          "engine",
          "approved",
          "weakPin",
          "maxStale",
          "maxMessage",
          "lease",
          "generate",
          "random",
          "include");

  static final List<String> HSM_NAMES =
      List.of("library", "token", "pin", "initArgs", "sessions", "timeout");

  private static final Pattern HSM = Pattern.compile("hsm\\.([A-Za-z0-9_-]{1,32})\\.(\\w+)");
  private static final String NO_ACCOUNT = "000000000000";
  private static final String SQLITE = "jdbc:sqlite:";

  private final Map<String, Setting> settings;
  private final Optional<Path> source;

  /** Of a configuration without a file; empty for one that has one. */
  private final byte[] text;

  private final boolean weakPin;
  private final Map<String, HsmSettings> hsms = new LinkedHashMap<>();

  private Configuration(Map<String, Setting> settings, Optional<Path> source, byte[] text)
      throws ConfigurationException {
    this.settings = settings;
    this.source = source;
    this.text = text;
    this.weakPin = choice("weakPin", "refuse", "allow").equals("allow");
    checkNames();
    readHsms();
    checkValues();
  }

  /** Reads and checks a configuration file. */
  public static Configuration ofFile(Path file) throws ConfigurationException {
    Path absolute = file.toAbsolutePath().normalize();
    return new Configuration(SettingsReader.ofFile(absolute), Optional.of(absolute), new byte[0]);
  }

  /** Reads and checks a configuration that has no file; relative paths are the process's. */
  public static Configuration ofText(byte[] text) throws ConfigurationException {
    return new Configuration(SettingsReader.ofText(text), Optional.empty(), text.clone());
  }

  private void checkNames() throws ConfigurationException {
    for (Setting setting : settings.values()) {
      Matcher hsm = HSM.matcher(setting.name());
      if (hsm.matches()) {
        if (!HSM_NAMES.contains(hsm.group(2))) {
          throw setting.wrong("is no setting of an HSM; there are " + String.join(", ", HSM_NAMES));
        }
      } else if (!NAMES.contains(setting.name())) {
        throw setting.wrong(
            "is no setting; there are " + String.join(", ", NAMES) + " and hsm.NAME.…");
      } else if (setting.value().isEmpty()) {
        throw setting.wrong("has no value");
      }
    }
  }

  private void readHsms() throws ConfigurationException {
    for (Setting setting : settings.values()) {
      Matcher hsm = HSM.matcher(setting.name());
      if (hsm.matches() && !hsms.containsKey(hsm.group(1))) {
        hsms.put(hsm.group(1), readHsm(hsm.group(1), setting));
      }
    }
  }

  private HsmSettings readHsm(String name, Setting first) throws ConfigurationException {
    String prefix = "hsm." + name + ".";
    if (name.equals("sealed")) {
      throw first.wrong("an HSM cannot be called sealed, the name of the other backend");
    }
    Setting library = required(prefix + "library", first);
    Setting token = required(prefix + "token", first);
    if (token.value().contains(",")) {
      throw token.wrong("several tokens form a cluster, which this version does not offer");
    }
    return new HsmSettings(
        name,
        library.resolve(library.value()),
        token.value(),
        pinOf(prefix + "pin"),
        Optional.ofNullable(settings.get(prefix + "initArgs")).map(Setting::value),
        number(prefix + "sessions", 32, 1, 10_000),
        Duration.ofSeconds(number(prefix + "timeout", 10, 1, 3600)));
  }

  private Setting required(String name, Setting beside) throws ConfigurationException {
    Setting setting = settings.get(name);
    if (setting == null || setting.value().isEmpty()) {
      throw beside.wrong("needs " + name + " beside it");
    }
    return setting;
  }

  private void checkValues() throws ConfigurationException {
    pattern("region", "local", "[a-z0-9-]{1,32}", "lower-case letters, digits and -");
    pattern("account", NO_ACCOUNT, "\\d{12}", "12 digits");
    pattern("principal", "root", "root|user/[\\w+=,.@-]{1,64}", "root, or user/NAME");
    pattern("engine", "auto", "auto|jdk|accp|bc|openssl", "auto, jdk, accp, bc or openssl");
    choice("approved", "off", "on");
    choice("generate", "named", "always");
    pattern("random", "off", "off", "off (no SecureRandom is offered yet)");
    maxStale();
    maxMessage();
    lease();
    vaultFile();
    if (settings.containsKey("vault.password") && postgres().isEmpty()) {
      throw settings.get("vault.password").wrong("is for a vault in PostgreSQL alone");
    }
    if (!hasVault() && hsms.isEmpty()) {
      throw new ConfigurationException(
          place() + ": neither vault nor hsm.NAME.… is set; one of them must say where keys are");
    }
    backend();
  }

  /** Whether there is a vault; without one an HSM stands alone. */
  public boolean hasVault() {
    return settings.containsKey("vault");
  }

  /** The database of a vault in PostgreSQL; empty for any other. */
  public Optional<PostgresSettings> postgres() throws ConfigurationException {
    Setting vault = settings.get("vault");
    return vault != null && vault.value().startsWith(PostgresUrl.PREFIX)
        ? Optional.of(PostgresUrl.parse(vault, pinOf("vault.password")))
        : Optional.empty();
  }

  /** The file of a vault in SQLite; empty for any other. */
  public Optional<Path> vaultFile() throws ConfigurationException {
    Setting vault = settings.get("vault");
    if (vault == null || postgres().isPresent()) {
      return Optional.empty();
    }
    String url = vault.value();
    if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
      throw vault.wrong("must be jdbc:sqlite:PATH or jdbc:postgresql://HOST:PORT/DATABASE");
    }
    String path = url.substring(SQLITE.length());
    if (path.contains("?") || path.startsWith(":") || path.startsWith("file:")) {
      throw vault.wrong("must name a file and nothing more: no parameters, no memory database");
    }
    return Optional.of(vault.resolve(path));
  }

  /** Where the vault is, for people: a file's path, or a database's address without password. */
  public String vaultPlace() throws ConfigurationException {
    Optional<PostgresSettings> postgres = postgres();
    return vaultFile()
        .map(Path::toString)
        .or(() -> postgres.map(PostgresSettings::location))
        .orElse("");
  }

  /** Where the vault's PIN comes from. */
  public Optional<PinSource> pin() {
    return pinOf("pin");
  }

  private Optional<PinSource> pinOf(String name) {
    return Optional.ofNullable(settings.get(name))
        .filter(setting -> !setting.value().isEmpty())
        .map(setting -> new PinSource(setting, weakPin));
  }

  /** Who this process is: {@code root} or {@code user/NAME}. */
  public String principal() {
    return value("principal", "root");
  }

  /** The name of the backend where new keys go: {@code sealed} or an HSM's. */
  public String backend() throws ConfigurationException {
    Setting backend = settings.get("backend");
    if (backend == null) {
      return hasVault() ? "sealed" : hsms.keySet().iterator().next();
    }
    boolean sealed = backend.value().equals("sealed") && hasVault();
    if (!sealed && !hsms.containsKey(backend.value())) {
      throw backend.wrong(
          backend.value().equals("sealed")
              ? "sealed keys need a vault"
              : "is neither sealed nor an HSM of this configuration (" + hsms.keySet() + ")");
    }
    return backend.value();
  }

  /** The HSMs by their names, in the order of the file. */
  public Map<String, HsmSettings> hsms() {
    return Map.copyOf(hsms);
  }

  /** The sealed backend's engine: {@code auto} or an engine's name. */
  public String engine() {
    return value("engine", "auto");
  }

  /** Whether what NIST does not approve is refused. */
  public boolean approvedOnly() {
    return value("approved", "off").equals("on");
  }

  /** Whether PINs that can be guessed or read by others are accepted. */
  public boolean weakPinAllowed() {
    return weakPin;
  }

  /** The region in every ARN. */
  public String region() {
    return value("region", "local");
  }

  /** The account in every ARN, 12 digits. */
  public String account() {
    return value("account", NO_ACCOUNT);
  }

  /** How old the last look at the store may be before uses are refused. */
  public Duration maxStale() throws ConfigurationException {
    return Duration.ofSeconds(number("maxStale", 30, 2, 86_400));
  }

  /** How long a sealed key that is not used stays unsealed; zero for no longer than a use. */
  public Duration lease() throws ConfigurationException {
    return Duration.ofSeconds(number("lease", 5, 0, 3600));
  }

  /** How many bytes of one message may be kept in memory until it ends. */
  public int maxMessage() throws ConfigurationException {
    return number("maxMessage", 64 << 20, 4096, 999_999_999);
  }

  /** Whether generators serve callers that do not name the provider. */
  public boolean generateAlways() {
    return value("generate", "named").equals("always");
  }

  /** The file that was read, if it was one. */
  public Optional<Path> source() {
    return source;
  }

  /**
   * What tells this configuration's vault from another's: what is opened, by whom, and where new
   * keys go. How it is used, such as PINs and time limits, does not count.
   */
  public String identity() throws ConfigurationException {
    List<String> parts = new ArrayList<>();
    parts.add("vault=" + vaultPlace());
    parts.add("principal=" + principal());
    parts.add("region=" + value("region", "local"));
    parts.add("account=" + value("account", NO_ACCOUNT));
    parts.add("backend=" + backend());
    parts.add("engine=" + engine());
    // Where it is asked for, no vault that was opened without it will do.
    parts.add("approved=" + approvedOnly());
    for (HsmSettings hsm : new TreeMap<>(hsms).values()) {
      parts.add(
          String.join(
              "|",
              "hsm=" + hsm.name(),
              hsm.library().toString(),
              hsm.token(),
              hsm.initArgs().orElse("")));
    }
    return String.join("\n", parts);
  }

  /**
   * What a file holds that stands for this configuration: two lines that include its file, or the
   * text that was read from a stream, byte for byte.
   */
  public byte[] fileText() {
    return source
        .map(
            file ->
                ("# A Holdfast key store: its keys are in the vault of this configuration.\n"
                        + "include = "
                        + file
                        + "\n")
                    .getBytes(StandardCharsets.UTF_8))
        .orElseGet(text::clone);
  }

  private String place() {
    return source.map(Path::toString).orElse("The configuration read from a stream");
  }

  private String value(String name, String otherwise) {
    Setting setting = settings.get(name);
    return setting == null ? otherwise : setting.value();
  }

  private String choice(String name, String first, String second) throws ConfigurationException {
    return pattern(name, first, first + "|" + second, first + " or " + second);
  }

  private String pattern(String name, String otherwise, String pattern, String allowed)
      throws ConfigurationException {
    String value = value(name, otherwise);
    if (!value.matches(pattern)) {
      throw settings.get(name).wrong("must be " + allowed + ", not " + value);
    }
    return value;
  }

  private int number(String name, int otherwise, int least, int most)
      throws ConfigurationException {
    Setting setting = settings.get(name);
    if (setting == null) {
      return otherwise;
    }
    if (setting.value().matches("\\d{1,9}")) {
      int number = Integer.parseInt(setting.value());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw setting.wrong("must be a whole number from " + least + " to " + most);
  }

  @Override
  public String toString() {
    return place();
  }
}
