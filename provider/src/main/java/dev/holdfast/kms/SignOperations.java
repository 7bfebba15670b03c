// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Macs;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.GenerateMacRequest;
import dev.holdfast.kms.api.GenerateMacResponse;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.SignResponse;
import dev.holdfast.kms.api.VerifyMacRequest;
import dev.holdfast.kms.api.VerifyMacResponse;
import dev.holdfast.kms.api.VerifyRequest;
import dev.holdfast.kms.api.VerifyResponse;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.policy.Operation;
import java.security.MessageDigest;
import java.util.List;

/** Signatures and message authentication codes. What does not verify is an exception. */
final class SignOperations {
  private static final int LONGEST_SIGNATURE = 6144;
  private static final List<String> MESSAGE_TYPES =
      List.of(SigningAlgorithm.RAW, SigningAlgorithm.DIGEST, SigningAlgorithm.EXTERNAL_MU);

  private final Desk desk;

  SignOperations(Desk desk) {
    this.desk = desk;
  }

  /** A key, and what it is to sign in which way. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Work(
      ManagedKey key, SigningAlgorithm algorithm, String messageType, byte[] message) {
    SignScheme scheme() {
      return algorithm.scheme(messageType);
    }

    byte[] input() {
      return algorithm.input(messageType, message);
    }
  }

  SignResponse sign(SignRequest request) throws KeyOperationException {
    Work work =
        work(
            request.keyId(),
            Operation.SIGN,
            request.signingAlgorithm(),
            request.messageType(),
            request.message());
    Checks.endDryRun(request.dryRun());
    byte[] signature = sign(work);
    return new SignResponse(desk.arn(work.key()), Blob.of(signature), request.signingAlgorithm());
  }

  private byte[] sign(Work work) throws KeyOperationException {
    Gate gate = desk.gate();
    boolean hashes = work.algorithm().hashes(work.messageType());
    return hashes && gate.wantsMessage(work.key(), work.scheme())
        ? gate.signMessage(work.key(), work.scheme(), work.message(), 0, work.message().length)
        : gate.sign(work.key(), work.scheme(), work.input());
  }

  private Work work(
      String keyId, Operation operation, String algorithmName, String messageType, Blob message)
      throws KeyOperationException {
    Checks.word(algorithmName, "signingAlgorithm", Specs.algorithms(KeyUsage.SIGN_VERIFY));
    String type =
        messageType == null
            ? SigningAlgorithm.RAW
            : Checks.word(messageType, "messageType", MESSAGE_TYPES);
    byte[] bytes = Checks.bytes(message, "message", 1, Checks.MESSAGE);
    ManagedKey key = desk.admit(keyId, operation);
    requireAlgorithm(key, KeyUsage.SIGN_VERIFY, algorithmName);
    SigningAlgorithm algorithm = SigningAlgorithm.valueOf(algorithmName);
    algorithm.requireMessage(type, bytes.length);
    return new Work(key, algorithm, type, bytes);
  }

  /** Refuses an algorithm of another kind of key. */
  static void requireAlgorithm(ManagedKey key, KeyUsage usage, String algorithm) {
    if (!Specs.algorithms(key.spec().name(), usage).contains(algorithm)) {
      throw new KmsException(
          KmsError.INVALID_KEY_USAGE,
          "Algorithm " + algorithm + " is incompatible with key spec " + key.spec() + ".");
    }
  }

  VerifyResponse verify(VerifyRequest request) throws KeyOperationException {
    byte[] signature = Checks.bytes(request.signature(), "signature", 1, LONGEST_SIGNATURE);
    Work work =
        work(
            request.keyId(),
            Operation.VERIFY,
            request.signingAlgorithm(),
            request.messageType(),
            request.message());
    boolean valid =
        desk.gate()
            .pass(
                work.key(),
                Operation.VERIFY,
                work.scheme(),
                work.scheme().keyType(),
                standing ->
                    Verification.verifies(
                        PublicHalves.of(work.key()), work.scheme(), work.input(), signature));
    if (!valid) {
      throw new KmsException(KmsError.KMS_INVALID_SIGNATURE, null);
    }
    Checks.endDryRun(request.dryRun());
    return new VerifyResponse(desk.arn(work.key()), true, request.signingAlgorithm());
  }

  GenerateMacResponse generateMac(GenerateMacRequest request) throws KeyOperationException {
    byte[] message = Checks.bytes(request.message(), "message", 1, Checks.MESSAGE);
    ManagedKey key = macKey(request.keyId(), request.macAlgorithm(), Operation.GENERATE_MAC);
    Checks.endDryRun(request.dryRun());
    byte[] mac = mac(key, Operation.GENERATE_MAC, message);
    return new GenerateMacResponse(Blob.of(mac), request.macAlgorithm(), desk.arn(key));
  }

  VerifyMacResponse verifyMac(VerifyMacRequest request) throws KeyOperationException {
    byte[] message = Checks.bytes(request.message(), "message", 1, Checks.MESSAGE);
    byte[] mac = Checks.bytes(request.mac(), "mac", 1, LONGEST_SIGNATURE);
    ManagedKey key = macKey(request.keyId(), request.macAlgorithm(), Operation.VERIFY_MAC);
    if (!MessageDigest.isEqual(mac, mac(key, Operation.VERIFY_MAC, message))) {
      throw new KmsException(KmsError.KMS_INVALID_MAC, null);
    }
    Checks.endDryRun(request.dryRun());
    return new VerifyMacResponse(desk.arn(key), true, request.macAlgorithm());
  }

  private ManagedKey macKey(String keyId, String algorithm, Operation operation)
      throws KeyOperationException {
    Checks.word(algorithm, "macAlgorithm", Specs.algorithms(KeyUsage.GENERATE_VERIFY_MAC));
    ManagedKey key = desk.admit(keyId, operation);
    requireAlgorithm(key, KeyUsage.GENERATE_VERIFY_MAC, algorithm);
    return key;
  }

  private byte[] mac(ManagedKey key, Operation operation, byte[] message)
      throws KeyOperationException {
    MacScheme scheme = MacScheme.of(key.spec().digest().orElseThrow());
    return desk.gate()
        .pass(
            key,
            operation,
            scheme,
            KeyType.HMAC,
            standing ->
                Gate.capability(standing, Macs.class, scheme)
                    .mac(standing.handle(), scheme, message, 0, message.length));
  }
}
