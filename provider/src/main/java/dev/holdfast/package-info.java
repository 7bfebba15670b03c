// SPDX-License-Identifier: Apache-2.0
/** Holdfast: a {@link java.security.Provider} whose keys cannot be read. */
package dev.holdfast;
