// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A picture of lines, boxes and text. Text stays text, so that the file is small, can be searched,
 * and shows in a diff what has changed.
 */
final class Svg implements AutoCloseable {
  /** Colours that are told apart by people who see few, and on dark pages too. */
  static final String[] COLOURS = {"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9"};

  static final String GREY = "#8a8a8a";

  private final Writer file;
  private final XMLStreamWriter xml;

  Svg(Path path, int width, int height) throws IOException {
    file = Files.newBufferedWriter(path);
    try {
      xml = XMLOutputFactory.newInstance().createXMLStreamWriter(file);
      xml.writeStartElement("svg");
      xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
      attributes("width", width, "height", height, "font-family", "sans-serif", "font-size", 12);
      box(0, 0, width, height, "#ffffff");
    } catch (XMLStreamException e) {
      throw new IOException("Writing " + path, e);
    }
  }

  private void attributes(Object... namesAndValues) throws XMLStreamException {
    for (int at = 0; at < namesAndValues.length; at += 2) {
      Object value = namesAndValues[at + 1];
      xml.writeAttribute(
          namesAndValues[at].toString(),
          value instanceof Double number
              ? String.format(Locale.ROOT, "%.1f", number)
              : value.toString());
    }
  }

  void box(double x, double y, double width, double height, String colour) throws IOException {
    element("rect", "x", x, "y", y, "width", width, "height", height, "fill", colour);
  }

  void line(double x1, double y1, double x2, double y2, String colour, double width)
      throws IOException {
    element(
        "line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "stroke", colour, "stroke-width", width);
  }

  void dot(double x, double y, String colour) throws IOException {
    element("circle", "cx", x, "cy", y, "r", 3.0, "fill", colour);
  }

  /**
   * @param anchor {@code start}, {@code middle} or {@code end}: which part of the text is at x
   */
  void text(double x, double y, String anchor, String text) throws IOException {
    try {
      xml.writeStartElement("text");
      attributes("x", x, "y", y, "text-anchor", anchor, "fill", "#222222");
      xml.writeCharacters(text);
      xml.writeEndElement();
      xml.writeCharacters("\n");
    } catch (XMLStreamException e) {
      throw new IOException("Writing a picture", e);
    }
  }

  private void element(String name, Object... namesAndValues) throws IOException {
    try {
      xml.writeEmptyElement(name);
      attributes(namesAndValues);
      xml.writeCharacters("\n");
    } catch (XMLStreamException e) {
      throw new IOException("Writing a picture", e);
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException("Writing a picture", e);
    }
  }
}
