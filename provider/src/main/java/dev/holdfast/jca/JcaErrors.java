// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.KeyStoreException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/**
 * The one place where a failure below becomes the exception that the JCA documents for the call.
 *
 * <p>What is wrong with the key or the data is the call's own checked exception. What is wrong with
 * the vault or token around it, which another key would meet as well, is a {@link
 * ProviderException}: programs that try the next key or provider must not take one for the other.
 */
final class JcaErrors {
  private static final Set<Reason> NOT_THE_KEY =
      EnumSet.of(
          Reason.LOGIN, Reason.TAMPERED, Reason.UNAVAILABLE, Reason.CONFIGURATION, Reason.INTERNAL);

  private JcaErrors() {}

  /** For {@code init}, {@code initSign} and the like. */
  static InvalidKeyException atInit(KeyOperationException e) {
    throwIfNotTheKey(e);
    return new InvalidKeyException(e.getMessage(), e);
  }

  /** For {@code sign}. */
  static SignatureException atSign(KeyOperationException e) {
    throwIfNotTheKey(e);
    return new SignatureException(e.getMessage(), e);
  }

  /** For {@code doFinal}, which has no exception for a key that may no longer be used. */
  static ProviderException atDoFinal(KeyOperationException e)
      throws IllegalBlockSizeException, BadPaddingException {
    switch (e.reason()) {
      case BAD_INPUT -> throw cause(new IllegalBlockSizeException(e.getMessage()), e);
      case BAD_PADDING -> throw cause(new BadPaddingException(e.getMessage()), e);
      case BAD_TAG -> throw cause(new AEADBadTagException(e.getMessage()), e);
      default -> {
        return unchecked(e);
      }
    }
  }

  /** For calls that declare no checked exception. */
  static ProviderException unchecked(KeyOperationException e) {
    return new ProviderException(e.getMessage(), e);
  }

  /** For writes to a {@code KeyStore}. */
  static KeyStoreException atKeyStore(KeyOperationException e) {
    return new KeyStoreException(e.getMessage(), e);
  }

  /** For {@code KeyStore.getKey}. */
  static UnrecoverableKeyException atGetKey(KeyOperationException e) {
    return cause(new UnrecoverableKeyException(e.getMessage()), e);
  }

  /** For {@code KeyStore.load} and {@code store}, whose callers tell a wrong PIN by its cause. */
  static IOException atLoad(KeyOperationException e, String message) {
    if (e.reason() == Reason.LOGIN) {
      return new IOException(message, cause(new UnrecoverableKeyException(message), e));
    }
    return new IOException(message, e);
  }

  private static void throwIfNotTheKey(KeyOperationException e) {
    if (NOT_THE_KEY.contains(e.reason())) {
      throw unchecked(e);
    }
  }

  private static <T extends Exception> T cause(T exception, Exception cause) {
    exception.initCause(cause);
    return exception;
  }
}
