// SPDX-License-Identifier: Apache-2.0
/** Envelope encryption of streams under a vault's keys. */
module dev.holdfast.envelope {
  requires com.google.crypto.tink;
  requires transitive dev.holdfast.provider;

  exports dev.holdfast.envelope;
}
