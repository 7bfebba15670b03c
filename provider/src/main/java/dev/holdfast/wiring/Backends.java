// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.config.Configuration;
import dev.holdfast.config.ConfigurationException;
import dev.holdfast.config.HsmSettings;
import dev.holdfast.hsm.HsmBackend;
import dev.holdfast.sealed.Engines;
import dev.holdfast.sealed.SealedBackend;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The backends a configuration names. Making one does no I/O: tokens are opened on first use. */
final class Backends {
  private Backends() {}

  /** The backends beside a store of records: the sealed one, and every HSM. */
  static Map<String, KeyBackend> of(Configuration configuration) throws ConfigurationException {
    Map<String, KeyBackend> backends = new LinkedHashMap<>();
    backends.put(
        SealedBackend.NAME,
        new SealedBackend(Engines.of(configuration.engine()), configuration.lease()));
    for (HsmSettings hsm : configuration.hsms().values()) {
      backends.put(hsm.name(), token(new TokenPin(hsm, Optional.empty())));
    }
    return backends;
  }

  /** The backend of one HSM. */
  static KeyBackend token(TokenPin pin) {
    return new HsmBackend(pin.hsm(), pin::read);
  }
}
