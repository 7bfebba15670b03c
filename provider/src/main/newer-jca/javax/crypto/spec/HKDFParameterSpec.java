// SPDX-License-Identifier: Apache-2.0
package javax.crypto.spec;

import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import javax.crypto.SecretKey;

/** The signatures of JDK 25, to compile against on an older JDK. Not packaged. */
public interface HKDFParameterSpec extends AlgorithmParameterSpec {
  final class Extract implements HKDFParameterSpec {
    private Extract() {}

    public List<SecretKey> ikms() {
      throw new UnsupportedOperationException();
    }

    public List<SecretKey> salts() {
      throw new UnsupportedOperationException();
    }
  }

  final class Expand implements HKDFParameterSpec {
    private Expand() {}

    public SecretKey prk() {
      throw new UnsupportedOperationException();
    }

    public byte[] info() {
      throw new UnsupportedOperationException();
    }

    public int length() {
      throw new UnsupportedOperationException();
    }
  }

  final class ExtractThenExpand implements HKDFParameterSpec {
    private ExtractThenExpand() {}

    public List<SecretKey> ikms() {
      throw new UnsupportedOperationException();
    }

    public List<SecretKey> salts() {
      throw new UnsupportedOperationException();
    }

    public byte[] info() {
      throw new UnsupportedOperationException();
    }

    public int length() {
      throw new UnsupportedOperationException();
    }
  }
}
