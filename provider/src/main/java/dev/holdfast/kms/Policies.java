// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import java.nio.charset.StandardCharsets;

/** Key policies as documents. What they allow is not evaluated in this version. */
final class Policies {
  static final String NAME = "default";

  private static final int LARGEST = 32 * 1024;

  private Policies() {}

  /** The policy of a key that was given none: everything is for the account to say. */
  static String ofAccount(Place place) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::ACCOUNT:root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }"""
        .replace("ACCOUNT", place.account());
  }

  /**
   * A document that may be kept: of AWS's characters and size, and with the outside of a policy.
   * Whether its inside is one is for evaluation to say.
   */
  static String checked(String document) {
    Checks.text(document, "policy", 1, 131_072);
    if (document.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw new KmsException(
          KmsError.LIMIT_EXCEEDED, "The policy is longer than " + LARGEST + " bytes");
    }
    if (document.chars().anyMatch(c -> c > 0xff || (c < 0x20 && c != 9 && c != 10 && c != 13))) {
      throw malformed("Policy contains characters that no policy has");
    }
    String text = document.strip();
    if (!text.startsWith("{") || !text.endsWith("}") || !text.contains("\"Statement\"")) {
      throw malformed("Policy is not a JSON object with a Statement");
    }
    return document;
  }

  private static KmsException malformed(String why) {
    return new KmsException(KmsError.MALFORMED_POLICY_DOCUMENT, why);
  }

  static void requireName(String name) {
    if (name != null && !name.equals(NAME)) {
      throw new KmsException(KmsError.NOT_FOUND, "No such policy exists");
    }
  }
}
