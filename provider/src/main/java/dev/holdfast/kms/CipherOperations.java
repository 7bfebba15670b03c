// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DecryptResponse;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.EncryptResponse;
import dev.holdfast.kms.api.EncryptionContext;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.ReEncryptRequest;
import dev.holdfast.kms.api.ReEncryptResponse;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.policy.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encrypt, Decrypt and ReEncrypt. */
final class CipherOperations {
  static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

  private static final List<String> MODIFIERS = List.of("IGNORE_CIPHERTEXT");

  private final Desk desk;
  private final Messages messages;

  CipherOperations(Desk desk) {
    this.desk = desk;
    this.messages = new Messages(desk.gate());
  }

  /**
   * One side of an operation: a key, and how it encrypts.
   *
   * @param material the id of the material that did it; null for asymmetric keys
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Result(byte[] bytes, String material) {}

  EncryptResponse encrypt(EncryptRequest request) throws KeyOperationException {
    byte[] plain = Checks.bytes(request.plaintext(), "plaintext", 1, Checks.MESSAGE);
    try {
      Map<String, String> context =
          Checks.context(request.encryptionContext(), "encryptionContext");
      String algorithm = algorithm(request.encryptionAlgorithm(), "encryptionAlgorithm");
      ManagedKey key = desk.admit(request.keyId(), Operation.ENCRYPT);
      requireFit(key, algorithm, context);
      RsaMessages.requireRoom(key, algorithm, plain.length);
      Checks.endDryRun(request.dryRun());
      Result made = encrypt(key, Operation.ENCRYPT, algorithm, plain, context);
      return new EncryptResponse(Blob.of(made.bytes()), desk.arn(key), algorithm);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Result encrypt(
      ManagedKey key,
      Operation operation,
      String algorithm,
      byte[] plain,
      Map<String, String> context)
      throws KeyOperationException {
    if (!algorithm.equals(SYMMETRIC)) {
      return new Result(RsaMessages.encrypt(desk.gate(), key, operation, algorithm, plain), null);
    }
    Messages.Message made =
        messages.seal(key, operation, plain, 0, plain.length, EncryptionContext.encode(context));
    return new Result(made.bytes(), materialId(key, made));
  }

  DecryptResponse decrypt(DecryptRequest request) throws KeyOperationException {
    String algorithm = algorithm(request.encryptionAlgorithm(), "encryptionAlgorithm");
    Map<String, String> context = Checks.context(request.encryptionContext(), "encryptionContext");
    if (ignoresCiphertext(request.dryRun(), request.dryRunModifiers())) {
      requireFit(desk.admit(request.keyId(), Operation.DECRYPT), algorithm, context);
      Checks.endDryRun(true);
    }
    byte[] sealed = Checks.bytes(request.ciphertextBlob(), "ciphertextBlob", 1, Checks.CIPHERTEXT);
    Source source = source(request.keyId(), "keyId", sealed, algorithm, Operation.DECRYPT);
    requireFit(source.key(), algorithm, context);
    Result opened = decrypt(source, Operation.DECRYPT, algorithm, sealed, context);
    try {
      Checks.endDryRun(request.dryRun());
      return new DecryptResponse(
          desk.arn(source.key()), Blob.of(opened.bytes()), algorithm, opened.material());
    } finally {
      Arrays.fill(opened.bytes(), (byte) 0);
    }
  }

  private static boolean ignoresCiphertext(boolean dryRun, List<String> modifiers) {
    for (String modifier : modifiers) {
      Checks.word(modifier, "dryRunModifiers", MODIFIERS);
    }
    if (!modifiers.isEmpty() && !dryRun) {
      throw Refusals.invalid("DryRunModifiers can only be specified when DryRun is true");
    }
    return !modifiers.isEmpty();
  }

  /**
   * The key that a ciphertext asks for.
   *
   * @param blob what the ciphertext says; empty for asymmetric keys
   */
  private record Source(ManagedKey key, Optional<CiphertextBlob> blob) {}

