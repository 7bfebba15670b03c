// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A test that runs once for each set-up, on one make of token: for what starts whole programs,
 * which takes long and is the same however the token computes, and for what SoftHSM2's tools look
 * at. Its parameter is the {@link Backend}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "NSS_TOKEN")
public @interface EverySetup {}
