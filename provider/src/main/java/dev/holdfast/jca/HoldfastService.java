// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Map;
import java.util.Set;

/** One row of the table as the JCA sees it. Safe for use by several threads. */
final class HoldfastService extends Provider.Service {
  /** By name: a JVM that never asks for a generator does not load them for our sake. */
  private static final Set<String> GENERATORS =
      Set.of(
          "java.security.KeyPairGenerator",
          "javax.crypto.KeyGenerator",
          "java.security.KeyFactory",
          "javax.crypto.SecretKeyFactory");

  /** Between {@code getInstance} and us stand two or three frames of the JDK's own. */
  private static final int FRAMES = 8;

  private final AlgorithmTable.Row row;
  private final VaultAccess vaults;

  HoldfastService(Provider provider, AlgorithmTable.Row row, VaultAccess vaults) {
    super(provider, row.type(), row.name(), row.engine().className(), row.aliases(), Map.of());
    this.row = row;
    this.vaults = vaults;
  }

  @Override
  public Object newInstance(Object constructorParameter) throws NoSuchAlgorithmException {
    if (constructorParameter != null) {
      throw new InvalidParameterException(getType() + " takes no constructor parameter");
    }
    if (row.engine().isHidden()
        && !callerNamesProvider()
        && !(row.engine().isGenerator() && vaults.generateAlways())) {
      throw new NoSuchAlgorithmException(
          "Holdfast makes and takes in keys for callers that name it: "
              + getType()
              + ".getInstance(\""
              + getAlgorithm()
              + "\", \"Holdfast\")");
    }
    try {
      return Engines.make(row, vaults);
    } catch (GeneralSecurityException e) {
      throw new NoSuchAlgorithmException(e.getMessage(), e);
    }
  }

  /**
   * Keys of ours, and public keys that the JDK does not serve: so callers that name no provider
   * find us by their key, wherever we stand, and every other key goes where it went before.
   */
  @Override
  public boolean supportsParameter(Object parameter) {
    if (parameter != null && !(parameter instanceof Key)) {
      throw new InvalidParameterException("The parameter is not a key");
    }
    if (parameter instanceof OpaqueKey key) {
      return row.accepts(key.spec());
    }
    return parameter instanceof PublicKey key
        && row.form() != null
        && row.form().acceptsPublic(key);
  }

  /**
   * Whether a generator or factory is asked for by the provider's name. The JCA has no other way to
   * tell: the ephemeral keys of TLS and keytool's keys for a file come through {@code
   * getInstance(name)}, and must not be made here even where we stand first.
   */
  private static boolean callerNamesProvider() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .limit(FRAMES)
                    .filter(frame -> GENERATORS.contains(frame.getClassName()))
                    .findFirst()
                    .filter(HoldfastService::namesProvider)
                    .isPresent());
  }

  private static boolean namesProvider(StackWalker.StackFrame frame) {
    MethodType type = frame.getMethodType();
    return frame.getMethodName().equals("getInstance")
        && type.parameterCount() == 2
        && (type.parameterType(1) == String.class || type.parameterType(1) == Provider.class);
  }
}
