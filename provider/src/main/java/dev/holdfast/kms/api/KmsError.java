// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/** Why an operation was refused or failed: AWS KMS's errors, by AWS's names. */
public enum KmsError {
  /** The policy does not allow it, or the key is managed by Holdfast itself. */
  ACCESS_DENIED("AccessDeniedException"),
  /** The alias is taken. */
  ALREADY_EXISTS("AlreadyExistsException"),
  /** Something else is being done to the key; try again later. */
  CONFLICT("ConflictException"),
  /** The store or the token did not answer in time. */
  DEPENDENCY_TIMEOUT("DependencyTimeoutException"),
  /** The key is disabled. */
  DISABLED("DisabledException"),
  /** Nothing was done because of {@code dryRun}; without it, it would have been. */
  DRY_RUN_OPERATION("DryRunOperationException"),
  /** The key named is not the one that made the ciphertext. */
  INCORRECT_KEY("IncorrectKeyException"),
  /** The alias has a form that no alias has. */
  INVALID_ALIAS_NAME("InvalidAliasNameException"),
  /** The ARN has a form that no ARN of a key has. */
  INVALID_ARN("InvalidArnException"),
  /** The ciphertext, its encryption context or both are not what a key here made. No message. */
  INVALID_CIPHERTEXT("InvalidCiphertextException"),
  /** The grant token is none. */
  INVALID_GRANT_TOKEN("InvalidGrantTokenException"),
  /** The key's usage or spec does not go with the operation or algorithm. */
  INVALID_KEY_USAGE("InvalidKeyUsageException"),
  /** The marker is none that a list returned. */
  INVALID_MARKER("InvalidMarkerException"),
  /** The key's material cannot be reached now; trying again can help. */
  KEY_UNAVAILABLE("KeyUnavailableException"),
  /** A fault of Holdfast, of the vault or of a token; the message says where. */
  KMS_INTERNAL("KMSInternalException"),
  /** The MAC does not verify. No message. */
  KMS_INVALID_MAC("KMSInvalidMacException"),
  /** The signature does not verify. No message. */
  KMS_INVALID_SIGNATURE("KMSInvalidSignatureException"),
  /** The key's state does not allow it. */
  KMS_INVALID_STATE("KMSInvalidStateException"),
  /** There are too many of it already, or it is too long. */
  LIMIT_EXCEEDED("LimitExceededException"),
  /** The policy is not a policy document. */
  MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocumentException"),
  /** The name is reserved for managed keys. */
  NOT_AUTHORIZED("NotAuthorizedException"),
  /** There is no such key or alias, here in this region and account. */
  NOT_FOUND("NotFoundException"),
  /** The tags are more than there may be, or twice the same. */
  TAG("TagException"),
  /** The key or the backend does not do this, or a later version brings it. */
  UNSUPPORTED_OPERATION("UnsupportedOperationException"),
  /** A parameter has a value that it must not have. */
  VALIDATION("ValidationException");

  private final String awsName;

  KmsError(String awsName) {
    this.awsName = awsName;
  }

  /** AWS's name, as in {@code NotFoundException}. */
  public String awsName() {
    return awsName;
  }
}
