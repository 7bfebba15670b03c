// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.Wrapper;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * KW and KWP of plain bytes with a key on a token. Tokens wrap objects of their own only, and some
 * unwrap lengths wrong; so Bouncy Castle does the wrapping, and the token the single blocks.
 */
final class TokenKeyWrap {
  private static final int BLOCK = 16;

  private TokenKeyWrap() {}

  static byte[] wrap(
      Session session, long key, CipherScheme.AesKeyWrap scheme, byte[] in, int offset, int length)
      throws Pkcs11Exception {
    try {
      return engine(session, key, scheme, true).wrap(in, offset, length);
    } catch (TokenFailure e) {
      throw e.failure;
    }
  }

  /**
   * @throws InvalidCipherTextException if it is not authentic
   */
  static byte[] unwrap(
      Session session, long key, CipherScheme.AesKeyWrap scheme, byte[] in, int offset, int length)
      throws Pkcs11Exception, InvalidCipherTextException {
    try {
      return engine(session, key, scheme, false).unwrap(in, offset, length);
    } catch (TokenFailure e) {
      throw e.failure;
    }
  }

  private static Wrapper engine(
      Session session, long key, CipherScheme.AesKeyWrap scheme, boolean wrapping) {
    BlockCipher block = new TokenBlock(session, key);
    Wrapper engine = scheme.padded() ? new RFC5649WrapEngine(block) : new RFC3394WrapEngine(block);
    // The key parameter goes back to the block cipher, which has its key on the token.
    KeyParameter nobody = new KeyParameter(new byte[BLOCK]);
    engine.init(wrapping, new ParametersWithIV(nobody, scheme.icv()));
    return engine;
  }

  /** Bouncy Castle's view of a block cipher whose key is on a token. */
  private static final class TokenBlock implements BlockCipher {
    private final Session session;
    private final long key;
    private boolean encrypting;

    TokenBlock(Session session, long key) {
      this.session = session;
      this.key = key;
    }

    @Override
    public void init(boolean forEncryption, CipherParameters parameters) {
      encrypting = forEncryption;
    }

    @Override
    public String getAlgorithmName() {
      return "AES";
    }

    @Override
    public int getBlockSize() {
      return BLOCK;
    }

    @Override
    public int processBlock(byte[] in, int inOffset, byte[] out, int outOffset) {
      Mechanism ecb = Mechanism.of(Ckm.CKM_AES_ECB);
      byte[] block = new byte[BLOCK];
      try {
        int written =
            encrypting
                ? session.encrypt(ecb, key, in, inOffset, BLOCK, block, 0)
                : session.decrypt(ecb, key, in, inOffset, BLOCK, block, 0);
        System.arraycopy(block, 0, out, outOffset, BLOCK);
        return written;
      } catch (Pkcs11Exception e) {
        throw new TokenFailure(e);
      }
    }

    @Override
    public void reset() {
      // Every block is a call of its own.
    }
  }

  /** Carries a failure of the token through Bouncy Castle's interface. */
  private static final class TokenFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Pkcs11Exception failure;

    TokenFailure(Pkcs11Exception failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
