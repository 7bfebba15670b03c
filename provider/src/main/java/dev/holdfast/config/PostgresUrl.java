// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import dev.holdfast.config.PostgresSettings.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes {@code jdbc:postgresql://host:port/database?name=value} apart. The driver never sees the
 * text: it gets the parts, and of its many parameters (some name classes to load) only those below.
 */
final class PostgresUrl {
  static final String PREFIX = "jdbc:postgresql:";

  private static final int DEFAULT_PORT = 5432;
  private static final Pattern URL =
      Pattern.compile("jdbc:postgresql://([^/?#@]+)/([A-Za-z0-9_-]{1,63})(?:\\?([^?#]*))?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::(\\d{1,5}))?");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /** What each parameter may be, and how to say so. */
  private record Parameter(Pattern value, String allowed) {}

  private static final Map<String, Parameter> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "user", parameter("[\\w.@+-]{1,63}", "a user's name"),
              "currentSchema", parameter("[a-z_][a-z0-9_]{0,62}", "a schema's name in lower case"),
              "sslmode",
                  parameter(
                      "disable|require|verify-ca|verify-full",
                      "verify-full, verify-ca, require or disable"),
              "sslrootcert", parameter("[^%]+", "a path without %"),
              "sslcert", parameter("[^%]+", "a path without %"),
              "sslkey", parameter("[^%]+", "a path without %"),
              "connectTimeout", parameter("[1-9]\\d{0,2}", "seconds from 1 to 999"),
              "socketTimeout", parameter("[1-9]\\d{0,3}", "seconds from 1 to 9999")));

  private static final Set<String> PATHS = Set.of("sslrootcert", "sslcert", "sslkey");

  private PostgresUrl() {}

  private static Parameter parameter(String value, String allowed) {
    return new Parameter(Pattern.compile(value), allowed);
  }

  static PostgresSettings parse(Setting vault, Optional<PinSource> password)
      throws ConfigurationException {
    Matcher url = URL.matcher(vault.value());
    if (!url.matches()) {
      throw vault.wrong(
          "must be jdbc:postgresql://HOST:PORT/DATABASE?NAME=VALUE&…, where DATABASE has letters,"
              + " digits, _ and -; a user is given as ?user=NAME");
    }
    if (password.isPresent() && password.get().isPrompt()) {
      throw vault.wrong(
          "needs its password again whenever it connects; give vault.password as env:NAME or"
              + " file:PATH");
    }
    List<Host> hosts = hosts(vault, url.group(1));
    Map<String, String> parameters = parameters(vault, url.group(3));
    // Who can stand between could read the password and put an old state of the store back.
    boolean near = hosts.stream().allMatch(host -> LOOPBACK.contains(host.name()));
    parameters.putIfAbsent("sslmode", near ? "disable" : "verify-full");
    return new PostgresSettings(hosts, url.group(2), parameters, password);
  }

  private static List<Host> hosts(Setting vault, String text) throws ConfigurationException {
    List<Host> hosts = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher host = HOST.matcher(each);
      int port = DEFAULT_PORT;
      if (host.matches() && host.group(2) != null) {
        port = Integer.parseInt(host.group(2));
      }
      if (!host.matches() || port < 1 || port > 65_535) {
        throw vault.wrong("has a malformed host or port: " + each);
      }
      hosts.add(new Host(host.group(1).replaceAll("[\\[\\]]", ""), port));
    }
    return hosts;
  }

  private static Map<String, String> parameters(Setting vault, String text)
      throws ConfigurationException {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (text == null) {
      return parameters;
    }
    for (String pair : text.split("&", -1)) {
      String name = pair.replaceFirst("=.*", "");
      Parameter known = PARAMETERS.get(name);
      if (name.equals("password")) {
        throw vault.wrong("holds a password; put it into vault.password, as env:NAME or file:PATH");
      }
      if (known == null) {
        throw vault.wrong(
            "has the parameter " + name + "; there are " + String.join(", ", PARAMETERS.keySet()));
      }
      String value = pair.substring(Math.min(pair.length(), name.length() + 1));
      if (!known.value().matcher(value).matches()) {
        throw vault.wrong("has a wrong " + name + ": it must be " + known.allowed());
      }
      String absolute = PATHS.contains(name) ? vault.resolve(value).toString() : value;
      if (parameters.putIfAbsent(name, absolute) != null) {
        throw vault.wrong("has the parameter " + name + " twice");
      }
    }
    return parameters;
  }
}
