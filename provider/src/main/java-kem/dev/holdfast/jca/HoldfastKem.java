// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.policy.Operation;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.KEMSpi;
import javax.crypto.SecretKey;

/**
 * ML-KEM. Secrets are handles on both sides, of the algorithm that is asked for. Decapsulation is
 * the backend's; encapsulation takes a public key and nothing secret, and is done here.
 *
 * <p>Safe for use by several threads, as are what it makes.
 */
final class HoldfastKem implements KEMSpi {
  private final AlgorithmTable.Row row;
  private final VaultAccess vaults;

  HoldfastKem(AlgorithmTable.Row row, VaultAccess vaults) {
    this.row = row;
    this.vaults = vaults;
  }

  @Override
  public EncapsulatorSpi engineNewEncapsulator(
      PublicKey publicKey, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidAlgorithmParameterException, InvalidKeyException {
    requireNone(spec);
    MlKemPublicKey key = MlKemPublicKey.of(publicKey);
    requireSet(key.set());
    return new Encapsulator(key, random);
  }

  @Override
  public DecapsulatorSpi engineNewDecapsulator(PrivateKey privateKey, AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException, InvalidKeyException {
    requireNone(spec);
    if (!(privateKey instanceof OpaqueKey handle)) {
      throw new InvalidKeyException(
          row.name() + " of Holdfast decapsulates with Holdfast's keys; take the key in first");
    }
    handle.require(row.name(), row.keyType(), Operation.DECAPSULATE);
    requireSet(handle.spec().parameterSet().orElseThrow());
    return new Decapsulator(handle);
  }

  private void requireNone(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (spec != null) {
      throw new InvalidAlgorithmParameterException(row.name() + " takes no parameters");
    }
  }

  private void requireSet(ParameterSet set) throws InvalidKeyException {
    ParameterSet wanted = ((KemRows.Encapsulation) row.form()).set();
    if (wanted != null && set != wanted) {
      throw new InvalidKeyException(row.name() + " does not go with " + set.jcaName() + " keys");
    }
  }

  private final class Encapsulator implements EncapsulatorSpi {
    private final MlKemPublicKey key;
    private final SecureRandom random;

    private Encapsulator(MlKemPublicKey key, SecureRandom random) {
      this.key = key;
      this.random = random;
    }

    @Override
    public KEM.Encapsulated engineEncapsulate(int from, int to, String algorithm) {
      Objects.checkFromToIndex(from, to, MlKemPublicKey.SECRET_LENGTH);
      Objects.requireNonNull(algorithm, "algorithm");
      MlKemPublicKey.Encapsulated made = key.encapsulate(random);
      byte[] part = Arrays.copyOfRange(made.secret(), from, to);
      try {
        SecretKey secret =
            (SecretKey)
                OpaqueKey.of(KeyImport.secret(vaults.vault(Optional.empty()), algorithm, part));
        return new KEM.Encapsulated(secret, made.ciphertext(), null);
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new UnsupportedOperationException(e.getMessage(), e);
      } catch (KeyOperationException e) {
        throw JcaErrors.unchecked(e);
      } finally {
        Arrays.fill(part, (byte) 0);
        Arrays.fill(made.secret(), (byte) 0);
      }
    }

    @Override
    public int engineSecretSize() {
      return MlKemPublicKey.SECRET_LENGTH;
    }

    @Override
    public int engineEncapsulationSize() {
      return MlKemPublicKey.ciphertextLength(key.set());
    }
  }

  private static final class Decapsulator implements DecapsulatorSpi {
    private final OpaqueKey key;

    private Decapsulator(OpaqueKey key) {
      this.key = key;
    }

    @Override
    public SecretKey engineDecapsulate(byte[] encapsulation, int from, int to, String algorithm)
        throws DecapsulateException {
      Objects.checkFromToIndex(from, to, MlKemPublicKey.SECRET_LENGTH);
      Objects.requireNonNull(algorithm, "algorithm");
      if (encapsulation.length != engineEncapsulationSize()) {
        throw new DecapsulateException(
            "The encapsulation has "
                + encapsulation.length
                + " bytes, not "
                + engineEncapsulationSize());
      }
      DerivationScheme scheme = new DerivationScheme.MlKem(encapsulation.clone());
      try {
        return DerivedKeys.exactly(key, scheme, from, to - from, algorithm);
      } catch (NoSuchAlgorithmException | InvalidKeyException e) {
        throw new UnsupportedOperationException(e.getMessage(), e);
      } catch (KeyOperationException e) {
        if (e.reason() == Reason.BAD_INPUT) {
          throw new DecapsulateException(e.getMessage(), e);
        }
        throw new ProviderException(e.getMessage(), e);
      }
    }

    @Override
    public int engineSecretSize() {
      return MlKemPublicKey.SECRET_LENGTH;
    }

    @Override
    public int engineEncapsulationSize() {
      return MlKemPublicKey.ciphertextLength(key.spec().parameterSet().orElseThrow());
    }
  }
}
