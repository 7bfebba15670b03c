// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.EncryptResponse;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsException;
import java.nio.file.Path;

/**
 * A program that encrypts under an alias again and again, and says of each try when it was begun
 * (milliseconds of the clock) and what came of it: the key's ARN, or AWS's name of the error.
 */
final class KmsUsingProcess {
  private KmsUsingProcess() {}

  /**
   * Runs until its standard input ends.
   *
   * @param arguments the configuration and the alias
   */
  public static void main(String[] arguments) throws Exception {
    KeyService service = Holdfast.keyService(Path.of(arguments[0]));
    EncryptRequest request = EncryptRequest.of(arguments[1], Blob.ofUtf8("text"));
    while (System.in.available() == 0) {
      long began = System.currentTimeMillis();
      System.out.println(began + " " + attempt(service, request));
      Thread.sleep(20);
    }
    System.exit(0);
  }

  private static String attempt(KeyService service, EncryptRequest request) {
    try {
      EncryptResponse response = service.encrypt(request);
      return response.keyId();
    } catch (KmsException e) {
      return e.error().awsName();
    }
  }
}
