// SPDX-License-Identifier: Apache-2.0
/**
 * The public face of Holdfast: the provider and the parameters of keys it makes. Everything else
 * goes through the JCA's own classes.
 */
package dev.holdfast;
