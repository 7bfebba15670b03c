// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * Work with a borrowed session. It must not keep the session. When the token has lost the login it
 * is run once more from the start, after a new login.
 */
@FunctionalInterface
public interface SessionCall<T> {
  T call(Session session) throws Pkcs11Exception;
}
