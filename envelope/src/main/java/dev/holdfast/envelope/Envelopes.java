// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DecryptResponse;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;

/**
 * Encrypts and decrypts streams of any length under keys of a vault: a data key for each stream,
 * wrapped by the vault's key in a header before the data, and AES-256-GCM in segments of 1 MiB with
 * Tink. A segment that was changed, left out, repeated or moved is found out, and so is an end that
 * is missing. Memory does not grow with the data.
 *
 * <p>Tink needs the data key's bytes. They are unsealed for the stream's time and wiped where that
 * is in our hands; copies that Tink and the JDK make stay on the heap until they are collected. The
 * vault's key itself never leaves its backend.
 *
 * <p>Safe for use by several threads, each stream by one at a time.
 */
public final class Envelopes {
  /** Without a cache: one message for each key. */
  private static final DataKeyCache.Limits ONE_EACH =
      new DataKeyCache.Limits(1, 1, Duration.ofNanos(1), 1);

  private final KeyService service;
  private final DataKeyCache shared;

  /** With a data key for each stream. */
  public Envelopes(KeyService service) {
    this(service, null);
  }

  /**
   * With data keys that serve several streams.
   *
   * @param cache stays the caller's to close; null for none
   */
  public Envelopes(KeyService service, DataKeyCache cache) {
    this.service = service;
    this.shared = cache;
  }

  /**
   * Encrypts what is written.
   *
   * @param to where the envelope goes; its header is written at once
   * @param keyId a symmetric key: its id, its ARN, an alias or the ARN of an alias
   * @param context pairs that decryption must be given too; no secrets
   * @return a stream whose {@code close} ends the envelope and closes {@code to}. An envelope that
   *     is not ended does not decrypt; where writing fails midway, throw away what was written
   * @throws KmsException if the key cannot be used
   */
  public OutputStream encrypt(OutputStream to, String keyId, Map<String, String> context)
      throws IOException {
    DataKeyCache cache = cache();
    DataKeyCache.Loan loan = cache.forEncryption(keyId, context, () -> generate(keyId, context));
    try {
      byte[] header = new Header(loan.key().wrapped()).encode();
      to.write(header);
      OutputStream stream = loan.key().cipher().newEncryptingStream(to, header);
      return new EncryptingStream(stream, loan);
    } catch (GeneralSecurityException e) {
      loan.close();
      throw new EnvelopeException("The stream cannot be encrypted", e);
    } catch (IOException | RuntimeException e) {
      loan.close();
      throw e;
    } finally {
      closeOwn(cache);
    }
  }

  /**
   * Decrypts an envelope; no key need be named.
   *
   * @param from the envelope, from its first byte
   * @param context the same pairs as at encryption
   * @return the data. What it gives is authentic; that it is all there is certain when its end is
   *     reached, and an {@link EnvelopeException} says that it is not
   * @throws KmsException if the data key cannot be unwrapped: another context, another vault's, a
   *     header that was changed, a key that is disabled
   */
  public InputStream decrypt(InputStream from, Map<String, String> context) throws IOException {
    Header header = Header.read(from);
    DataKeyCache cache = cache();
    DataKeyCache.Loan loan =
        cache.forDecryption(header.wrappedKey(), context, () -> unwrap(header, context));
    try {
      return new DecryptingStream(
          loan.key().cipher().newDecryptingStream(from, header.encode()), loan);
    } catch (GeneralSecurityException e) {
      loan.close();
      throw new EnvelopeException("The stream cannot be decrypted", e);
    } catch (IOException | RuntimeException e) {
      loan.close();
      throw e;
    } finally {
      closeOwn(cache);
    }
  }

  private DataKeyCache cache() {
    return shared == null ? new DataKeyCache(ONE_EACH) : shared;
  }

  /** Its key lives on until the stream's loan ends. */
  private void closeOwn(DataKeyCache cache) {
    if (cache != shared) {
      cache.close();
    }
  }

  private DataKey generate(String keyId, Map<String, String> context) throws EnvelopeException {
    GenerateDataKeyResponse made =
        service.generateDataKey(
            GenerateDataKeyRequest.of(keyId)
                .withKeySpec("AES_256")
                .withEncryptionContext(context)
                .withRevealPlaintext(true));
    return new DataKey(made.ciphertextBlob(), made.plaintext());
  }

  private DataKey unwrap(Header header, Map<String, String> context) throws EnvelopeException {
    Blob wrapped = header.wrappedKey();
    DecryptResponse unwrapped =
        service.decrypt(DecryptRequest.of(wrapped).withEncryptionContext(context));
    return new DataKey(wrapped, unwrapped.plaintext());
  }
}
