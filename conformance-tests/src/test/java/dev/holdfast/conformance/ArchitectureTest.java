// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** The rooms of the house and the arrows between them, which never turn back. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/conformance-tests/"))
          .withImportOption(location -> !location.contains("/test-support/"))
          .importPackages("dev.holdfast");

  @Test
  void arrows_pointDown() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("dev.holdfast.cli..")
        .layer("public")
        .definedBy("dev.holdfast")
        .layer("wiring")
        .definedBy("dev.holdfast.wiring..")
        .layer("jca")
        .definedBy("dev.holdfast.jca..")
        .layer("kms")
        .definedBy("dev.holdfast.kms..")
        .layer("policy")
        .definedBy("dev.holdfast.policy..")
        .layer("ledger")
        .definedBy("dev.holdfast.ledger..")
        .layer("store")
        .definedBy("dev.holdfast.store..")
        .layer("sealed")
        .definedBy("dev.holdfast.sealed..")
        .layer("hsm")
        .definedBy("dev.holdfast.hsm..")
        .layer("backend")
        .definedBy("dev.holdfast.backend..")
        .layer("seal")
        .definedBy("dev.holdfast.seal..")
        .layer("keys")
        .definedBy("dev.holdfast.keys..")
        .layer("rsa")
        .definedBy("dev.holdfast.rsa..")
        .layer("config")
        .definedBy("dev.holdfast.config..")
        .layer("model")
        .definedBy("dev.holdfast.model..")
        .layer("pkcs11")
        .definedBy("dev.holdfast.pkcs11..")
        .layer("openssl")
        .definedBy("dev.holdfast.openssl..")
        .layer("memory")
        .definedBy("dev.holdfast.memory..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("wiring")
        .mayOnlyBeAccessedByLayers("public", "cli")
        .whereLayer("jca")
        .mayOnlyBeAccessedByLayers("public", "wiring", "cli")
        .whereLayer("kms")
        .mayOnlyBeAccessedByLayers("jca", "wiring", "cli", "public")
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers("kms")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("ledger", "kms", "wiring")
        .whereLayer("sealed")
        .mayOnlyBeAccessedByLayers("wiring")
        .whereLayer("hsm")
        .mayOnlyBeAccessedByLayers("wiring")
        .whereLayer("backend")
        .mayOnlyBeAccessedByLayers("kms", "sealed", "hsm", "wiring")
        .whereLayer("seal")
        .mayOnlyBeAccessedByLayers("kms", "sealed")
        .whereLayer("keys")
        .mayOnlyBeAccessedByLayers("jca", "kms", "sealed", "hsm")
        .whereLayer("rsa")
        .mayOnlyBeAccessedByLayers("sealed", "hsm")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("wiring", "hsm", "cli")
        .whereLayer("openssl")
        .mayOnlyBeAccessedByLayers("sealed")
        .whereLayer("pkcs11")
        .mayOnlyBeAccessedByLayers("hsm")
        .check(HOUSE);
  }

  @Test
  void rooms_formNoCircle() {
    slices().matching("dev.holdfast.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void bridge_knowsNothingOfKeysMeaning() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.holdfast.pkcs11..", "dev.holdfast.memory..", "dev.holdfast.openssl..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.crypto..", "java.security..", "dev.holdfast.model..")
        .check(HOUSE);
  }

  @Test
  void serviceInterface_holdsNoLogic() {
    classes()
        .that()
        .resideInAPackage("dev.holdfast.kms.api..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.holdfast.kms.api..", "java..", "javax.crypto..")
        .check(HOUSE);
  }

  @Test
  void policy_isPure() {
    noClasses()
        .that()
        .resideInAPackage("dev.holdfast.policy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio..",
            "java.sql..",
            "java.security..",
            "javax.crypto..",
            "java.time..")
        .check(HOUSE);
  }

  @Test
  void serviceClasses_haveNoSecondWayToAKey() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.holdfast.jca..", "dev.holdfast.cli..", "dev.holdfast")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.holdfast.backend..",
            "dev.holdfast.sealed..",
            "dev.holdfast.hsm..",
            "dev.holdfast.pkcs11..")
        .check(HOUSE);
  }
}
