// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.testing.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that are none, several at once, and one that others have initialised. */
class ModulesTest {
  private static final String NSS_ARGS =
      "configdir='' certPrefix='' keyPrefix='' secmod=''"
          + " flags=readOnly,noCertDB,noModDB,forceOpen,optimizeSpace";

  @TempDir Path directory;

  @Test
  void missingFile_isNamed() {
    Path missing = directory.resolve("libnone.so");
    String message = refusal(missing).getMessage();
    assertTrue(message.contains(missing.toString()) && message.contains("no such file"), message);
    assertEquals(missing, refusal(missing).library());
  }

  @Test
  void fileThatIsNoLibrary_saysWhatIsExpected() throws Exception {
    Path text = Files.writeString(directory.resolve("text.so"), "not a library");
    String message = refusal(text).getMessage();
    assertTrue(message.contains(text.toString()) && message.contains("shared library"), message);
    assertTrue(refusal(directory).getMessage().contains("not a file"));
  }

  @Test
  void libraryWithoutGetFunctionList_isNoModule() throws Exception {
    Path maths = Libraries.maths();
    String message = refusal(maths).getMessage();
    assertTrue(message.contains("C_GetFunctionList"), message);
  }

  @Test
  void nssBesideSoftHsm_bothEncrypt() throws Exception {
    try (SoftHsm hsm = SoftHsm.start(directory, "beside");
        SessionPool pool = hsm.pool("beside");
        Pkcs11Module nss = Pkcs11Module.open(Libraries.softokn(), Optional.of(NSS_ARGS));
        SessionPool soft = SessionPool.open(nss.tokens().get(0), PoolSettings.defaults())) {
      assertTrue(nss.info().description().contains("NSS"), nss.info().toString());
      assertEquals("SoftHSM", hsm.module.info().manufacturer());
      gcm(pool, Templates.newAesKey(pool));
      try (Template template =
          Template.builder()
              .set(Cka.CKA_TOKEN, false)
              .set(Cka.CKA_VALUE_LEN, 32L)
              .set(Cka.CKA_ENCRYPT, true)
              .set(Cka.CKA_DECRYPT, true)
              .build()) {
        long key = soft.anchor(s -> s.generateKey(Mechanism.of(Ckm.CKM_AES_KEY_GEN), template));
        gcm(soft, key);
      }
    }
  }

  @Test
  void p11KitProxy_whichExportsNothingElse_isOpened() throws Exception {
    try (Pkcs11Module proxy = Pkcs11Module.open(Libraries.p11KitProxy(), Optional.empty())) {
      assertFalse(proxy.info().cryptokiVersion().isEmpty());
      proxy.tokens();
    }
  }

  @Test
  void twoCopiesOfOneModule_areTwoHsms() throws Exception {
    Path copy = Files.copy(Libraries.softHsm(), directory.resolve("libcopy.so"));
    Path first = Files.createDirectory(directory.resolve("1"));
    Path second = Files.createDirectory(directory.resolve("2"));
    try (SoftHsm one = SoftHsm.start(first, "one");
        SoftHsm two = SoftHsm.start(copy, second, "two")) {
      assertEquals("one", one.token("one").info().label());
      assertEquals("two", two.token("two").info().label());
      assertThrows(TokenNotFoundException.class, () -> two.token("one"));
    }
  }

  @Test
  void openedTwice_isShutDownByTheLastClose() throws Exception {
    SoftHsm first = SoftHsm.start(directory, "shared");
    Pkcs11Module second = Pkcs11Module.open(Libraries.softHsm(), Optional.empty());
    first.close();
    first.close();
    assertThrows(IllegalStateException.class, first.module::info);
    assertEquals("shared", second.token("shared").info().label());
    assertTrue(second.isInitializedHere());
    SessionPool pool = SessionPool.open(second.token("shared"), PoolSettings.defaults());
    second.close();
    pool.login(SoftHsm.PIN::toCharArray);
    assertEquals(Cks.CKS_RW_USER_FUNCTIONS, pool.withSession(Session::state));
    pool.close();
  }

  @Test
  void openWithOtherArguments_isRefusedWhileItIsOpen() throws Exception {
    try (SoftHsm hsm = SoftHsm.start(directory, "args")) {
      assertSame(hsm.module.library(), hsm.module.library());
      assertThrows(
          Pkcs11LibraryException.class,
          () -> Pkcs11Module.open(Libraries.softHsm(), Optional.of("other")));
    }
  }

  @Test
  void moduleThatSunPkcs11Initialised_worksAndIsLeftToIt() throws Exception {
    Path copy = Files.copy(Libraries.softHsm(), directory.resolve("libsun.so"));
    SoftHsm.prepare(directory, "sun");
    Path configuration =
        Files.writeString(
            directory.resolve("sun.cfg"),
            "name = Test\nlibrary = " + copy + "\nslotListIndex = 0\n");
    Provider sun = Security.getProvider("SunPKCS11").configure(configuration.toString());
    try (Pkcs11Module module = Pkcs11Module.open(copy, Optional.empty())) {
      assertFalse(module.isInitializedHere());
      try (SessionPool pool = SessionPool.open(module.token("sun"), PoolSettings.defaults())) {
        pool.login(SoftHsm.PIN::toCharArray);
        gcm(pool, Templates.newAesKey(pool));
      }
    }
    // It would fail with CKR_CRYPTOKI_NOT_INITIALIZED if we had shut the module down.
    java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS11", sun);
    store.load(null, SoftHsm.PIN.toCharArray());
    assertEquals(0, store.size());
  }

  private static void gcm(SessionPool pool, long key) throws Pkcs11Exception {
    Mechanism gcm = Mechanism.aesGcm(new byte[12], new byte[] {1}, 128);
    byte[] plain = {1, 2, 3};
    byte[] sealed = pool.withSession(s -> s.encrypt(gcm, key, plain));
    assertArrayEquals(plain, pool.withSession(s -> s.decrypt(gcm, key, sealed)));
  }

  private static Pkcs11LibraryException refusal(Path library) {
    return assertThrows(
        Pkcs11LibraryException.class, () -> Pkcs11Module.open(library, Optional.empty()));
  }
}
