// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

/** How the vectors of a schema are tried. An exception means that the vector was refused. */
@FunctionalInterface
interface VectorCheck {
  Outcome run(Vector vector, VectorKeys keys) throws Exception;
}
