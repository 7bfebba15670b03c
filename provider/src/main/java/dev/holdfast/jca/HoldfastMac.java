// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.MacScheme;
import dev.holdfast.policy.Operation;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/**
 * Every MAC. The message is kept in memory until {@code doFinal}, because the backend computes in
 * one call and no session is held in between; large messages are better digested first.
 */
final class HoldfastMac extends MacSpi implements Cloneable {
  private final MacScheme scheme;
  private InputBuffer buffer = new InputBuffer();

  private OpaqueKey key;
  private Mac other;

  HoldfastMac(MacScheme scheme) {
    this.scheme = scheme;
  }

  @Override
  protected int engineGetMacLength() {
    return scheme.length();
  }

  @Override
  protected void engineInit(Key newKey, AlgorithmParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    buffer.clear();
    key = null;
    other = null;
    if (spec != null) {
      throw new InvalidAlgorithmParameterException(scheme.jcaName() + " takes no parameters");
    }
    if (!(newKey instanceof OpaqueKey handle)) {
      other = Elsewhere.mac(scheme.jcaName(), newKey);
      return;
    }
    handle.require(scheme.jcaName(), scheme.keyType(), Operation.GENERATE_MAC);
    if (!handle.spec().digest().equals(scheme.digest())) {
      throw new InvalidKeyException(
          "Key " + handle.managed().id() + " is for " + handle.getAlgorithm() + " alone");
    }
    handle.requireOffered(scheme);
    key = handle;
  }

  @Override
  protected void engineUpdate(byte b) {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] in, int offset, int length) {
    if (other != null) {
      other.update(in, offset, length);
    } else {
      requireKey();
      if (length > key.vault().maxMessage() - buffer.size()) {
        buffer.clear();
        throw new ProviderException(
            "The message is longer than the "
                + key.vault().maxMessage()
                + " bytes that are kept in memory until it ends; digest it first, or set"
                + " maxMessage higher");
      }
      buffer.append(in, offset, length);
    }
  }

  private void requireKey() {
    if (key == null) {
      throw new IllegalStateException(scheme.jcaName() + " has no key; initialise it first");
    }
  }

  /** One that goes on by itself from here, with the same key. */
  @Override
  public Object clone() throws CloneNotSupportedException {
    HoldfastMac copy = (HoldfastMac) super.clone();
    copy.buffer = new InputBuffer();
    copy.buffer.append(buffer.array(), 0, buffer.size());
    copy.other = other == null ? null : (Mac) other.clone();
    return copy;
  }

  @Override
  protected byte[] engineDoFinal() {
    if (other != null) {
      return other.doFinal();
    }
    try {
      requireKey();
      return key.mac(scheme, buffer.array(), 0, buffer.size());
    } catch (KeyOperationException e) {
      throw JcaErrors.unchecked(e);
    } finally {
      buffer.clear();
    }
  }

  @Override
  protected void engineReset() {
    buffer.clear();
    if (other != null) {
      other.reset();
    }
  }
}
