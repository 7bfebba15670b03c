// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import java.sql.SQLException;

/** What a database's errors mean to a user. */
interface SqlErrors {
  StoreException translate(SQLException failure);

  /** The database answered what its tables do not allow: it was changed past its own rules. */
  StoreException damaged();
}
