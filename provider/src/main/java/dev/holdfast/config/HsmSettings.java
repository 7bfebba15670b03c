// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings {@code hsm.NAME.…} of one HSM.
 *
 * @param library the PKCS#11 module
 * @param token the token's label, or {@code serial:} and its serial number
 * @param pin the user PIN
 * @param initArgs what C_Initialize gets as pReserved, for modules that want parameters
 * @param sessions how many sessions the pool may hold open, the token's own limit permitting
 * @param timeout how long a caller waits for a session
 */
public record HsmSettings(
    String name,
    Path library,
    String token,
    Optional<PinSource> pin,
    Optional<String> initArgs,
    int sessions,
    Duration timeout) {}
