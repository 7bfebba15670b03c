// SPDX-License-Identifier: Apache-2.0
/** Reaches into the envelopes for what tests must move and no user can. */
package dev.holdfast.envelope;
