// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.VaultAccess;
import dev.holdfast.wiring.ConfiguredAccess;
import java.security.Provider;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The provider whose keys cannot be read. Programs use it through the JCA: by key wherever it
 * stands in the provider list, or by its name, {@code Holdfast}.
 *
 * <p>Registered with {@code security.provider.N=Holdfast /etc/holdfast.properties}, {@code
 * Security.addProvider(new HoldfastProvider())}, or found by {@link java.util.ServiceLoader}. The
 * configuration is the path given to {@link #configure}, else the system property {@code
 * holdfast.config}, else the environment variable {@code HOLDFAST_CONFIG}.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 *
 * <p><b>Errors:</b> constructing, registering and configuring does no I/O and fails for no
 * configuration; what is wrong with one is thrown by the first use, which names it.
 *
 * <p><b>Standard:</b> the Java Cryptography Architecture's provider contract, and its standard
 * algorithm names.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the overridden methods lock themselves
public final class HoldfastProvider extends Provider {
  private static final long serialVersionUID = 1L;

  /** The provider's name, as {@code getInstance(algorithm, name)} takes it. */
  public static final String NAME = "Holdfast";

  private final transient VaultAccess vaults;
  private transient volatile boolean filled;

  /** A provider whose configuration is found in the system property or the environment. */
  public HoldfastProvider() {
    this(new ConfiguredAccess(Optional.empty()));
  }

  HoldfastProvider(VaultAccess vaults) {
    super(NAME, "0.1", "Holdfast: keys that cannot be read, sealed in the process or on an HSM");
    this.vaults = vaults;
  }

  /**
   * A provider with another configuration.
   *
   * @param path the configuration file; looked at on first use
   */
  @Override
  public Provider configure(String path) {
    return new HoldfastProvider(new ConfiguredAccess(Optional.of(path)));
  }

  /**
   * Registers the services before the first look at them: a JVM asks many a provider nothing, and
   * one that a configuration replaces is never asked.
   */
  private void fill() {
    if (!filled) {
      synchronized (this) {
        if (!filled) {
          for (Service service : AlgorithmTable.services(this, vaults)) {
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

  // The same services as properties, as Security.getAlgorithms and old programs read them.

  @Override
  public Object get(Object key) {
    fill();
    return super.get(key);
  }

  @Override
  public Object getOrDefault(Object key, Object otherwise) {
    fill();
    return super.getOrDefault(key, otherwise);
  }

  @Override
  public String getProperty(String key) {
    fill();
    return super.getProperty(key);
  }

  @Override
  public boolean containsKey(Object key) {
    fill();
    return super.containsKey(key);
  }

  @Override
  public boolean containsValue(Object value) {
    fill();
    return super.containsValue(value);
  }

  @Override
  public boolean contains(Object value) {
    return containsValue(value);
  }

  @Override
  public int size() {
    fill();
    return super.size();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
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
  public Set<Map.Entry<Object, Object>> entrySet() {
    fill();
    return super.entrySet();
  }

  @Override
  public Enumeration<Object> keys() {
    fill();
    return super.keys();
  }

  @Override
  public Enumeration<Object> elements() {
    fill();
    return super.elements();
  }

  @Override
  public void forEach(BiConsumer<? super Object, ? super Object> action) {
    fill();
    super.forEach(action);
  }
}
