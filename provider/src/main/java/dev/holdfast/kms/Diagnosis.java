// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at every record of a vault and at the material behind it. */
final class Diagnosis {
  private static final List<String> KINDS =
      List.of(
          KeyRecord.KIND,
          NameRecord.ALIAS,
          NameRecord.CERTIFICATE,
          PrincipalRecord.KIND,
          LastUses.KIND,
          NonceRecord.KIND);

  private final Ledger ledger;
  private final RecordKeys keys;
  private final List<Finding> findings = new ArrayList<>();
  private final List<KeyRecord> sound = new ArrayList<>();

  Diagnosis(Ledger ledger, RecordKeys keys) {
    this.ledger = ledger;
    this.keys = keys;
  }

  List<Finding> findings() {
    try {
      ledger.read(
          records -> {
            checkRecords(records);
            checkCount(records);
            return null;
          });
    } catch (KeyOperationException e) {
      findings.add(
          Finding.error(e.getMessage(), "Put the vault back from a backup that verifies."));
    }
    sound.forEach(this::checkMaterial);
    keys.backends().values().forEach(this::checkOrphans);
    if (findings.stream().allMatch(finding -> finding.severity() == Finding.Severity.OK)) {
      findings.add(
          Finding.ok(
              "All records verify and the material of all " + sound.size() + " keys is there."));
    }
    return findings;
  }

  private void checkRecords(Records records) throws KeyOperationException {
    for (String kind : KINDS) {
      for (Records.Name name : records.names(kind)) {
        try {
          Optional<byte[]> body = records.get(kind, name.name());
          if (kind.equals(KeyRecord.KIND) && body.isPresent()) {
            sound.add(KeyRecord.decode(name.name(), body.get()));
          }
        } catch (KeyOperationException e) {
          findings.add(
              Finding.error(e.getMessage(), "Put the vault back from a backup that verifies."));
        }
      }
    }
  }

  private void checkCount(Records records) throws KeyOperationException {
    long there = 0;
    for (String kind : KINDS) {
      there += records.count(kind);
    }
    if (there != records.total()) {
      findings.add(
          Finding.error(
              "The vault has "
                  + there
                  + " records, but its head says "
                  + records.total()
                  + ": some were removed or added by somebody else",
              "Put the vault back from a backup that verifies."));
    }
  }

  private void checkMaterial(KeyRecord record) {
    if (record.state() == KeyState.CREATING) {
      findings.add(
          Finding.warning(
              "Key " + record.id() + " is being made, or its maker died on another machine",
              "If nobody is making it, it is removed at an opening of the vault an hour later."));
      return;
    }
    try {
      for (KeyRecord.Version version : record.versions()) {
        if (version.isMade() && !keys.backend(record).exists(keys.open(record, version))) {
          findings.add(
              Finding.error(
                  "The material of key "
                      + record.id()
                      + (record.versions().size() > 1 ? ", version " + version.number() + "," : "")
                      + " is not in backend "
                      + record.backend(),
                  "Restore the token, or delete the key."));
        }
      }
    } catch (KeyOperationException e) {
      findings.add(
          Finding.error(
              "Key " + record.id() + ": " + e.getMessage(),
              "Mend the backend " + record.backend() + " and look again."));
    }
  }

  private void checkOrphans(KeyBackend backend) {
    if (!(backend instanceof Inventories token)) {
      return;
    }
    Set<String> ours = new HashSet<>();
    for (KeyRecord record : sound) {
      record.versions().forEach(version -> ours.add(RecordKeys.objectId(version)));
    }
    try {
      List<Inventories.StoredObject> objects = token.keys();
      for (Inventories.StoredObject object : objects) {
        if (!ours.contains(object.objectId())) {
          findings.add(
              Finding.warning(
                  "The token of "
                      + backend.name()
                      + " has a "
                      + object.handle().spec()
                      + " key without a record here: CKA_ID "
                      + object.objectId()
                      + ", label "
                      + object.label(),
                  "Another program's key is none of this vault's business; an orphan can be"
                      + " removed with pkcs11-tool --delete-object."));
        }
      }
      findings.addAll(TokenFindings.objects(backend.name(), objects, token.certificates()));
      findings.addAll(TokenFindings.of(backend.name(), token));
    } catch (KeyOperationException e) {
      findings.add(
          Finding.error(
              "The token of " + backend.name() + ": " + e.getMessage(), "Mend it and look again."));
    }
  }
}
