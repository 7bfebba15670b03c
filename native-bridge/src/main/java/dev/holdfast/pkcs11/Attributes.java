// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Attribute values read from one object. An attribute the token does not show, because it is
 * sensitive or the object has no such attribute, is absent here and no error. Immutable but for the
 * arrays.
 */
public final class Attributes {
  private final Map<Long, byte[]> values;
  private final long rv;

  Attributes(Map<Long, byte[]> values, long rv) {
    this.values = values;
    this.rv = rv;
  }

  /** The value; empty when the token did not show it. */
  public Optional<byte[]> bytes(long cka) {
    return Optional.ofNullable(values.get(cka)).map(byte[]::clone);
  }

  /** A CK_BBOOL; empty when the token did not show it, or showed no single byte. */
  public Optional<Boolean> bool(long cka) {
    return sized(cka, 1).map(value -> value[0] != 0);
  }

  /** A CK_ULONG; empty when the token did not show it, or showed another length. */
  public Optional<Long> ulong(long cka) {
    return sized(cka, Long.BYTES)
        .map(value -> ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong());
  }

  /** UTF-8 text; empty when the token did not show it. */
  public Optional<String> text(long cka) {
    return bytes(cka).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /**
   * Why something is absent: CKR_OK, CKR_ATTRIBUTE_SENSITIVE or CKR_ATTRIBUTE_TYPE_INVALID. PKCS#11
   * gives one reason for the whole call, so with several absent attributes it is the reason of one
   * of them.
   */
  public long rv() {
    return rv;
  }

  /** How many are present; values may be confidential. */
  @Override
  public String toString() {
    return "Attributes[" + values.size() + " present, " + Ckr.name(rv) + "]";
  }

  private Optional<byte[]> sized(long cka, int length) {
    return Optional.ofNullable(values.get(cka)).filter(value -> value.length == length);
  }
}
