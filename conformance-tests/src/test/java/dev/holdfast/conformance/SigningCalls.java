// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Random;

/** Random calls on one pair of signatures, ours with a handle and theirs with its software twin. */
final class SigningCalls {
  private final Differential differential;
  private final Random random;
  private final Signature ours;
  private final Signature theirs;
  private final PrivateKey handle;
  private final KeyPair software;
  private boolean emptyBehindFull;

  SigningCalls(
      Differential differential,
      Signature ours,
      Signature theirs,
      PrivateKey handle,
      KeyPair software) {
    this.differential = differential;
    this.random = differential.random();
    this.ours = ours;
    this.theirs = theirs;
    this.handle = handle;
    this.software = software;
  }

  void run() throws GeneralSecurityException {
    if (random.nextInt(8) == 0) {
      wrongOrder();
      return;
    }
    if (!parameters()) {
      return;
    }
    for (int round = 0; round < 2; round++) {
      byte[] message = message();
      boolean signing = random.nextBoolean();
      byte[] signature = signing ? null : signature(message);
      if (call("init", s -> init(s, signing)) == null) {
        return;
      }
      if (random.nextInt(10) == 0) {
        // What was put in is gone with the next init.
        call("update", s -> update(s, new byte[3], 0, 3));
        call("init", s -> init(s, signing));
      }
      int cut = random.nextInt(message.length + 1);
      emptyBehindFull =
          ours.getAlgorithm().startsWith("NONEwithECDSA") && cut == 64 && message.length == 64;
      call("update" + cut, s -> update(s, message, 0, cut));
      call("update", s -> update(s, message, cut, message.length - cut));
      if ((signing ? sign(message) : call("verify", s -> s.verify(signature))) == null) {
        return;
      }
    }
  }

  private void wrongOrder() {
    switch (random.nextInt(5)) {
      case 0 -> call("update", s -> update(s, new byte[1], 0, 1));
      case 1 -> call("sign", Signature::sign);
      case 2 -> call("verify", s -> s.verify(new byte[64]));
      case 3 -> call("initSign-null", s -> init(s, (PrivateKey) null));
      default -> {
        if (call("init", s -> init(s, true)) != null) {
          call("verify-after-initSign", s -> s.verify(new byte[64]));
        }
      }
    }
  }

  /**
   * @return whether both have taken them, if the algorithm has any
   */
  private boolean parameters() {
    if (ours.getAlgorithm().equals("RSASSA-PSS")) {
      String digest = random.nextBoolean() ? "SHA-256" : "SHA-512";
      PSSParameterSpec spec =
          new PSSParameterSpec(
              digest, "MGF1", new MGF1ParameterSpec(digest), random.nextInt(64), 1);
      boolean later = random.nextBoolean();
      if (later) {
        call("init", s -> init(s, true));
      }
      String taken =
          call(
              "setParameter",
              s -> {
                s.setParameter(spec);
                return null;
              });
      return taken != null && (later || call("init", s -> init(s, true)) != null);
    }
    return true;
  }

  /** Where the message is not digested, the JDK's ECDSA takes 64 bytes of it. */
  private byte[] message() {
    byte[] message = differential.bytes(200);
    return ours.getAlgorithm().startsWith("NONE")
        ? Arrays.copyOf(message, 1 + random.nextInt(64))
        : message;
  }

  private Object init(Signature signature, boolean signing) throws GeneralSecurityException {
    if (signing) {
      return init(signature, signature == ours ? handle : software.getPrivate());
    }
    signature.initVerify(software.getPublic());
    return null;
  }

  private static Object init(Signature signature, PrivateKey key) throws GeneralSecurityException {
    signature.initSign(key);
    return null;
  }

  private static Object update(Signature signature, byte[] in, int offset, int length)
      throws GeneralSecurityException {
    signature.update(in, offset, length);
    return null;
  }

  /** What is not the same each time is compared by whether the JDK verifies it. */
  private String sign(byte[] message) {
    boolean fixed =
        theirs.getAlgorithm().startsWith("Ed") || theirs.getAlgorithm().endsWith("withRSA");
    int room = random.nextInt(4) == 0 ? random.nextInt(64) : 600;
    return call(
        "sign" + room,
        s -> {
          byte[] out = new byte[room];
          byte[] made = Arrays.copyOf(out, 0);
          if (room == 600) {
            made = s.sign();
          } else {
            made = Arrays.copyOf(out, s.sign(out, 0, room));
          }
          return fixed ? made : "verifies: " + verifies(message, made);
        });
  }

  private boolean verifies(byte[] message, byte[] signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(theirs.getAlgorithm(), theirs.getProvider());
    verifier.initVerify(software.getPublic());
    setParameter(verifier);
    verifier.update(message);
    return verifier.verify(signature);
  }

  private void setParameter(Signature signature) throws GeneralSecurityException {
    if (theirs.getAlgorithm().equals("RSASSA-PSS")) {
      signature.setParameter(theirs.getParameters().getParameterSpec(PSSParameterSpec.class));
    }
  }

  /** A signature of the message, of another one, one that was changed, cut or made longer. */
  private byte[] signature(byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance(theirs.getAlgorithm(), theirs.getProvider());
    signer.initSign(software.getPrivate());
    setParameter(signer);
    signer.update(random.nextInt(5) == 0 ? new byte[5] : message);
    byte[] signature = signer.sign();
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(signature, random.nextInt(signature.length));
      case 1 -> {
        signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
        yield signature;
      }
      case 2 -> Arrays.copyOf(signature, signature.length + 1 + random.nextInt(5));
      default -> signature;
    };
  }

  private String call(String name, Differential.Call<Signature> call) {
    return differential.call(name, ours, theirs, call, this::known);
  }

  /**
   * SunEC takes an EdDSA signature with more bytes behind it, and no empty update after 64 bytes
   * that are not digested; and what is no encoding of two numbers, one provider refuses by an
   * exception and the other by its answer.
   */
  private boolean known(String our, String their) {
    if (emptyBehindFull) {
      return their.endsWith(".SignatureException");
    }
    return theirs.getAlgorithm().startsWith("Ed")
        ? our.equals("false") && their.equals("true")
        : theirs.getAlgorithm().endsWith("withECDSA") && isNo(our) && isNo(their);
  }

  private static boolean isNo(String outcome) {
    return outcome.equals("false") || outcome.endsWith(".SignatureException");
  }
}
