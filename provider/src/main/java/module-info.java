// SPDX-License-Identifier: Apache-2.0
/** The java.security.Provider, the key management service and its backends. */
module dev.holdfast.provider {}
