// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.Examined;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.util.List;
import java.util.Map;

/** A backend that finds out by trying what it computes: a token, whose mechanism list can lie. */
public interface Examines {
  /**
   * Tries ways to use keys of one kind, with keys made for that and destroyed after it.
   *
   * @return in the same order
   */
  Map<Algorithm, Examined> examine(KeySpec spec, List<Algorithm> ways) throws KeyOperationException;
}
