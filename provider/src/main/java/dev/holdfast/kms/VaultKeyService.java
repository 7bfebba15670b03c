// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CancelKeyDeletionRequest;
import dev.holdfast.kms.api.CancelKeyDeletionResponse;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.CreateKeyResponse;
import dev.holdfast.kms.api.DecapsulateRequest;
import dev.holdfast.kms.api.DecapsulateResponse;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DecryptResponse;
import dev.holdfast.kms.api.DeleteAliasRequest;
import dev.holdfast.kms.api.DeriveSharedSecretRequest;
import dev.holdfast.kms.api.DeriveSharedSecretResponse;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DescribeKeyResponse;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.DisableKeyRotationRequest;
import dev.holdfast.kms.api.DueReport;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRotationRequest;
import dev.holdfast.kms.api.EncapsulateRequest;
import dev.holdfast.kms.api.EncapsulateResponse;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.EncryptResponse;
import dev.holdfast.kms.api.GenerateDataKeyPairRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairResponse;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextResponse;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.GenerateDataKeyWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateDataKeyWithoutPlaintextResponse;
import dev.holdfast.kms.api.GenerateMacRequest;
import dev.holdfast.kms.api.GenerateMacResponse;
import dev.holdfast.kms.api.GenerateRandomRequest;
import dev.holdfast.kms.api.GenerateRandomResponse;
import dev.holdfast.kms.api.GetKeyLastUsageRequest;
import dev.holdfast.kms.api.GetKeyLastUsageResponse;
import dev.holdfast.kms.api.GetKeyPolicyRequest;
import dev.holdfast.kms.api.GetKeyPolicyResponse;
import dev.holdfast.kms.api.GetKeyRotationStatusRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusResponse;
import dev.holdfast.kms.api.GetPublicKeyRequest;
import dev.holdfast.kms.api.GetPublicKeyResponse;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.ListAliasesRequest;
import dev.holdfast.kms.api.ListAliasesResponse;
import dev.holdfast.kms.api.ListKeyPoliciesRequest;
import dev.holdfast.kms.api.ListKeyPoliciesResponse;
import dev.holdfast.kms.api.ListKeyRotationsRequest;
import dev.holdfast.kms.api.ListKeyRotationsResponse;
import dev.holdfast.kms.api.ListKeysRequest;
import dev.holdfast.kms.api.ListKeysResponse;
import dev.holdfast.kms.api.ListResourceTagsRequest;
import dev.holdfast.kms.api.ListResourceTagsResponse;
import dev.holdfast.kms.api.PutKeyPolicyRequest;
import dev.holdfast.kms.api.ReEncryptRequest;
import dev.holdfast.kms.api.ReEncryptResponse;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.RotateKeyOnDemandResponse;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionResponse;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.SignResponse;
import dev.holdfast.kms.api.TagResourceRequest;
import dev.holdfast.kms.api.UntagResourceRequest;
import dev.holdfast.kms.api.UpdateAliasRequest;
import dev.holdfast.kms.api.UpdateKeyDescriptionRequest;
import dev.holdfast.kms.api.VerifyMacRequest;
import dev.holdfast.kms.api.VerifyMacResponse;
import dev.holdfast.kms.api.VerifyRequest;
import dev.holdfast.kms.api.VerifyResponse;
import java.security.Key;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.SecretKey;

/** The key management service over a vault: each operation in the family that it belongs to. */
public final class VaultKeyService implements KeyService {
  private final Desk desk;
  private final Refusals refusals;
  private final LifeOperations life;
  private final AliasOperations aliases;
  private final ListOperations lists;
  private final PaperOperations papers;
  private final RotationOperations rotations;
  private final CipherOperations ciphers;
  private final DataKeyOperations dataKeys;
  private final SignOperations signatures;
  private final AgreeOperations agreements;
  private final OtherOperations others;

