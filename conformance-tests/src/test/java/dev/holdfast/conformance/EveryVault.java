// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that runs once for each backend of a vault; its parameter is the {@link Backend}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(
    value = Backend.class,
    names = {"SEALED", "VAULT_ON_HSM"})
public @interface EveryVault {}
