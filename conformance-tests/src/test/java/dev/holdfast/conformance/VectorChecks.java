// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.Kind;
import dev.holdfast.conformance.Outcome.NotRun;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.pkcs11.Pkcs11Exception;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The schemas that are run, and how a vector of any is judged. */
final class VectorChecks {
  private static final Map<String, VectorCheck> BY_KIND = new HashMap<>();

  /** How Holdfast says what a backend lacks. */
  private static final Pattern LACK =
      Pattern.compile(
          ".*(?:takes? in no|has no use for a|does not (?:offer|sign with|encrypt with)) (.+?)(?: keys?)?");

  static {
    BY_KIND.putAll(SymmetricVectors.CHECKS);
    BY_KIND.putAll(SignatureVectors.CHECKS);
    BY_KIND.putAll(RsaCipherVectors.CHECKS);
    BY_KIND.putAll(AgreementVectors.CHECKS);
    BY_KIND.putAll(PostQuantumVectors.CHECKS);
    BY_KIND.putAll(DerivationVectors.CHECKS);
  }

  private VectorChecks() {}

  /**
   * Tries one vector; what a check throws is an outcome too, but for errors of the JVM.
   *
   * @param setup what computes, as {@link Promises} knows it
   */
  static Outcome run(String kind, Vector vector, VectorKeys keys, String setup) {
    VectorCheck check = BY_KIND.get(kind);
    if (check == null) {
      return new Outcome(Kind.NOT_RUN, "nothing of Holdfast's is tested by the schema " + kind);
    }
    try {
      return check.run(vector, keys);
    } catch (NotRun e) {
      return new Outcome(Kind.NOT_RUN, e.getMessage());
    } catch (Exception e) {
      return refusal(e, vector, setup);
    }
  }

  /**
   * A refusal must be an exception that the JCA documents. A token that does not serve a valid
   * vector is no failure, as long as it says so; that it does not offer what it is known to lack is
   * no refusal of anything.
   */
  private static Outcome refusal(Exception e, Vector vector, String setup) {
    Optional<String> lack = lack(e);
    if (lack.isPresent() && isKnown(lack.get(), vector, setup)) {
      return new Outcome(Kind.NOT_OFFERED, lack.get());
    }
    Optional<String> answer = tokensAnswer(e);
    if (answer.isPresent() && vector.isValid()) {
      return new Outcome(Kind.NOT_SERVED, answer.get());
    }
    if (e instanceof GeneralSecurityException
        || e instanceof ProviderException
        || e instanceof IllegalArgumentException
        || e instanceof java.util.NoSuchElementException) {
      return Outcome.refused(e.toString());
    }
    return Outcome.wrong("not an exception that the JCA documents: " + e);
  }

  private static boolean isKnown(String lack, Vector vector, String setup) {
    return Promises.mayLack(setup, lack)
        || (lack.startsWith("AES_GCM") && vector.bytes("iv").length > Promises.longestGcmIv(setup));
  }

  private static Optional<String> lack(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof KeyOperationException failure
          && failure.reason() == KeyOperationException.Reason.UNSUPPORTED) {
        Matcher words = LACK.matcher(failure.getMessage());
        return words.matches() ? Optional.of(words.group(1)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The CKR_ of a token, without a key's id. */
  private static Optional<String> tokensAnswer(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof Pkcs11Exception token) {
        return Optional.of(token.getMessage().replaceAll("[0-9a-f-]{32,36}", "…"));
      }
    }
    return Optional.empty();
  }

  /** Whether an outcome is what the vector demands. */
  static boolean isRight(Vector vector, Outcome outcome) {
    return switch (outcome.kind()) {
      case NOT_RUN, NOT_OFFERED, NOT_SERVED -> true;
      case WRONG -> false;
      case ACCEPTED -> vector.verdict() != Vector.Verdict.INVALID;
      case DIFFERENT -> vector.verdict() == Vector.Verdict.INVALID;
      case REFUSED -> !vector.isValid();
    };
  }
}
