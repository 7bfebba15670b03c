// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.seal.Seal;
import java.nio.charset.StandardCharsets;

/**
 * The record of a principal: the vault's root key, wrapped under the principal's PIN.
 *
 * @param vaultId the vault whose root key it is
 * @param stretch how the PIN becomes the wrapping key
 */
@SuppressWarnings("ArrayRecordComponent") // written and read, never compared
record PrincipalRecord(String name, String vaultId, Pins.Stretch stretch, byte[] wrappedRoot) {
  static final String KIND = "principal";

  private static final int FORM = 1;

  static PrincipalRecord wrap(String name, String vaultId, SecretMemory root, char[] pin)
      throws KeyOperationException {
    Pins.Stretch stretch = Pins.Stretch.fresh();
    try (SecretMemory pinKey = Pins.stretch(pin, stretch)) {
      return new PrincipalRecord(
          name, vaultId, stretch, Seal.seal(pinKey, root, context(name, vaultId)));
    }
  }

  /**
   * The vault's root key; the caller closes it.
   *
   * @throws KeyOperationException with reason LOGIN if the PIN is not the principal's
   */
  SecretMemory unwrap(char[] pin, String vault) throws KeyOperationException {
    try (SecretMemory pinKey = Pins.stretch(pin, stretch)) {
      return open(pinKey, vault);
    }
  }

  private SecretMemory open(SecretMemory pinKey, String vault) throws KeyOperationException {
    try {
      return Seal.open(pinKey, wrappedRoot, context(name, vaultId), "The wrapped root key");
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.TAMPERED) {
        throw new KeyOperationException(
            Reason.LOGIN, "The PIN of " + name + " is wrong for the vault " + vault, e);
      }
      throw e;
    }
  }

  private static byte[] context(String name, String vaultId) {
    return ("holdfast root key 1\n" + vaultId + "\n" + name).getBytes(StandardCharsets.UTF_8);
  }

  byte[] encode() {
    return new Der.Writer(FORM)
        .text(name)
        .text(vaultId)
        .number(stretch.memoryKib())
        .number(stretch.passes())
        .number(stretch.lanes())
        .bytes(stretch.salt())
        .bytes(wrappedRoot)
        .done();
  }

  static PrincipalRecord decode(String name, byte[] encoded) throws KeyOperationException {
    Der.Reader in = new Der.Reader("The record of principal " + name, encoded, FORM);
    return new PrincipalRecord(
        in.text(),
        in.text(),
        new Pins.Stretch(
            Math.toIntExact(in.number() & 0x7fffffff),
            (int) in.number(),
            (int) in.number(),
            in.bytes()),
        in.bytes());
  }
}
