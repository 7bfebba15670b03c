// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.DataKeys;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.EncryptionContext;
import dev.holdfast.kms.api.GenerateDataKeyPairRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairResponse;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextResponse;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.GenerateDataKeyWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateDataKeyWithoutPlaintextResponse;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.SecretKey;

/**
 * Data keys: made here, wrapped under a key, and kept nowhere. The caller gets a handle of one, and
 * its bytes only where it asks for them.
 */
final class DataKeyOperations {
  private static final List<String> SPECS = List.of("AES_128", "AES_256");
  private static final int MOST_BYTES = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Desk desk;
  private final Messages messages;
  private final Function<ManagedKey, Key> faces;

  /**
   * @param faces what gives a key its Java face
   */
  DataKeyOperations(Desk desk, Function<ManagedKey, Key> faces) {
    this.desk = desk;
    this.messages = new Messages(desk.gate());
    this.faces = faces;
  }

  GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request)
      throws KeyOperationException {
    int length = length(request.keySpec(), request.numberOfBytes());
    Map<String, String> context = context(request.encryptionContext());
    if (!request.revealPlaintext()) {
      var unused = handleSpec(length);
    }
    ManagedKey key = wrapper(request.keyId(), Operation.GENERATE_DATA_KEY);
    Checks.endDryRun(request.dryRun());
    byte[] plain = new byte[length];
    try {
      RANDOM.nextBytes(plain);
      Messages.Message wrapped = wrap(key, Operation.GENERATE_DATA_KEY, plain, context);
      return new GenerateDataKeyResponse(
          Blob.of(wrapped.bytes()),
          request.revealPlaintext() ? Blob.of(plain) : null,
          request.revealPlaintext() ? null : secretHandle(plain),
          desk.arn(key),
          materialId(key, wrapped));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintextRequest request) throws KeyOperationException {
    int length = length(request.keySpec(), request.numberOfBytes());
    Map<String, String> context = context(request.encryptionContext());
    Operation operation = Operation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT;
    ManagedKey key = wrapper(request.keyId(), operation);
    Checks.endDryRun(request.dryRun());
    byte[] plain = new byte[length];
    try {
      RANDOM.nextBytes(plain);
      Messages.Message wrapped = wrap(key, operation, plain, context);
      return new GenerateDataKeyWithoutPlaintextResponse(
          Blob.of(wrapped.bytes()), desk.arn(key), materialId(key, wrapped));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static int length(String keySpec, Integer numberOfBytes) {
    if ((keySpec == null) == (numberOfBytes == null)) {
      throw Refusals.invalid("Please specify either number of bytes or key spec.");
    }
    if (keySpec != null) {
      return Checks.word(keySpec, "keySpec", SPECS).equals("AES_128") ? 16 : 32;
    }
    return Checks.number(numberOfBytes, "numberOfBytes", 0, 1, MOST_BYTES);
  }

  private static Map<String, String> context(Map<String, String> context) {
    return Checks.context(context, "encryptionContext");
  }

  private ManagedKey wrapper(String keyId, Operation operation) throws KeyOperationException {
    ManagedKey key = desk.admit(keyId, operation);
    if (key.spec().type() != KeyType.SYMMETRIC_DEFAULT) {
      throw new KmsException(
          KmsError.INVALID_KEY_USAGE,
          desk.arn(key)
              + " key spec is "
              + key.spec()
              + " which is not valid for "
              + operation.kmsName()
              + ".");
    }
    return key;
  }

  private Messages.Message wrap(
      ManagedKey key, Operation operation, byte[] plain, Map<String, String> context)
      throws KeyOperationException {
    return messages.seal(key, operation, plain, 0, plain.length, EncryptionContext.encode(context));
  }

  private static String materialId(ManagedKey key, Messages.Message wrapped) {
    return Descriptions.materialId(key.id().value(), wrapped.material());
  }

  /** What a data key of a length is to the JCA. */
  private static KeySpec handleSpec(int length) {
    if (length == 16 || length == 24 || length == 32) {
      return KeySpec.aes(length * 8);
    }
    if (length >= 14) {
      return KeySpec.hmac(Digest.SHA_256, length * 8);
    }
    throw Refusals.invalid(
        "A data key of "
            + length
            + " bytes has no handle: it is too short for any algorithm. Ask for its bytes");
  }

  /** A handle of a data key, which lives in this process. */
  SecretKey secretHandle(byte[] plain) throws KeyOperationException {
    KeySpec spec = handleSpec(plain.length);
    return (SecretKey)
        faces.apply(desk.vault().sessionKeys().takeInDataKey(spec, plain, Optional.empty()));
  }

  /** A handle of the private half of a data key pair whose public half came with it. */
  PrivateKey privateHandle(byte[] pkcs8, byte[] spki) throws KeyOperationException {
    KeySpec spec = PublicHalves.spec(spki);
    return privateHandle(pkcs8, spec, Der.publicKey(spki, "The data key pair"));
  }

  /** A handle of the private half of a data key pair. */
  PrivateKey privateHandle(byte[] pkcs8, KeySpec spec, PublicKey publicKey)
      throws KeyOperationException {
    return (PrivateKey)
        faces.apply(desk.vault().sessionKeys().takeInDataKey(spec, pkcs8, Optional.of(publicKey)));
  }

  GenerateDataKeyPairResponse generateDataKeyPair(GenerateDataKeyPairRequest request)
      throws KeyOperationException {
    KeySpec spec = pairSpec(request.keyPairSpec());
    Map<String, String> context = context(request.encryptionContext());
    ManagedKey key = wrapper(request.keyId(), Operation.GENERATE_DATA_KEY_PAIR);
    Checks.endDryRun(request.dryRun());
    DataKeys.NewPair pair = desk.vault().sessionKeys().dataKeys().makePair(spec);
    try {
      Messages.Message wrapped = wrap(key, Operation.GENERATE_DATA_KEY_PAIR, pair.pkcs8(), context);
      return new GenerateDataKeyPairResponse(
          Blob.of(wrapped.bytes()),
          request.revealPlaintext() ? Blob.of(pair.pkcs8()) : null,
          request.revealPlaintext() ? null : privateHandle(pair.pkcs8(), spec, pair.publicKey()),
          Blob.of(pair.publicKey().getEncoded()),
          desk.arn(key),
          request.keyPairSpec(),
          materialId(key, wrapped));
    } finally {
      Arrays.fill(pair.pkcs8(), (byte) 0);
    }
  }

  GenerateDataKeyPairWithoutPlaintextResponse generateDataKeyPairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintextRequest request) throws KeyOperationException {
    KeySpec spec = pairSpec(request.keyPairSpec());
    Map<String, String> context = context(request.encryptionContext());
    Operation operation = Operation.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT;
    ManagedKey key = wrapper(request.keyId(), operation);
    Checks.endDryRun(request.dryRun());
    DataKeys.NewPair pair = desk.vault().sessionKeys().dataKeys().makePair(spec);
    try {
      Messages.Message wrapped = wrap(key, operation, pair.pkcs8(), context);
      return new GenerateDataKeyPairWithoutPlaintextResponse(
          Blob.of(wrapped.bytes()),
          Blob.of(pair.publicKey().getEncoded()),
          desk.arn(key),
          request.keyPairSpec(),
          materialId(key, wrapped));
    } finally {
      Arrays.fill(pair.pkcs8(), (byte) 0);
    }
  }

  private KeySpec pairSpec(String name) throws KeyOperationException {
    KeySpec spec = KeySpec.parse(Checks.word(name, "keyPairSpec", Specs.pairNames()));
    desk.gate().requireApproved(spec, Operation.CREATE_KEY);
    return spec;
  }
}
