// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.security.PrivateKey;
import javax.crypto.SecretKey;

/**
 * The key management service: AWS KMS's operations over a vault's own keys.
 *
 * <p>Names, fields, states, limits and errors are AWS's. {@link KmsOperation} lists all of AWS's
 * operations and says which are offered. {@code dev.holdfast.Holdfast.keyService} gives one.
 *
 * <p>Every operation takes a request and, where AWS answers with something, gives a response. What
 * a request leaves out is null, or an empty list or map. Every request has a {@code dryRun}, those
 * too that have none at AWS.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 *
 * <p><b>Errors:</b> every operation throws {@link KmsException}, whose {@link KmsException#error}
 * is AWS's error; nothing else but for a bug.
 *
 * <p><b>Keys:</b> a key is named by its id, its ARN, {@code alias/NAME} or the ARN of an alias
 * where it is used, described or its public half is asked for; by id or ARN alone where it is
 * changed. An alias is looked up at each call, so that re-pointing it changes what a running
 * program uses next. Data keys come as handles of this session, which can be used through the JCA
 * and not read, unless their bytes are asked for.
 */
public interface KeyService {
  /** Takes a key back from its pending deletion; it is {@code Disabled} then. */
  CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request);

  /** Names a key. */
  void createAlias(CreateAliasRequest request);

  /** Makes a key. */
  CreateKeyResponse createKey(CreateKeyRequest request);

  /** Opens an encapsulated secret with an ML-KEM key (FIPS 203). */
  DecapsulateResponse decapsulate(DecapsulateRequest request);

  /** Decrypts what {@link #encrypt} or a data key operation made. */
  DecryptResponse decrypt(DecryptRequest request);

  /** Removes an alias; its key is not touched. */
  void deleteAlias(DeleteAliasRequest request);

  /**
   * Agrees on a secret by ECDH (SP 800-56A). The secret leaves Holdfast: that is what the operation
   * is for.
   */
  DeriveSharedSecretResponse deriveSharedSecret(DeriveSharedSecretRequest request);

  /**
   * All there is to know of a key. Asked for {@code alias/holdfast/SERVICE}, it makes that managed
   * key if there is none.
   */
  DescribeKeyResponse describeKey(DescribeKeyRequest request);

  /** Stops every use of a key, in every process within a second. */
  void disableKey(DisableKeyRequest request);

  /** Ends the automatic rotation of a key. */
  void disableKeyRotation(DisableKeyRotationRequest request);

  /** Lets a disabled key be used again. */
  void enableKey(EnableKeyRequest request);

  /** Has a symmetric key rotated every so many days. */
  void enableKeyRotation(EnableKeyRotationRequest request);

  /** Makes a secret that the private half of an ML-KEM key opens (FIPS 203). */
  EncapsulateResponse encapsulate(EncapsulateRequest request);

  /** Encrypts up to 4096 bytes, or under an RSA key what its OAEP padding leaves room for. */
  EncryptResponse encrypt(EncryptRequest request);

  /** Makes a data key and wraps it under a key. */
  GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request);

  /** Makes a key pair and wraps its private half under a key. */
  GenerateDataKeyPairResponse generateDataKeyPair(GenerateDataKeyPairRequest request);

  /** Makes a key pair, wraps its private half under a key and forgets it. */
  GenerateDataKeyPairWithoutPlaintextResponse generateDataKeyPairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintextRequest request);

  /** Makes a data key, wraps it under a key and forgets it. */
  GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintextRequest request);

  /** Computes an HMAC (FIPS 198-1) over up to 4096 bytes. */
  GenerateMacResponse generateMac(GenerateMacRequest request);

  /** Random bytes of the platform's strongest non-blocking generator. */
  GenerateRandomResponse generateRandom(GenerateRandomRequest request);

  /**
   * When a key last computed, and what. Kept in memory and written now and then: the last minutes
   * before a crash can be missing.
   */
  GetKeyLastUsageResponse getKeyLastUsage(GetKeyLastUsageRequest request);

  /** The policy of a key. */
  GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request);

  /** Whether and when a key rotates. */
  GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request);

  /** The public half of an asymmetric key. */
  GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request);

  /** The aliases of the vault, or of one key. */
  ListAliasesResponse listAliases(ListAliasesRequest request);

  /** The names of a key's policies: {@code default}. */
  ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request);

  /** The rotations a key has had, with the ids and states of its materials. */
  ListKeyRotationsResponse listKeyRotations(ListKeyRotationsRequest request);

  /** Every key. */
  ListKeysResponse listKeys(ListKeysRequest request);

  /** The tags of a key. */
  ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request);

  /** Sets the policy of a key. Kept as written; it is not evaluated in this version. */
  void putKeyPolicy(PutKeyPolicyRequest request);

  /** Decrypts and encrypts anew, and shows the plaintext to nobody. */
  ReEncryptResponse reEncrypt(ReEncryptRequest request);

  /** Gives a symmetric key new material now; 25 times in its life. */
  RotateKeyOnDemandResponse rotateKeyOnDemand(RotateKeyOnDemandRequest request);

  /**
   * Has a key deleted, its material destroyed, after 7 to 30 days in which it cannot be used and
   * can be saved.
   */
  ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request);

  /** Signs a message of up to 4096 bytes, or a digest of any message. */
  SignResponse sign(SignRequest request);

  /** Sets tags of a key. */
  void tagResource(TagResourceRequest request);

  /** Removes tags of a key. */
  void untagResource(UntagResourceRequest request);

  /** Re-points an alias to another key of the same type and usage. */
  void updateAlias(UpdateAliasRequest request);

  /** Sets what a key says of itself. */
  void updateKeyDescription(UpdateKeyDescriptionRequest request);

  /**
   * Verifies a signature. One that does not verify is an exception with {@link
   * KmsError#KMS_INVALID_SIGNATURE}, never {@code false}.
   */
  VerifyResponse verify(VerifyRequest request);

  /**
   * Verifies an HMAC. One that does not verify is an exception with {@link
   * KmsError#KMS_INVALID_MAC}, never {@code false}.
   */
  VerifyMacResponse verifyMac(VerifyMacRequest request);

  /**
   * Unwraps a data key into a handle of this session, without showing its bytes.
   *
   * @param request as {@link #decrypt} takes it; the ciphertext of a data key of 16, 24 or 32 bytes
   * @return an AES key for the JCA
   */
  SecretKey decryptDataKey(DecryptRequest request);

  /**
   * Unwraps the private half of a data key pair into a handle of this session, without showing its
   * bytes.
   *
   * @param request as {@link #decrypt} takes it
   * @param publicKey the public half, SubjectPublicKeyInfo DER, as the pair's maker returned it
   */
  PrivateKey decryptDataKeyPair(DecryptRequest request, Blob publicKey);

  /**
   * Does what is due: rotates the keys whose period has passed, and destroys the keys whose
   * deletion is due. Both happen by themselves when such a key is next asked for, and deletions
   * when a vault is opened; this is for those that nobody asks for, from a timer.
   *
   * @return what was done and what could not be
   */
  DueReport runDue();
}
