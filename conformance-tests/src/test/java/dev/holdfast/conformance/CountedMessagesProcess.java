// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import java.nio.file.Path;

/**
 * Encrypts and decrypts with a key on a token, and prints the form of its ciphertexts: a process of
 * its own, since the token's configuration is read when its library is loaded.
 */
public final class CountedMessagesProcess {
  private CountedMessagesProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration
   */
  public static void main(String[] arguments) throws Exception {
    KeyService kms = Holdfast.keyService(Path.of(arguments[0]));
    String id = kms.createKey(CreateKeyRequest.of()).keyMetadata().keyId();
    Blob message = Blob.ofUtf8("a message");
    Blob first = kms.encrypt(EncryptRequest.of(id, message)).ciphertextBlob();
    kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(id));
    Blob second = kms.encrypt(EncryptRequest.of(id, message)).ciphertextBlob();
    for (Blob sealed : new Blob[] {first, second}) {
      boolean same = kms.decrypt(DecryptRequest.of(sealed)).plaintext().equals(message);
      System.out.println("form " + sealed.asByteBuffer().get(2) + (same ? " opens" : " fails"));
      byte[] changed = sealed.toByteArray();
      for (int at = 2; at < changed.length; at += 9) {
        changed[at] ^= 3;
        try {
          kms.decrypt(DecryptRequest.of(Blob.of(changed)));
          System.out.println("opened a changed ciphertext");
        } catch (KmsException e) {
          System.out.println(e.error().awsName());
        }
        changed[at] ^= 3;
      }
    }
  }
}
