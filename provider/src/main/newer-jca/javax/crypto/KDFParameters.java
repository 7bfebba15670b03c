// SPDX-License-Identifier: Apache-2.0
package javax.crypto;

/** The signatures of JDK 25, to compile against on an older JDK. Not packaged. */
public interface KDFParameters {}
