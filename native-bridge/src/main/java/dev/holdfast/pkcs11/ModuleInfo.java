// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * CK_INFO (PKCS #11 2.40, section 3.1); texts without their padding, versions as {@code
 * major.minor}.
 */
public record ModuleInfo(
    String cryptokiVersion, String manufacturer, String description, String libraryVersion) {}
