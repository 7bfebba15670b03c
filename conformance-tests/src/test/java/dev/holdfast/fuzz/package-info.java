// SPDX-License-Identifier: Apache-2.0
/** What a coverage-guided fuzzer runs, again and again, in a process of its own. */
package dev.holdfast.fuzz;
