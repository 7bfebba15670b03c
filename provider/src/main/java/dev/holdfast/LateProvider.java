// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.security.Provider;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A provider that registers its services when they are first looked at or changed: a JVM asks many
 * a provider nothing, and one that a configuration replaces is never asked.
 *
 * <p>{@link Provider} is a table of properties too, as {@code Security.getAlgorithms} and old
 * programs read it, and as those change it who take an algorithm away. So every public way in is
 * here, and does nothing but fill the table first.
 */
abstract class LateProvider extends Provider {
  private static final long serialVersionUID = 1L;

  private transient volatile boolean filled;

  LateProvider(String name, String version, String info) {
    super(name, version, info);
  }

  /** The services, made once. */
  abstract List<Service> services();

  private void fill() {
    if (!filled) {
      synchronized (this) {
        if (!filled) {
          for (Service service : services()) {
            putService(service);
          }
          filled = true;
        }
      }
    }
  }

  @Override
  public Service getService(String type, String algorithm) {
    fill();
    return super.getService(type, algorithm);
  }

  @Override
  public Set<Service> getServices() {
    fill();
    return super.getServices();
  }

  @Override
  public synchronized Object get(Object key) {
    fill();
    return super.get(key);
  }

  @Override
  public synchronized Object getOrDefault(Object key, Object otherwise) {
    fill();
    return super.getOrDefault(key, otherwise);
  }

  @Override
  public String getProperty(String key) {
    fill();
    return super.getProperty(key);
  }

  @Override
  public String getProperty(String key, String otherwise) {
    fill();
    return super.getProperty(key, otherwise);
  }

  @Override
  public synchronized boolean containsKey(Object key) {
    fill();
    return super.containsKey(key);
  }

  @Override
  public boolean containsValue(Object value) {
    fill();
    return super.containsValue(value);
  }

  @Override
  public synchronized boolean contains(Object value) {
    return containsValue(value);
  }

  @Override
  public synchronized boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public synchronized int size() {
    fill();
    return super.size();
  }

  @Override
  public Set<Object> keySet() {
    fill();
    return super.keySet();
  }

  @Override
  public Collection<Object> values() {
    fill();
    return super.values();
  }

  @Override
  public synchronized Set<Map.Entry<Object, Object>> entrySet() {
    fill();
    return super.entrySet();
  }

  @Override
  public synchronized Enumeration<Object> keys() {
    fill();
    return super.keys();
  }

  @Override
  public synchronized Enumeration<Object> elements() {
    fill();
    return super.elements();
  }

  @Override
  public synchronized void forEach(BiConsumer<? super Object, ? super Object> action) {
    fill();
    super.forEach(action);
  }

  @Override
  public synchronized boolean equals(Object other) {
    fill();
    return super.equals(other);
  }

  @Override
  public synchronized int hashCode() {
    fill();
    return super.hashCode();
  }

  @Override
  public synchronized Object clone() {
    fill();
    return super.clone();
  }

  @Override
  public synchronized void clear() {
    fill();
    super.clear();
  }

  @Override
  public synchronized void load(InputStream in) throws IOException {
    fill();
    super.load(in);
  }

  @Override
  public synchronized void load(Reader in) throws IOException {
    fill();
    super.load(in);
  }

  @Override
  public synchronized void putAll(Map<?, ?> entries) {
    fill();
    super.putAll(entries);
  }

  @Override
  public synchronized Object put(Object key, Object value) {
    fill();
    return super.put(key, value);
  }

  @Override
  public synchronized Object putIfAbsent(Object key, Object value) {
    fill();
    return super.putIfAbsent(key, value);
  }

  @Override
  public synchronized Object remove(Object key) {
    fill();
    return super.remove(key);
  }

  @Override
  public synchronized boolean remove(Object key, Object value) {
    fill();
    return super.remove(key, value);
  }

  @Override
  public synchronized Object replace(Object key, Object value) {
    fill();
    return super.replace(key, value);
  }

  @Override
  public synchronized boolean replace(Object key, Object before, Object after) {
    fill();
    return super.replace(key, before, after);
  }

  @Override
  public synchronized void replaceAll(
      BiFunction<? super Object, ? super Object, ? extends Object> change) {
    fill();
    super.replaceAll(change);
  }

  @Override
  public synchronized Object compute(
      Object key, BiFunction<? super Object, ? super Object, ? extends Object> change) {
    fill();
    return super.compute(key, change);
  }

  @Override
  public synchronized Object computeIfAbsent(
      Object key, Function<? super Object, ? extends Object> value) {
    fill();
    return super.computeIfAbsent(key, value);
  }

  @Override
  public synchronized Object computeIfPresent(
      Object key, BiFunction<? super Object, ? super Object, ? extends Object> change) {
    fill();
    return super.computeIfPresent(key, change);
  }

  @Override
  public synchronized Object merge(
      Object key,
      Object value,
      BiFunction<? super Object, ? super Object, ? extends Object> change) {
    fill();
    return super.merge(key, value, change);
  }
}
