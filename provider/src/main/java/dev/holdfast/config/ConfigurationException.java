// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import dev.holdfast.model.KeyOperationException;

/**
 * A setting is wrong, unknown or missing; the message names file, line, setting and what is
 * allowed.
 */
public final class ConfigurationException extends KeyOperationException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(Reason.CONFIGURATION, message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(Reason.CONFIGURATION, message, cause);
  }
}
