// SPDX-License-Identifier: Apache-2.0
/** The java.security.Provider whose keys cannot be read. */
module dev.holdfast.provider {
  requires transitive dev.holdfast.nativebridge;
  requires java.sql;
  requires jdk.jfr;
  requires org.bouncycastle.provider;
  requires org.xerial.sqlitejdbc;

  exports dev.holdfast;

  provides java.security.Provider with
      dev.holdfast.HoldfastProvider;
}
