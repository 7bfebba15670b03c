// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

/**
 * Where a vault's keys are, as their ARNs say it.
 *
 * @param region AWS's, or any name of lower-case letters, digits and {@code -}
 * @param account 12 digits
 */
public record Place(String region, String account) {
  /** Where nothing is configured. */
  public static final Place NOWHERE = new Place("local", "000000000000");

  String arnOfKey(String id) {
    return arn("key/" + id);
  }

  /** Of an alias without its {@code alias/}. */
  String arnOfAlias(String name) {
    return arn("alias/" + name);
  }

  private String arn(String resource) {
    return "arn:aws:kms:" + region + ":" + account + ":" + resource;
  }
}
