// SPDX-License-Identifier: Apache-2.0
/** The configuration file: what it may say, where it was said, and what is wrong with it. */
package dev.holdfast.config;
