// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of Holdfast beside its peers. */
package dev.holdfast.benchmarks;