  /**
   * The service of an open vault.
   *
   * @param faces what gives a key its Java face
   * @throws KmsException with {@link KmsError#UNSUPPORTED_OPERATION} where a token stands alone:
   *     what the service does takes records
   */
  public VaultKeyService(Vault vault, Function<ManagedKey, Key> faces) {
    Containers containers =
        vault
            .containers()
            .orElseThrow(
                () ->
                    new KmsException(
                        KmsError.UNSUPPORTED_OPERATION,
                        "The key management service needs a vault: set vault in the configuration,"
                            + " beside the HSM"));
    this.desk = Desk.of(vault, containers);
    this.refusals = desk.refusals();
    this.life = new LifeOperations(desk);
    this.aliases = new AliasOperations(desk);
    this.lists = new ListOperations(desk);
    this.papers = new PaperOperations(desk);
    this.rotations = new RotationOperations(desk);
    this.ciphers = new CipherOperations(desk);
    this.dataKeys = new DataKeyOperations(desk, faces);
    this.signatures = new SignOperations(desk);
    this.agreements = new AgreeOperations(desk);
    this.others = new OtherOperations(desk);
  }

  @Override
  public CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
    return refusals.run(() -> life.cancelKeyDeletion(request));
  }

  @Override
  public void createAlias(CreateAliasRequest request) {
    refusals.perform(() -> aliases.createAlias(request));
  }

  @Override
  public CreateKeyResponse createKey(CreateKeyRequest request) {
    return refusals.run(() -> life.createKey(request));
  }

  @Override
  public DecapsulateResponse decapsulate(DecapsulateRequest request) {
    return refusals.run(() -> agreements.decapsulate(request));
  }

  @Override
  public DecryptResponse decrypt(DecryptRequest request) {
    return refusals.run(() -> ciphers.decrypt(request));
  }

  @Override
  public void deleteAlias(DeleteAliasRequest request) {
    refusals.perform(() -> aliases.deleteAlias(request));
  }

  @Override
  public DeriveSharedSecretResponse deriveSharedSecret(DeriveSharedSecretRequest request) {
    return refusals.run(() -> agreements.deriveSharedSecret(request));
  }

  @Override
  public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
    return refusals.run(() -> life.describeKey(request));
  }

  @Override
  public void disableKey(DisableKeyRequest request) {
    refusals.perform(() -> life.disableKey(request));
  }

  @Override
  public void disableKeyRotation(DisableKeyRotationRequest request) {
    refusals.perform(() -> rotations.disableKeyRotation(request));
  }

  @Override
  public void enableKey(EnableKeyRequest request) {
    refusals.perform(() -> life.enableKey(request));
  }

  @Override
  public void enableKeyRotation(EnableKeyRotationRequest request) {
    refusals.perform(() -> rotations.enableKeyRotation(request));
  }

  @Override
  public EncapsulateResponse encapsulate(EncapsulateRequest request) {
    return refusals.run(() -> agreements.encapsulate(request));
  }

  @Override
  public EncryptResponse encrypt(EncryptRequest request) {
    return refusals.run(() -> ciphers.encrypt(request));
  }

  @Override
  public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
    return refusals.run(() -> dataKeys.generateDataKey(request));
  }

  @Override
  public GenerateDataKeyPairResponse generateDataKeyPair(GenerateDataKeyPairRequest request) {
    return refusals.run(() -> dataKeys.generateDataKeyPair(request));
  }

  @Override
  public GenerateDataKeyPairWithoutPlaintextResponse generateDataKeyPairWithoutPlaintext(
      GenerateDataKeyPairWithoutPlaintextRequest request) {
    return refusals.run(() -> dataKeys.generateDataKeyPairWithoutPlaintext(request));
  }

  @Override
  public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
      GenerateDataKeyWithoutPlaintextRequest request) {
    return refusals.run(() -> dataKeys.generateDataKeyWithoutPlaintext(request));
  }

  @Override
  public GenerateMacResponse generateMac(GenerateMacRequest request) {
    return refusals.run(() -> signatures.generateMac(request));
  }

  @Override
  public GenerateRandomResponse generateRandom(GenerateRandomRequest request) {
    return refusals.run(() -> others.generateRandom(request));
  }

  @Override
  public GetKeyLastUsageResponse getKeyLastUsage(GetKeyLastUsageRequest request) {
    return refusals.run(() -> life.getKeyLastUsage(request));
  }

  @Override
  public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
    return refusals.run(() -> papers.getKeyPolicy(request));
  }

  @Override
  public GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request) {
    return refusals.run(() -> rotations.getKeyRotationStatus(request));
  }

  @Override
  public GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
    return refusals.run(() -> others.getPublicKey(request));
  }

  @Override
  public ListAliasesResponse listAliases(ListAliasesRequest request) {
    return refusals.run(() -> lists.listAliases(request));
  }

  @Override
  public ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request) {
    return refusals.run(() -> papers.listKeyPolicies(request));
  }

  @Override
  public ListKeyRotationsResponse listKeyRotations(ListKeyRotationsRequest request) {
    return refusals.run(() -> rotations.listKeyRotations(request));
  }

  @Override
  public ListKeysResponse listKeys(ListKeysRequest request) {
    return refusals.run(() -> lists.listKeys(request));
  }

  @Override
  public ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
    return refusals.run(() -> papers.listResourceTags(request));
  }

  @Override
  public void putKeyPolicy(PutKeyPolicyRequest request) {
    refusals.perform(() -> papers.putKeyPolicy(request));
  }

  @Override
  public ReEncryptResponse reEncrypt(ReEncryptRequest request) {
    return refusals.run(() -> ciphers.reEncrypt(request));
  }

  @Override
  public RotateKeyOnDemandResponse rotateKeyOnDemand(RotateKeyOnDemandRequest request) {
    return refusals.run(() -> rotations.rotateKeyOnDemand(request));
  }

  @Override
  public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
    return refusals.run(() -> life.scheduleKeyDeletion(request));
  }

  @Override
  public SignResponse sign(SignRequest request) {
    return refusals.run(() -> signatures.sign(request));
  }

  @Override
  public void tagResource(TagResourceRequest request) {
    refusals.perform(() -> papers.tagResource(request));
  }

  @Override
  public void untagResource(UntagResourceRequest request) {
    refusals.perform(() -> papers.untagResource(request));
  }

  @Override
  public void updateAlias(UpdateAliasRequest request) {
    refusals.perform(() -> aliases.updateAlias(request));
  }

  @Override
  public void updateKeyDescription(UpdateKeyDescriptionRequest request) {
    refusals.perform(() -> life.updateKeyDescription(request));
  }

  @Override
  public VerifyResponse verify(VerifyRequest request) {
    return refusals.run(() -> signatures.verify(request));
  }

  @Override
  public VerifyMacResponse verifyMac(VerifyMacRequest request) {
    return refusals.run(() -> signatures.verifyMac(request));
  }

  @Override
  public SecretKey decryptDataKey(DecryptRequest request) {
    return refusals.run(
        () -> {
          byte[] plain = plaintext(request);
          try {
            return dataKeys.secretHandle(plain);
          } finally {
            Arrays.fill(plain, (byte) 0);
          }
        });
  }

  @Override
  public PrivateKey decryptDataKeyPair(DecryptRequest request, Blob publicKey) {
    return refusals.run(
        () -> {
          byte[] pkcs8 = plaintext(request);
          try {
            return dataKeys.privateHandle(pkcs8, publicKey.toByteArray());
          } finally {
            Arrays.fill(pkcs8, (byte) 0);
          }
        });
  }

  private byte[] plaintext(DecryptRequest request) {
    Blob plain = decrypt(request).plaintext();
    byte[] bytes = plain.toByteArray();
    plain.wipe();
    return bytes;
  }

  @Override
  public DueReport runDue() {
    return refusals.run(() -> desk.containers().runDue());
  }
}
