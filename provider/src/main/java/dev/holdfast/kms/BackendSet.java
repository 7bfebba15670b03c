// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Examines;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.Examined;
import dev.holdfast.model.Examined.Outcome;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The backends of a vault, and what each can do. Immutable. */
public final class BackendSet {
  private final List<KeyBackend> backends;

  BackendSet(List<KeyBackend> backends) {
    this.backends = List.copyOf(backends);
  }

  List<KeyBackend> all() {
    return backends;
  }

  /** Their names, in the order of the configuration. */
  public List<String> names() {
    return backends.stream().map(KeyBackend::name).toList();
  }

  /** Whether a backend makes such keys or computes this way. May look at the token. */
  public boolean offers(String backend, Algorithm algorithm) throws KeyOperationException {
    KeyBackend asked = named(backend);
    return algorithm instanceof KeySpec spec
        ? asked.supports(spec.material())
        : asked.supports(algorithm);
  }

  /**
   * How a backend serves ways to use keys of one kind: a token is asked for known answers, with
   * keys that are made for it; the others compute themselves.
   */
  public Map<Algorithm, Examined> examine(String backend, KeySpec spec, List<Algorithm> ways)
      throws KeyOperationException {
    KeyBackend asked = named(backend);
    if (asked instanceof Examines examines) {
      return examines.examine(spec, ways);
    }
    Map<Algorithm, Examined> claimed = new LinkedHashMap<>();
    for (Algorithm way : ways) {
      Outcome outcome = asked.supports(way) ? Outcome.BELIEVED : Outcome.MISSING;
      claimed.put(way, Examined.of(outcome));
    }
    return claimed;
  }

  private KeyBackend named(String name) throws KeyOperationException {
    for (KeyBackend candidate : backends) {
      if (candidate.name().equals(name)) {
        return candidate;
      }
    }
    throw new KeyOperationException(Reason.NOT_FOUND, "There is no backend " + name);
  }
}
