// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * A pool's numbers, each exact by itself and all of about the same moment. Anchor sessions are not
 * counted.
 *
 * @param max sessions the pool may lend; fewer while some of them serve as anchors
 * @param waiting threads that wait for one
 * @param opened since the pool was made; likewise {@code discarded}
 * @param loggedIn the last login worked and no answer of the token has contradicted it
 * @param suspect the token failed, and has not answered since
 */
public record PoolStatus(
    int max,
    int inUse,
    int idle,
    int waiting,
    long opened,
    long discarded,
    boolean loggedIn,
    boolean suspect) {}
