// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import java.io.ByteArrayOutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * HKDF (RFC 5869) from a handle for {@code Generic}, such as an agreed or decapsulated secret.
 * {@code deriveKey} gives a handle, {@code deriveData} the bytes. Ordinary keys go to another
 * provider.
 */
final class HoldfastKdf extends KDFSpi {
  private final AlgorithmTable.Row row;
  private final Digest digest;

  HoldfastKdf(AlgorithmTable.Row row) throws InvalidAlgorithmParameterException {
    super(null);
    this.row = row;
    this.digest = ((KdfRows.Hkdf) row.form()).digest();
  }

  /** Null: HKDF is all in the name. */
  @Override
  protected KDFParameters engineGetParameters() {
    return null;
  }

  @Override
  protected SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
    Request request = request(spec);
    if (request.handle == null) {
      return elsewhere().deriveKey(algorithm, spec);
    }
    try {
      return DerivedKeys.exactly(
          request.handle, request.scheme, 0, request.scheme.length(), algorithm);
    } catch (InvalidKeyException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    } catch (KeyOperationException e) {
      throw failed(e);
    }
  }

  @Override
  protected byte[] engineDeriveData(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    Request request = request(spec);
    try {
      return request.handle == null
          ? elsewhere().deriveData(spec)
          : request.handle.derive(request.scheme);
    } catch (NoSuchAlgorithmException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    } catch (KeyOperationException e) {
      throw failed(e);
    }
  }

  /**
   * What is asked for.
   *
   * @param handle the one key of ours in it; null if there is none
   */
  private record Request(OpaqueKey handle, DerivationScheme.Hkdf scheme) {}

  private Request request(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (spec instanceof HKDFParameterSpec.Extract extract) {
      return extracting(extract.ikms(), extract.salts(), false, null, digest.length());
    }
    if (spec instanceof HKDFParameterSpec.ExtractThenExpand both) {
      requireLength(both.length());
      return extracting(both.ikms(), both.salts(), true, both.info(), both.length());
    }
    if (spec instanceof HKDFParameterSpec.Expand expand) {
      requireLength(expand.length());
      return expanding(expand);
    }
    throw new InvalidAlgorithmParameterException(
        row.name() + " takes an HKDFParameterSpec, no " + Pss.name(spec));
  }

  /** RFC 5869, section 2.3. */
  private void requireLength(int length) throws InvalidAlgorithmParameterException {
    if (length > 255 * digest.length()) {
      throw new InvalidAlgorithmParameterException(
          row.name() + " gives at most " + 255 * digest.length() + " bytes, not " + length);
    }
  }

  private Request extracting(
      List<SecretKey> inputs, List<SecretKey> salts, boolean expand, byte[] info, int length)
      throws InvalidAlgorithmParameterException {
    OpaqueKey handle = null;
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    for (SecretKey input : inputs) {
      if (!(input instanceof OpaqueKey ours)) {
        (handle == null ? before : after).writeBytes(bytes(input));
      } else if (handle == null) {
        handle = ours;
      } else {
        throw new InvalidAlgorithmParameterException(
            row.name() + " derives from one Holdfast key at a time");
      }
    }
    if (handle == null) {
      return new Request(null, null);
    }
    ByteArrayOutputStream salt = new ByteArrayOutputStream();
    for (SecretKey part : salts) {
      if (part instanceof OpaqueKey) {
        throw new InvalidAlgorithmParameterException(row.name() + " takes no Holdfast key as salt");
      }
      salt.writeBytes(bytes(part));
    }
    return new Request(
        handle,
        new DerivationScheme.Hkdf(
            digest,
            new DerivationScheme.Extraction(
                before.toByteArray(), after.toByteArray(), salt.toByteArray()),
            expand ? noNull(info) : null,
            length));
  }

  private Request expanding(HKDFParameterSpec.Expand expand)
      throws InvalidAlgorithmParameterException {
    if (!(expand.prk() instanceof OpaqueKey handle)) {
      return new Request(null, null);
    }
    if (handle.spec().bits() < digest.bits()) {
      throw new InvalidAlgorithmParameterException(
          row.name() + " expands keys of " + digest.bits() + " bits or more, not " + handle.spec());
    }
    return new Request(
        handle, new DerivationScheme.Hkdf(digest, null, noNull(expand.info()), expand.length()));
  }

  private static byte[] noNull(byte[] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }

  private static byte[] bytes(SecretKey key) throws InvalidAlgorithmParameterException {
    byte[] encoded = key.getEncoded();
    if (encoded == null) {
      throw new InvalidAlgorithmParameterException("A key without an encoding is nobody's here");
    }
    return encoded;
  }

  /** The first other provider that has it: the choice of the JCA could come back here. */
  private KDF elsewhere() throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
    Provider other =
        Arrays.stream(Security.getProviders())
            .filter(
                provider ->
                    !provider.getName().equals("Holdfast")
                        && provider.getService("KDF", row.name()) != null)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidAlgorithmParameterException(
                        "Not a Holdfast key, and no other provider has " + row.name()));
    return KDF.getInstance(row.name(), other);
  }

  private static InvalidAlgorithmParameterException failed(KeyOperationException e) {
    return switch (e.reason()) {
      case UNSUPPORTED, WRONG_KEY, BAD_INPUT, NOT_ALLOWED, INVALID_STATE ->
          new InvalidAlgorithmParameterException(e.getMessage(), e);
      default -> throw new ProviderException(e.getMessage(), e);
    };
  }
}
