// SPDX-License-Identifier: Apache-2.0
package javax.crypto;

import java.security.GeneralSecurityException;

/** The signatures of JDK 21, to compile against on an older JDK. Not packaged. */
public class DecapsulateException extends GeneralSecurityException {
  private static final long serialVersionUID = 1L;

  public DecapsulateException(String message, Throwable cause) {
    super(message, cause);
  }

  public DecapsulateException(String message) {
    super(message);
  }
}
