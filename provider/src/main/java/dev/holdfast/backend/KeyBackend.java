// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/**
 * A place where keys live and compute and from which they do not come out.
 *
 * <p>What a key can do is in the capabilities {@link Signs}, {@link Encrypts}, {@link Macs}, {@link
 * Imports}; a backend implements those it has. Every method may be called by many threads at once.
 */
public interface KeyBackend extends AutoCloseable {
  /** The backend's name in the configuration: {@code sealed}, or the name of an HSM. */
  String name();

  /** One line for people: engine, or token label, model and serial. May do I/O. */
  String describe() throws KeyOperationException;

  /**
   * Whether this backend makes such keys or computes this way. May look at the token, once.
   *
   * @throws KeyOperationException if that look fails
   */
  boolean supports(Algorithm algorithm) throws KeyOperationException;

  /**
   * Whether the material is in {@link StoredKey#reference}, so that no second system is written.
   */
  boolean keepsMaterialInRecord();

  /** Makes a key that lives until it is destroyed or the process ends. */
  KeyHandle createSession(KeySpec spec, Set<KeyUsage> usages) throws KeyOperationException;

  /** Makes a key that outlives the process. When this throws, nothing is left behind. */
  StoredKey create(KeySpec spec, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException;

  /** Makes a session key of this backend outlive the process; the session handle stays usable. */
  StoredKey keep(KeyHandle sessionKey, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException;

  /**
   * The handle of a stored key, from what its record holds. Does no I/O: material is found when it
   * is first used, and that use says what is missing.
   */
  KeyHandle open(KeySpec spec, Optional<PublicKey> publicKey, byte[] reference, KeyContext context);

  /**
   * Whether the material of {@code handle} is there, complete and usable.
   *
   * @throws KeyOperationException if the backend could not look
   */
  boolean exists(KeyHandle handle) throws KeyOperationException;

  /** Destroys the material behind a handle, session or stored; what is not there is no error. */
  void destroy(KeyHandle handle) throws KeyOperationException;

  /**
   * Wipes what is held ready for the uses of a key, as when it was disabled; a use that is allowed
   * makes it anew. Does no I/O.
   */
  default void release(KeyId id) {}

  /** {@link #release} for every key. */
  default void releaseAll() {}

  /** Wipes what is held in memory and gives back sessions. Handles fail from here on. */
  @Override
  void close();
}
