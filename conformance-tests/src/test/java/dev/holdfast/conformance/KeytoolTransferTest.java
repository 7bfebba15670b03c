// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdfast.conformance.KeytoolScript.Outcomes;
import dev.holdfast.conformance.KeytoolScript.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code keytool -importkeystore} from Holdfast to Holdfast: onto the same vault it gives keys
 * further names; to another one only certificates go.
 */
class KeytoolTransferTest {
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Backend.class,
      names = {"SEALED", "TOKEN"})
  void keysStayInTheirVault(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        Fixture other = Fixture.of(Backend.SEALED)) {
      byte[] configuration = Files.readAllBytes(fixture.configuration());
      Path missing = fixture.folder().resolve("missing.properties");
      Store here = Store.of(fixture);
      Store there = Store.of(other);
      Store wrong = new Store(here.file(), here.type(), "another-long-password");
      Outcomes outcomes =
          new KeytoolScript(fixture)
              .move("to a file that is not there", here, Store.file(missing + "", "Holdfast"))
              .generate("web", "-keyalg", "EC", "-groupname", "secp256r1")
              .secret("data", "AES", "256")
              .on("export", "-exportcert", "-rfc", "-alias", "web", "-file", "web.pem")
              .on("trust", "-importcert", "-noprompt", "-alias", "trusted", "-file", "web.pem")
              .move("onto itself", here, here)
              .move("to another name", here, here, "-srcalias", "web", "-destalias", "site")
              .on("use", "-certreq", "-alias", "site", "-file", "site.csr")
              .move("with a wrong PIN", here, wrong)
              .on("list", "-list")
              // With a second vault open there is none that goes without saying.
              .move("to another vault", here, there)
              .move("from no file", Store.file("NONE", "Holdfast"), there)
              .run();
      outcomes.isRefused("to a file that is not there", "holdfast init --config FILE");
      assertFalse(Files.exists(missing));
      // keytool opens NONE as a file for every type but PKCS11.
      outcomes.isRefused("from no file", "FileNotFoundException: NONE");
      outcomes.succeeds("onto itself", "3 entries successfully imported, 0 entries failed");
      // On a token, keytool of JDK 25 misses the former name after the deed; what it did is below.
      if (backend.hasVault() || Runtime.version().feature() < 25) {
        outcomes.succeeds("to another name");
      }
      outcomes.succeeds("use");
      outcomes.isRefused("with a wrong PIN", "The PIN given is not the one");
      // An object of a token has one label.
      Set<String> names =
          backend.hasVault()
              ? Set.of("web", "site", "data", "trusted")
              : Set.of("site", "data", "trusted");
      outcomes.succeeds("list", "contains " + names.size() + " entries");
      outcomes.succeeds(
          "to another vault",
          "belongs to another vault and does not leave it; make a new key in this one",
          "1 entries successfully imported, " + (names.size() - 1) + " entries failed");
      assertArrayEquals(configuration, Files.readAllBytes(fixture.configuration()));
      assertEquals(names, Set.copyOf(Collections.list(fixture.keyStore().aliases())));
      assertEquals(Set.of("trusted"), Set.copyOf(Collections.list(other.keyStore().aliases())));
    }
  }
}
