// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import java.nio.file.Path;

/** A store in one SQLite file. */
public record SqliteAddress(Path file) implements StoreAddress {
  @Override
  public RecordStore create() throws StoreException {
    return SqliteStore.create(file);
  }

  @Override
  public RecordStore open() throws StoreException {
    return SqliteStore.open(file);
  }

  @Override
  public void discard() {
    SqliteStore.discard(file);
  }
}
