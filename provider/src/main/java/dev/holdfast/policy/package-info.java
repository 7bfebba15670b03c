// SPDX-License-Identifier: Apache-2.0
/** Who may do what. Pure: no I/O, no clock of its own, no JCA. */
package dev.holdfast.policy;
