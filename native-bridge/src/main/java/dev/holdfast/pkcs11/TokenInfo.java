// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.pkcs11.raw.CkLayout;

/**
 * CK_TOKEN_INFO (PKCS #11 2.40, section 3.2); texts without their padding, versions as {@code
 * major.minor}, PIN lengths in bytes.
 *
 * @param flags {@link Ckf}
 * @param maxSessions {@link #UNLIMITED}, {@link #UNKNOWN}, or a number; likewise {@code
 *     maxRwSessions}
 * @param sessions open now in this process, or {@link #UNKNOWN}; likewise {@code rwSessions}
 */
public record TokenInfo(
    String label,
    String manufacturer,
    String model,
    String serial,
    long flags,
    long maxSessions,
    long sessions,
    long maxRwSessions,
    long rwSessions,
    long minPinLength,
    long maxPinLength,
    String hardwareVersion,
    String firmwareVersion) {
  /** CK_EFFECTIVELY_INFINITE. */
  public static final long UNLIMITED = 0;

  /** CK_UNAVAILABLE_INFORMATION. */
  public static final long UNKNOWN = -1;

  /** Whether all of {@code flags}, CKF_*, are set. */
  public boolean has(long flags) {
    return (this.flags & flags) == flags;
  }

  static TokenInfo read(Structure info) {
    return new TokenInfo(
        info.text(0, 32),
        info.text(CkLayout.CK_TOKEN_INFO_MANUFACTURER, 32),
        info.text(CkLayout.CK_TOKEN_INFO_MODEL, 16),
        info.text(CkLayout.CK_TOKEN_INFO_SERIAL, 16),
        info.ulong(CkLayout.CK_TOKEN_INFO_FLAGS),
        info.ulong(CkLayout.CK_TOKEN_INFO_MAX_SESSIONS),
        info.ulong(CkLayout.CK_TOKEN_INFO_SESSIONS),
        info.ulong(CkLayout.CK_TOKEN_INFO_MAX_RW_SESSIONS),
        info.ulong(CkLayout.CK_TOKEN_INFO_RW_SESSIONS),
        info.ulong(CkLayout.CK_TOKEN_INFO_MIN_PIN),
        info.ulong(CkLayout.CK_TOKEN_INFO_MAX_PIN),
        info.version(CkLayout.CK_TOKEN_INFO_HARDWARE_VERSION),
        info.version(CkLayout.CK_TOKEN_INFO_FIRMWARE_VERSION));
  }
}
