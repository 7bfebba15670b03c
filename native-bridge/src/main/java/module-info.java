// SPDX-License-Identifier: Apache-2.0
/** PKCS#11 and locked memory over JNA; knows nothing of what keys mean. */
module dev.holdfast.nativebridge {
  requires com.sun.jna;

  exports dev.holdfast.memory;
  exports dev.holdfast.openssl;
  exports dev.holdfast.pkcs11;
}
