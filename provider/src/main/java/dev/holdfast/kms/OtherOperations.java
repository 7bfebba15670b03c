// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.GenerateRandomRequest;
import dev.holdfast.kms.api.GenerateRandomResponse;
import dev.holdfast.kms.api.GetPublicKeyRequest;
import dev.holdfast.kms.api.GetPublicKeyResponse;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.policy.Operation;
import java.security.SecureRandom;
import java.util.Arrays;

/** Public halves and random bytes. */
final class OtherOperations {
  private static final int MOST_BYTES = 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Desk desk;

  OtherOperations(Desk desk) {
    this.desk = desk;
  }

  GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) throws KeyOperationException {
    ManagedKey key = desk.admit(request.keyId(), Operation.GET_PUBLIC_KEY);
    if (!key.spec().type().isAsymmetric()) {
      throw new KmsException(
          KmsError.UNSUPPORTED_OPERATION,
          desk.arn(key) + " key spec is " + key.spec() + " which is not valid for GetPublicKey.");
    }
    byte[] spki = PublicHalves.of(key).getEncoded();
    KeyRecord record = desk.record(key);
    Checks.endDryRun(request.dryRun());
    return new GetPublicKeyResponse(
        desk.arn(key),
        Blob.of(spki),
        record.spec().name(),
        record.spec().name(),
        Descriptions.usage(record),
        Descriptions.algorithms(record, KeyUsage.ENCRYPT_DECRYPT),
        Descriptions.algorithms(record, KeyUsage.SIGN_VERIFY),
        Descriptions.algorithms(record, KeyUsage.KEY_AGREEMENT),
        Descriptions.algorithms(record, KeyUsage.ENCAPSULATE_DECAPSULATE));
  }

  GenerateRandomResponse generateRandom(GenerateRandomRequest request)
      throws KeyOperationException {
    int length =
        Checks.number(
            Checks.present(request.numberOfBytes(), "numberOfBytes"),
            "numberOfBytes",
            0,
            1,
            MOST_BYTES);
    if (request.customKeyStoreId() != null) {
      throw Checks.later("Custom key stores come with a later version");
    }
    desk.permit(Operation.GENERATE_RANDOM);
    Checks.endDryRun(request.dryRun());
    byte[] bytes = new byte[length];
    try {
      RANDOM.nextBytes(bytes);
      return new GenerateRandomResponse(Blob.of(bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
