// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.ledger;

import dev.holdfast.memory.SecretMemory;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC-SHA-256 with a key in locked memory (FIPS 198-1). Safe for use by several threads. */
final class RecordMac {
  private final SecretMemory key;

  /** The key stays the caller's, who closes it after this. */
  RecordMac(SecretMemory key) {
    this.key = key;
  }

  byte[] of(byte[] data, int offset, int length) {
    byte[] heapKey = key.toByteArray();
    try {
      HMac mac = new HMac(new SHA256Digest());
      mac.init(new KeyParameter(heapKey));
      mac.update(data, offset, length);
      byte[] result = new byte[mac.getMacSize()];
      mac.doFinal(result, 0);
      return result;
    } finally {
      Arrays.fill(heapKey, (byte) 0);
    }
  }

  /** Whether the bytes of {@code mac} from {@code macOffset} to its end are the MAC of the data. */
  boolean verifies(byte[] data, int offset, int length, byte[] mac, int macOffset) {
    byte[] right = of(data, offset, length);
    return MessageDigest.isEqual(right, Arrays.copyOfRange(mac, macOffset, mac.length));
  }
}
