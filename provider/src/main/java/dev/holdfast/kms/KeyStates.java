// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyState;
import dev.holdfast.policy.Operation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What each operation does in each of a key's states: the one table, after AWS's "Key states of AWS
 * KMS keys". An operation that asks for no key is not in it.
 */
final class KeyStates {
  /** What an operation does. */
  enum Outcome {
    /** It goes on. */
    OK("ok"),
    /** The key is disabled. */
    DISABLED("1"),
    /** The key is pending deletion. */
    DELETING("3"),
    /** There is no deletion to take back. */
    NOT_DELETING("4"),
    /** The key waits for its material. */
    NO_MATERIAL("5"),
    /** The origin of the key does not have it. */
    NOT_FOR_ORIGIN("7"),
    /** The key's store is not connected. */
    UNAVAILABLE("11"),
    /** The key is being made. */
    CREATING("14"),
    /** The key is being moved. */
    UPDATING("15");

    private final String note;

    Outcome(String note) {
      this.note = note;
    }

    private static Outcome of(String note) {
      return Arrays.stream(values())
          .filter(outcome -> outcome.note.equals(note))
          .findFirst()
          .orElseThrow(() -> new AssertionError("No note " + note));
    }
  }

  /** The columns. The two pending deletions share one. */
  private static final List<KeyState> COLUMNS =
      List.of(
          KeyState.ENABLED,
          KeyState.DISABLED,
          KeyState.PENDING_DELETION,
          KeyState.PENDING_IMPORT,
          KeyState.UNAVAILABLE,
          KeyState.CREATING,
          KeyState.UPDATING);

  private static final Map<Operation, List<Outcome>> TABLE = new EnumMap<>(Operation.class);

  static {
    // Enabled, Disabled, pending deletion, PendingImport, Unavailable, Creating, Updating;
    // the numbers are those of AWS's footnotes.
    row("ok  1  3  5 11 14 ok", Operation.ENCRYPT, Operation.DECRYPT);
    row("ok  1  3  5 11 14 ok", Operation.RE_ENCRYPT_FROM, Operation.RE_ENCRYPT_TO);
    row("ok  1  3  5 11 14 ok", Operation.GENERATE_DATA_KEY, Operation.GENERATE_DATA_KEY_PAIR);
    row(
        "ok  1  3  5 11 14 ok",
        Operation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
        Operation.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT);
    row("ok  1  3  5 11 14 ok", Operation.SIGN, Operation.VERIFY, Operation.GET_PUBLIC_KEY);
    row("ok  1  3  5 11 14 ok", Operation.GENERATE_MAC, Operation.VERIFY_MAC);
    row("ok  1  3  5 11 14 ok", Operation.DERIVE_SHARED_SECRET);
    row("ok  1  3  5 11 14 ok", Operation.ENCAPSULATE, Operation.DECAPSULATE);
    row("ok  1  3  5 ok 14 ok", Operation.CREATE_GRANT);
    row("ok ok ok ok ok ok ok", Operation.DESCRIBE_KEY, Operation.GET_KEY_LAST_USAGE);
    row("ok ok ok ok ok ok ok", Operation.GET_KEY_POLICY, Operation.LIST_KEY_POLICIES);
    row("ok ok ok ok ok ok ok", Operation.PUT_KEY_POLICY, Operation.LIST_RESOURCE_TAGS);
    row("ok ok ok ok ok ok ok", Operation.LIST_ALIASES, Operation.DELETE_ALIAS);
    row("ok ok ok ok ok ok ok", Operation.LIST_GRANTS, Operation.RETIRE_GRANT);
    row("ok ok ok ok ok ok ok", Operation.REVOKE_GRANT, Operation.LIST_KEY_ROTATIONS);
    row("ok ok  3 ok ok ok ok", Operation.CREATE_ALIAS, Operation.UPDATE_KEY_DESCRIPTION);
    row("ok ok  3 ok ok ok ok", Operation.TAG_RESOURCE, Operation.UNTAG_RESOURCE);
    // Of the key it is re-pointed to; the one it leaves can be in any state.
    row("ok ok  3 ok ok ok ok", Operation.UPDATE_ALIAS);
    row("ok ok  3  5 ok 14 15", Operation.ENABLE_KEY, Operation.DISABLE_KEY);
    row("ok ok  3 ok ok ok 15", Operation.SCHEDULE_KEY_DELETION);
    row(" 4  4 ok  4  4  4  4", Operation.CANCEL_KEY_DELETION);
    row("ok  1  3  7  7 14 ok", Operation.ENABLE_KEY_ROTATION, Operation.DISABLE_KEY_ROTATION);
    row("ok ok ok  7  7 ok ok", Operation.GET_KEY_ROTATION_STATUS);
    row("ok  1  3  5  7 14 15", Operation.ROTATE_KEY_ON_DEMAND);
    row("ok ok  3 ok  7 14 15", Operation.GET_PARAMETERS_FOR_IMPORT);
    row("ok ok  3 ok  7 14 ok", Operation.IMPORT_KEY_MATERIAL);
    row("ok ok ok ok  7 14 15", Operation.DELETE_IMPORTED_KEY_MATERIAL);
    row("ok  1  3  5  7 14 15", Operation.REPLICATE_KEY);
    row("ok  1  3  5  7 14 ok", Operation.UPDATE_PRIMARY_REGION);
  }

  private KeyStates() {}

  private static void row(String cells, Operation... operations) {
    List<Outcome> outcomes = Arrays.stream(cells.strip().split(" +", -1)).map(Outcome::of).toList();
    for (Operation operation : operations) {
      TABLE.put(operation, outcomes);
    }
  }

  /** What an operation does to a key in a state; OK for operations that ask for no key. */
  static Outcome of(Operation operation, KeyState state) {
    List<Outcome> row = TABLE.get(operation);
    if (row == null) {
      return Outcome.OK;
    }
    KeyState column =
        state == KeyState.PENDING_REPLICA_DELETION ? KeyState.PENDING_DELETION : state;
    return row.get(COLUMNS.indexOf(column));
  }
}
