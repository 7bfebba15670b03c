// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import java.security.Provider;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Every algorithm that Holdfast offers, one row each. The provider registers from it, and the
 * README's table and the conformance tests are made from it.
 *
 * <p>Immutable. Names and object identifiers are those of the Java Security Standard Algorithm
 * Names; beside them stand the names under which other libraries ask. The rows of each engine are
 * in a class of their own, with the columns that this engine has: {@link SignatureRows}, {@link
 * CipherRows} and so on.
 */
public final class AlgorithmTable {
  private static final List<Row> ROWS = build();

  private AlgorithmTable() {}

  /** What an algorithm is beyond its name: the columns that only rows of its engine have. */
  public interface Form {
    /** Whether a key of ours, of the row's type, goes with the algorithm. */
    default boolean accepts(KeySpec spec) {
      return true;
    }

    /** Whether callers that name no provider are served with a public key. */
    default boolean acceptsPublic(PublicKey key) {
      return false;
    }
  }

  /**
   * One algorithm.
   *
   * @param engine the JCA's engine type, with the SPI class that serves it
   * @param name the standard name
   * @param aliases other names, object identifiers among them
   * @param keyType the type of key it makes or takes; null for the KeyStore
   * @param form the other columns of its engine; null where it has none
   */
  public record Row(
      JcaEngine engine, String name, List<String> aliases, KeyType keyType, Form form) {
    /** The JCA's engine type, as in {@code Signature}. */
    public String type() {
      return engine.type();
    }

    /** Whether the JCA of this JDK has such an engine, so that the row is a service. */
    public boolean isOffered() {
      return engine.isThere();
    }

    /** Whether a key of ours goes with the algorithm. */
    boolean accepts(KeySpec spec) {
      return takes(spec.type()) && form.accepts(spec);
    }

    private boolean takes(KeyType type) {
      return form instanceof SignatureRows.Signing signing
          ? signing.kind().takes(type)
          : type == keyType;
    }
  }

  /** The table, in the order in which people read it. */
  public static List<Row> rows() {
    return ROWS;
  }

  /** The services of a provider, every row that this JDK has an engine for, over its vaults. */
  public static List<Provider.Service> services(Provider provider, VaultAccess vaults) {
    List<Provider.Service> services = new ArrayList<>();
    for (Row row : ROWS) {
      if (row.isOffered()) {
        services.add(new HoldfastService(provider, row, vaults));
      }
    }
    return services;
  }

  private static List<Row> build() {
    List<Row> rows = new ArrayList<>();
    GeneratorRows.addTo(rows);
    FactoryRows.addTo(rows);
    SignatureRows.addTo(rows);
    CipherRows.addTo(rows);
    MacRows.addTo(rows);
    AgreementRows.addTo(rows);
    KemRows.addTo(rows);
    KdfRows.addTo(rows);
    rows.add(new Row(JcaEngine.KEY_STORE, "Holdfast", List.of(), null, null));
    return List.copyOf(rows);
  }

  /** An object identifier in the two forms in which the JCA is asked for one, and other names. */
  static List<String> names(String oid, String... others) {
    List<String> names = new ArrayList<>(List.of(others));
    names.add(oid);
    names.add("OID.".concat(oid));
    return List.copyOf(names);
  }
}
