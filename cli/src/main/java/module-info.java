// SPDX-License-Identifier: Apache-2.0
/** The {@code holdfast} command. */
module dev.holdfast.cli {
  requires info.picocli;

  opens dev.holdfast.cli to
      info.picocli;
}
