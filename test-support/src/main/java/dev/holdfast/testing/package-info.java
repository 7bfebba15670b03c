// SPDX-License-Identifier: Apache-2.0
/** What tests and benchmarks of every module need of the machine: libraries, tools, tokens. */
package dev.holdfast.testing;
