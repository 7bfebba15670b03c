// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.util.EnumMap;
import java.util.Map;

/** The one place where a failure below becomes AWS's error with AWS's text. */
final class Refusals {
  private static final Map<Reason, KmsError> ERRORS = new EnumMap<>(Reason.class);

  static {
    ERRORS.put(Reason.NOT_FOUND, KmsError.NOT_FOUND);
    ERRORS.put(Reason.ALREADY_EXISTS, KmsError.ALREADY_EXISTS);
    ERRORS.put(Reason.INVALID_STATE, KmsError.KMS_INVALID_STATE);
    ERRORS.put(Reason.CONFLICT, KmsError.CONFLICT);
    ERRORS.put(Reason.NOT_ALLOWED, KmsError.ACCESS_DENIED);
    ERRORS.put(Reason.UNSUPPORTED, KmsError.UNSUPPORTED_OPERATION);
    ERRORS.put(Reason.WRONG_KEY, KmsError.INVALID_KEY_USAGE);
    ERRORS.put(Reason.BAD_INPUT, KmsError.VALIDATION);
    ERRORS.put(Reason.UNAVAILABLE, KmsError.KEY_UNAVAILABLE);
  }

  private final Place place;

  Refusals(Place place) {
    this.place = place;
  }

  /** Something the service does. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws KeyOperationException;
  }

  /** Does it, with AWS's errors. */
  <T> T run(Work<T> work) {
    try {
      return work.get();
    } catch (KeyOperationException e) {
      throw translate(e);
    }
  }

  /** Something the service does that gives nothing. */
  @FunctionalInterface
  interface Deed {
    void done() throws KeyOperationException;
  }

  /** Does it, with AWS's errors. */
  void perform(Deed deed) {
    try {
      deed.done();
    } catch (KeyOperationException e) {
      throw translate(e);
    }
  }

  private KmsException translate(KeyOperationException e) {
    if (e instanceof KeyStateException state) {
      return ofState(state);
    }
    if (e instanceof KeyUsageException usage) {
      return new KmsException(
          KmsError.INVALID_KEY_USAGE, arn(usage.key().value()) + " " + usage.phrase(), e);
    }
    if (e.reason() == Reason.BAD_TAG || e.reason() == Reason.BAD_PADDING) {
      // Nothing that tells kinds of wrong apart goes further.
      return new KmsException(KmsError.INVALID_CIPHERTEXT, null);
    }
    return new KmsException(
        ERRORS.getOrDefault(e.reason(), KmsError.KMS_INTERNAL), e.getMessage(), e);
  }

  private KmsException ofState(KeyStateException e) {
    String arn = arn(e.key().value());
    return switch (e.outcome()) {
      case DISABLED -> new KmsException(KmsError.DISABLED, arn + " is disabled.", e);
      case NOT_DELETING ->
          new KmsException(KmsError.KMS_INVALID_STATE, arn + " is not pending deletion.", e);
      case NOT_FOR_ORIGIN ->
          new KmsException(
              KmsError.UNSUPPORTED_OPERATION,
              arn + " origin is EXTERNAL which is not valid for this operation.",
              e);
      default ->
          new KmsException(KmsError.KMS_INVALID_STATE, arn + " " + e.state().phrase() + ".", e);
    };
  }

  private String arn(String id) {
    return place.arnOfKey(id);
  }

  static KmsException of(KmsError error, String message) {
    return new KmsException(error, message);
  }

  static KmsException invalid(String message) {
    return new KmsException(KmsError.VALIDATION, message);
  }
}
