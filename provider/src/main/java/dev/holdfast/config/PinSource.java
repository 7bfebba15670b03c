// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a PIN comes from: {@code env:NAME}, {@code file:PATH}, {@code prompt}, or the PIN itself.
 * The PIN is read when it is needed and not kept; nothing here prints it.
 */
public final class PinSource implements PinReader {
  private final Setting setting;
  private final boolean weakAllowed;

  PinSource(Setting setting, boolean weakAllowed) {
    this.setting = setting;
    this.weakAllowed = weakAllowed;
  }

  /** Whether somebody has to type the PIN. */
  public boolean isPrompt() {
    return setting.value().equals("prompt");
  }

  /**
   * Reads the PIN.
   *
   * @return the PIN; the caller wipes it
   * @throws ConfigurationException if the variable, file or terminal is not there, or if others may
   *     read a file that holds the PIN
   */
  @Override
  public char[] read() throws ConfigurationException {
    String value = setting.value();
    if (value.startsWith("env:")) {
      return fromEnvironment(value.substring("env:".length()));
    }
    if (value.startsWith("file:")) {
      return fromFile(setting.resolve(value.substring("file:".length())));
    }
    if (isPrompt()) {
      return fromConsole();
    }
    if (setting.source().isPresent()) {
      refuseIfOthersRead(setting.source().get());
    }
    return value.toCharArray();
  }

  /** The file a {@code file:} source names, whether or not it exists yet. */
  public Optional<Path> file() {
    return setting.value().startsWith("file:")
        ? Optional.of(setting.resolve(setting.value().substring("file:".length())))
        : Optional.empty();
  }

  private char[] fromEnvironment(String name) throws ConfigurationException {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw setting.wrong("the environment variable " + name + " is not set");
    }
    return value.toCharArray();
  }

  private char[] fromFile(Path file) throws ConfigurationException {
    byte[] bytes;
    try {
      refuseIfOthersRead(file);
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          setting.place() + ": the PIN file " + file + " cannot be read", e);
    }
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    Arrays.fill(bytes, (byte) 0);
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    char[] pin = new char[end];
    text.get(pin);
    Arrays.fill(text.array(), '\0');
    if (pin.length == 0) {
      throw setting.wrong("the PIN file " + file + " is empty");
    }
    return pin;
  }

  // Since JDK 22 there is a console without a terminal too; it answers null at the end of input.
  @SuppressWarnings("SystemConsoleNull")
  private char[] fromConsole() throws ConfigurationException {
    Console console = System.console();
    char[] pin = console == null ? null : console.readPassword("PIN for %s: ", setting.name());
    if (pin == null || pin.length == 0) {
      throw setting.wrong(
          "asks for the PIN at the terminal, but there is none; use env:NAME or file:PATH");
    }
    return pin;
  }

  private void refuseIfOthersRead(Path file) throws ConfigurationException {
    if (!weakAllowed && FilePermissions.othersMayRead(file)) {
      throw setting.wrong(
          "the PIN stands in "
              + file
              + ", which others may read; run chmod 600 on it, or set weakPin = allow");
    }
  }

  @Override
  public String toString() {
    return "PIN of " + setting.place();
  }
}
