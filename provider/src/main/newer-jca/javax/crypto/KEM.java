// SPDX-License-Identifier: Apache-2.0
package javax.crypto;

/** The signatures of JDK 21, to compile against on an older JDK. Not packaged. */
public final class KEM {
  private KEM() {}

  public static final class Encapsulated {
    public Encapsulated(SecretKey key, byte[] encapsulation, byte[] params) {
      throw new UnsupportedOperationException();
    }
  }
}
