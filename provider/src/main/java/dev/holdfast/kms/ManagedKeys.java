// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of managed keys: {@code alias/holdfast/SERVICE}, one for each service that asks for
 * one, as {@code alias/aws/SERVICE} is at AWS. Nobody else may take such a name, nor AWS's.
 */
final class ManagedKeys {
  /** What the names begin with, without {@code alias/}. */
  private static final String PREFIX = "holdfast/";

  private static final String AWS_PREFIX = "aws/";
  private static final Pattern SERVICE = Pattern.compile("holdfast/([a-zA-Z0-9_-]{1,64})");

  private ManagedKeys() {}

  /** Whether an alias, without {@code alias/}, is not for everybody. */
  static boolean isReserved(String name) {
    return name.startsWith(PREFIX) || name.startsWith(AWS_PREFIX);
  }

  /** The service whose managed key an alias, without {@code alias/}, names. */
  static Optional<String> service(String name) {
    Matcher matcher = SERVICE.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The alias of a service's managed key, without {@code alias/}. */
  static String name(String service) {
    return PREFIX + service;
  }
}
