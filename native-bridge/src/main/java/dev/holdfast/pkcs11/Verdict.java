// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.Map;

/**
 * What a return value says about the session it came from. One table; what is not in it is not
 * trusted.
 */
enum Verdict {
  /** The caller asked for something wrong; the session is as good as before. */
  KEEP,
  /** The session is in doubt. */
  DISCARD,
  /** The token is in doubt, and with it all its sessions and the login. */
  SUSPECT;

  private static final Map<Long, Verdict> BROKEN =
      Map.ofEntries(
          Map.entry(Ckr.CKR_SESSION_CLOSED, SUSPECT),
          Map.entry(Ckr.CKR_SESSION_HANDLE_INVALID, SUSPECT),
          Map.entry(Ckr.CKR_DEVICE_ERROR, SUSPECT),
          Map.entry(Ckr.CKR_DEVICE_REMOVED, SUSPECT),
          Map.entry(Ckr.CKR_TOKEN_NOT_PRESENT, SUSPECT),
          Map.entry(Ckr.CKR_TOKEN_NOT_RECOGNIZED, SUSPECT),
          Map.entry(Ckr.CKR_SLOT_ID_INVALID, SUSPECT),
          Map.entry(Ckr.CKR_CRYPTOKI_NOT_INITIALIZED, SUSPECT),
          Map.entry(Ckr.CKR_GENERAL_ERROR, DISCARD),
          Map.entry(Ckr.CKR_HOST_MEMORY, DISCARD),
          Map.entry(Ckr.CKR_FUNCTION_FAILED, DISCARD),
          Map.entry(Ckr.CKR_FUNCTION_CANCELED, DISCARD),
          Map.entry(Ckr.CKR_OPERATION_ACTIVE, DISCARD),
          Map.entry(Ckr.CKR_OPERATION_NOT_INITIALIZED, DISCARD),
          Map.entry(Ckr.CKR_SESSION_READ_ONLY, DISCARD),
          Map.entry(Ckr.CKR_CANT_LOCK, DISCARD),
          Map.entry(Ckr.CKR_MUTEX_BAD, DISCARD),
          Map.entry(Ckr.CKR_MUTEX_NOT_LOCKED, DISCARD));

  static Verdict of(long rv) {
    return BROKEN.getOrDefault(rv, Ckr.isKnown(rv) ? KEEP : DISCARD);
  }
}
