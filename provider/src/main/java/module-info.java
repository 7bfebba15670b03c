// SPDX-License-Identifier: Apache-2.0
/** The java.security.Provider whose keys cannot be read. */
module dev.holdfast.provider {
  requires transitive dev.holdfast.nativebridge;
  requires java.sql;
  // Without it nothing is recorded; a small run-time image need not carry it.
  requires static jdk.jfr;
  requires org.bouncycastle.provider;
  // For a vault in PostgreSQL; who has none need not bring the driver.
  requires static org.postgresql.jdbc;
  requires org.xerial.sqlitejdbc;

  exports dev.holdfast;
  exports dev.holdfast.kms.api;

  // For the command alone; who adds the provider to a build sees dev.holdfast.
  exports dev.holdfast.config to
      dev.holdfast.cli;
  exports dev.holdfast.kms to
      dev.holdfast.cli;
  exports dev.holdfast.model to
      dev.holdfast.cli;
  exports dev.holdfast.wiring to
      dev.holdfast.cli;

  provides java.security.Provider with
      dev.holdfast.HoldfastProvider;
}