  private Source source(
      String keyId, String field, byte[] sealed, String algorithm, Operation operation)
      throws KeyOperationException {
    Optional<ManagedKey> named =
        keyId == null
            ? Optional.empty()
            : Optional.of(desk.admit(desk.names().key(keyId, field), operation));
    if (!algorithm.equals(SYMMETRIC)) {
      return new Source(
          named.orElseThrow(
              () ->
                  Refusals.invalid(
                      "A key ID is required to decrypt with the algorithm " + algorithm)),
          Optional.empty());
    }
    CiphertextBlob blob =
        CiphertextBlob.parse(sealed, 0, sealed.length).orElseThrow(CipherOperations::noCiphertext);
    if (named.isPresent() && !named.get().id().value().equals(blob.keyId())) {
      throw new KmsException(
          KmsError.INCORRECT_KEY,
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    return new Source(named.isPresent() ? named.get() : maker(blob, operation), Optional.of(blob));
  }

  /** The key a ciphertext names; one that is not here cannot be told from one that never was. */
  private ManagedKey maker(CiphertextBlob blob, Operation operation) throws KeyOperationException {
    try {
      ManagedKey key = desk.containers().key(blob.keyId());
      desk.gate().check(key, operation);
      return key;
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        throw noCiphertext();
      }
      throw e;
    }
  }

  private static KmsException noCiphertext() {
    return new KmsException(KmsError.INVALID_CIPHERTEXT, null);
  }

  private Result decrypt(
      Source source,
      Operation operation,
      String algorithm,
      byte[] sealed,
      Map<String, String> context)
      throws KeyOperationException {
    if (source.blob().isEmpty()) {
      return new Result(
          RsaMessages.decrypt(desk.gate(), source.key(), operation, algorithm, sealed), null);
    }
    Messages.Message opened =
        messages.open(
            source.key(), operation, source.blob().get(), EncryptionContext.encode(context));
    return new Result(opened.bytes(), materialId(source.key(), opened));
  }

  ReEncryptResponse reEncrypt(ReEncryptRequest request) throws KeyOperationException {
    String from = algorithm(request.sourceEncryptionAlgorithm(), "sourceEncryptionAlgorithm");
    String to =
        algorithm(request.destinationEncryptionAlgorithm(), "destinationEncryptionAlgorithm");
    Map<String, String> fromContext =
        Checks.context(request.sourceEncryptionContext(), "sourceEncryptionContext");
    Map<String, String> toContext =
        Checks.context(request.destinationEncryptionContext(), "destinationEncryptionContext");
    boolean ignores = ignoresCiphertext(request.dryRun(), request.dryRunModifiers());
    ManagedKey target = desk.names().key(request.destinationKeyId(), "destinationKeyId");
    desk.admit(target, Operation.RE_ENCRYPT_TO);
    requireFit(target, to, toContext);
    if (ignores) {
      ManagedKey named = desk.names().key(request.sourceKeyId(), "sourceKeyId");
      desk.admit(named, Operation.RE_ENCRYPT_FROM);
      requireFit(named, from, fromContext);
      Checks.endDryRun(true);
    }
    byte[] sealed = Checks.bytes(request.ciphertextBlob(), "ciphertextBlob", 1, Checks.CIPHERTEXT);
    Source source =
        source(request.sourceKeyId(), "sourceKeyId", sealed, from, Operation.RE_ENCRYPT_FROM);
    requireFit(source.key(), from, fromContext);
    Result opened = decrypt(source, Operation.RE_ENCRYPT_FROM, from, sealed, fromContext);
    try {
      RsaMessages.requireRoom(target, to, opened.bytes().length);
      Checks.endDryRun(request.dryRun());
      Result made = encrypt(target, Operation.RE_ENCRYPT_TO, to, opened.bytes(), toContext);
      return new ReEncryptResponse(
          Blob.of(made.bytes()),
          desk.arn(source.key()),
          desk.arn(target),
          from,
          to,
          opened.material(),
          made.material());
    } finally {
      Arrays.fill(opened.bytes(), (byte) 0);
    }
  }

  private static String algorithm(String name, String field) {
    return name == null
        ? SYMMETRIC
        : Checks.word(name, field, Specs.algorithms(KeyUsage.ENCRYPT_DECRYPT));
  }

  private static void requireFit(ManagedKey key, String algorithm, Map<String, String> context) {
    SignOperations.requireAlgorithm(key, KeyUsage.ENCRYPT_DECRYPT, algorithm);
    if (key.spec().type() != KeyType.SYMMETRIC_DEFAULT && !context.isEmpty()) {
      throw Refusals.invalid("An encryption context goes with symmetric keys only");
    }
  }

  private static String materialId(ManagedKey key, Messages.Message message) {
    return Descriptions.materialId(key.id().value(), message.material());
  }
}
