// SPDX-License-Identifier: Apache-2.0
/** Sealing: AES-256-GCM between locked memory and bytes that may lie anywhere. */
package dev.holdfast.seal;
