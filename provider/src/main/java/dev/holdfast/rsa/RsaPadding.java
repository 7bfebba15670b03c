// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.rsa;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.SignScheme;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * Puts on and takes off RSA paddings around a {@link RawRsa} operation, with Bouncy Castle's
 * codings, whose decoding takes the same time for every kind of wrong padding.
 */
public final class RsaPadding {
  private RsaPadding() {}

  /**
   * RSASSA-PSS over a digest.
   *
   * @param modulus the public modulus
   */
  public static byte[] signPss(RawRsa rsa, BigInteger modulus, SignScheme scheme, byte[] digest)
      throws KeyOperationException {
    PSSSigner signer =
        PSSSigner.createRawSigner(
            new Raw(rsa),
            Digests.bouncyCastle(scheme.digest().orElseThrow()),
            Digests.bouncyCastle(scheme.mgfDigest().orElseThrow()),
            scheme.saltLength(),
            PSSSigner.TRAILER_IMPLICIT);
    try {
      signer.init(true, key(modulus));
      signer.update(digest, 0, digest.length);
      return signer.generateSignature();
    } catch (RawFailure e) {
      throw e.failure;
    } catch (CryptoException | DataLengthException | IllegalArgumentException e) {
      throw new KeyOperationException(
          Reason.BAD_INPUT,
          "An RSA key of "
              + modulus.bitLength()
              + " bits is too short for "
              + scheme
              + ", or the digest has the wrong length",
          e);
    }
  }

  /** RSAES-OAEP decryption. Every failure of the padding is the same BAD_PADDING. */
  public static byte[] decryptOaep(
      RawRsa rsa,
      BigInteger modulus,
      CipherScheme.RsaOaep scheme,
      byte[] in,
      int offset,
      int length)
      throws KeyOperationException {
    requireLength(modulus, length);
    OAEPEncoding oaep =
        new OAEPEncoding(
            new Raw(rsa),
            Digests.bouncyCastle(scheme.digest()),
            Digests.bouncyCastle(scheme.mgfDigest()),
            scheme.label());
    try {
      oaep.init(false, key(modulus));
      return oaep.processBlock(in, offset, length);
    } catch (RawFailure e) {
      throw e.failure;
    } catch (InvalidCipherTextException | DataLengthException e) {
      // The cause would say which check failed; that difference is what an attacker asks for.
      throw new KeyOperationException(Reason.BAD_PADDING, "OAEP padding is wrong");
    }
  }

  /**
   * RSAES-PKCS1-v1_5 decryption (RFC 8017 section 7.2.2). Every failure of the padding is the same
   * BAD_PADDING and takes the same time; that there is one cannot be hidden here, and whoever shows
   * it to a stranger gives Bleichenbacher his oracle.
   */
  public static byte[] decryptPkcs1(
      RawRsa rsa, BigInteger modulus, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireLength(modulus, length);
    PKCS1Encoding pkcs1 = new PKCS1Encoding(new Raw(rsa));
    try {
      pkcs1.init(false, key(modulus));
      return pkcs1.processBlock(in, offset, length);
    } catch (RawFailure e) {
      throw e.failure;
    } catch (InvalidCipherTextException | DataLengthException e) {
      throw new KeyOperationException(Reason.BAD_PADDING, "PKCS #1 padding is wrong");
    }
  }

  private static void requireLength(BigInteger modulus, int length) throws KeyOperationException {
    int modulusLength = (modulus.bitLength() + 7) / 8;
    if (length != modulusLength) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, "RSA ciphertext must have " + modulusLength + " bytes, not " + length);
    }
  }

  private static CipherParameters key(BigInteger modulus) {
    // Only the modulus is read, for its length; the exponent stays where the key is. The last
    // argument leaves out Bouncy Castle's search for small factors: the modulus is our own key's.
    return new ParametersWithRandom(new RSAKeyParameters(true, modulus, BigInteger.ONE, true));
  }

  /** Bouncy Castle's view of an RSA operation that happens elsewhere. */
  private static final class Raw implements AsymmetricBlockCipher {
    private final RawRsa rsa;
    private int modulusLength;
    private boolean signing;

    Raw(RawRsa rsa) {
      this.rsa = rsa;
    }

    @Override
    public void init(boolean forEncryption, CipherParameters parameters) {
      CipherParameters inner =
          parameters instanceof ParametersWithRandom random ? random.getParameters() : parameters;
      modulusLength = (((RSAKeyParameters) inner).getModulus().bitLength() + 7) / 8;
      signing = forEncryption;
    }

    @Override
    public int getInputBlockSize() {
      return signing ? modulusLength - 1 : modulusLength;
    }

    @Override
    public int getOutputBlockSize() {
      return signing ? modulusLength : modulusLength - 1;
    }

    @Override
    public byte[] processBlock(byte[] in, int offset, int length) {
      byte[] block = new byte[modulusLength];
      System.arraycopy(in, offset, block, modulusLength - length, length);
      try {
        byte[] result = rsa.apply(block);
        return signing ? result : withoutLeadingZero(result);
      } catch (KeyOperationException e) {
        throw new RawFailure(e);
      }
    }

    /**
     * The form in which the OAEP coding wants a decrypted block: one byte shorter than the modulus
     * if its first byte is the zero it should be, else whole. Without a branch on that byte, which
     * is the one bit Manger's attack needs.
     */
    private static byte[] withoutLeadingZero(byte[] block) {
      int nonZero = ((block[0] & 0xff) + 0xff) >>> 8;
      return Arrays.copyOfRange(block, 1 - nonZero, block.length);
    }
  }

  /** Carries a failure of the raw operation through Bouncy Castle's interface. */
  private static final class RawFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient KeyOperationException failure;

    RawFailure(KeyOperationException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
