// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds keys by what callers call them: id, ARN, alias, ARN of an alias. */
final class Names {
  private static final String ALIAS = "alias/";
  private static final String KEY = "key/";
  private static final int LONGEST = 2048;
  private static final Pattern ID =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");
  private static final Pattern ALIAS_NAME = Pattern.compile("[a-zA-Z0-9:/_-]+");

  private final Containers containers;
  private final Place place;

  Names(Containers containers, Place place) {
    this.containers = containers;
    this.place = place;
  }

  /** A key by any of its names, for operations that use or describe keys. */
  ManagedKey key(String keyId, String field) throws KeyOperationException {
    String resource = resource(Checks.text(keyId, field, 1, LONGEST));
    if (resource.startsWith(ALIAS)) {
      String name = resource.substring(ALIAS.length());
      return byId(containers.aliased(name).orElseThrow(() -> noAlias(name)));
    }
    return byId(id(keyId, resource));
  }

  /** A key by its id or ARN alone, for operations that change keys. */
  ManagedKey keyItself(String keyId, String field) throws KeyOperationException {
    String resource = resource(Checks.text(keyId, field, 1, LONGEST));
    if (resource.startsWith(ALIAS)) {
      throw invalidId(keyId);
    }
    return byId(id(keyId, resource));
  }

  private ManagedKey byId(String id) throws KeyOperationException {
    try {
      return containers.key(id);
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        throw noKey(id);
      }
      throw e;
    }
  }

  /** An alias without {@code alias/}, which may not exist. */
  String alias(String aliasName) {
    Checks.text(aliasName, "aliasName", 1, 256);
    if (!aliasName.startsWith(ALIAS)) {
      throw Refusals.invalid("Invalid identifier");
    }
    if (!ALIAS_NAME.matcher(aliasName).matches()) {
      throw Checks.constraint(
          aliasName,
          "aliasName",
          "Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
    }
    if (aliasName.indexOf(':') >= 0) {
      throw Refusals.invalid(aliasName + " contains invalid characters for an alias");
    }
    if (aliasName.length() == ALIAS.length()) {
      throw new KmsException(KmsError.INVALID_ALIAS_NAME, aliasName + " names nothing");
    }
    return aliasName.substring(ALIAS.length());
  }

  /** Whether one of our names is an alias for the key management service, too. */
  static boolean isKmsAlias(String name) {
    return name.length() <= 256 - ALIAS.length()
        && name.indexOf(':') < 0
        && ALIAS_NAME.matcher(name).matches();
  }

  static String shown(String alias) {
    return ALIAS + alias;
  }

  /** The alias, without {@code alias/}, that a managed key has; empty for other names. */
  Optional<String> managedName(String keyId) {
    String resource = keyId == null ? "" : resource(keyId);
    return resource.startsWith(ALIAS)
        ? ManagedKeys.service(resource.substring(ALIAS.length())).map(ManagedKeys::name)
        : Optional.empty();
  }

  /** What follows an ARN's account, or the text itself where it is no ARN. */
  private String resource(String keyId) {
    if (!keyId.startsWith("arn:")) {
      return keyId;
    }
    String[] parts = keyId.split(":", 6);
    if (parts.length != 6
        || parts[1].isEmpty()
        || !parts[2].equals("kms")
        || !(parts[5].startsWith(KEY) || parts[5].startsWith(ALIAS))) {
      throw new KmsException(KmsError.INVALID_ARN, "Invalid arn " + keyId);
    }
    if (!parts[3].equals(place.region())) {
      throw new KmsException(KmsError.NOT_FOUND, "Invalid arn " + parts[3]);
    }
    if (!parts[4].equals(place.account())) {
      throw new KmsException(
          KmsError.NOT_FOUND,
          (parts[5].startsWith(KEY) ? "Key '" : "Alias '") + keyId + "' does not exist");
    }
    return parts[5].startsWith(KEY) ? parts[5].substring(KEY.length()) : parts[5];
  }

  private static String id(String asked, String id) {
    if (!ID.matcher(id).matches()) {
      throw invalidId(asked);
    }
    return id;
  }

  private static KmsException invalidId(String keyId) {
    return new KmsException(KmsError.NOT_FOUND, "Invalid keyId '" + keyId + "'");
  }

  KmsException noKey(String id) {
    return new KmsException(KmsError.NOT_FOUND, "Key '" + place.arnOfKey(id) + "' does not exist");
  }

  KmsException noAlias(String name) {
    return new KmsException(
        KmsError.NOT_FOUND, "Alias " + place.arnOfAlias(name) + " is not found.");
  }
}
