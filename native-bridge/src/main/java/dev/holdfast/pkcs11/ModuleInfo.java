// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_GetInfo;

import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;

/**
 * CK_INFO (PKCS #11 2.40, section 3.1); texts without their padding, versions as {@code
 * major.minor}.
 */
public record ModuleInfo(
    String cryptokiVersion, String manufacturer, String description, String libraryVersion) {

  /** C_GetInfo. */
  static ModuleInfo read(Cryptoki cryptoki) throws Pkcs11Exception {
    try (Structure info = new Structure(CkLayout.CK_INFO)) {
      Pkcs11Exception.check(C_GetInfo, cryptoki.call(C_GetInfo, info.address()));
      return new ModuleInfo(
          info.version(0),
          info.text(CkLayout.CK_INFO_MANUFACTURER, 32),
          info.text(CkLayout.CK_INFO_DESCRIPTION, 32),
          info.version(CkLayout.CK_INFO_LIBRARY_VERSION));
    }
  }
}
