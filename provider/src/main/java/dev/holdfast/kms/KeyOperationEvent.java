// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One use of a key, seen by Java Flight Recorder. Costs nothing while nobody records. */
@Name("dev.holdfast.KeyOperation")
@Label("Key Operation")
@Category("Holdfast")
@Description("One operation of a key backend, as the gate let it through or refused it")
@StackTrace(false)
final class KeyOperationEvent extends Event {
  @Label("Operation")
  String operation;

  @Label("Key Id")
  String keyId;

  @Label("Algorithm")
  String algorithm;

  @Label("Backend")
  String backend;

  @Label("Outcome")
  @Description("ok, or the reason of the failure")
  String outcome;
}
