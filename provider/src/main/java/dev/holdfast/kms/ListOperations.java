// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.AliasListEntry;
import dev.holdfast.kms.api.KeyListEntry;
import dev.holdfast.kms.api.ListAliasesRequest;
import dev.holdfast.kms.api.ListAliasesResponse;
import dev.holdfast.kms.api.ListKeysRequest;
import dev.holdfast.kms.api.ListKeysResponse;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lists of what is in a vault. */
final class ListOperations {
  private final Desk desk;

  ListOperations(Desk desk) {
    this.desk = desk;
  }

  ListKeysResponse listKeys(ListKeysRequest request) throws KeyOperationException {
    int limit = Checks.number(request.limit(), "limit", 100, 1, 1000);
    desk.permit(Operation.LIST_KEYS);
    List<String> ids =
        desk.containers()
            .read(
                records ->
                    records.names(KeyRecord.KIND).stream()
                        .filter(key -> !key.owner().equals(KeyRecord.CREATING))
                        .map(Records.Name::name)
                        .toList());
    Page<String> page = Page.of(ids, id -> id, limit, request.marker());
    Checks.endDryRun(request.dryRun());
    return new ListKeysResponse(
        page.entries().stream().map(id -> new KeyListEntry(id, desk.place().arnOfKey(id))).toList(),
        page.nextMarker(),
        page.isTruncated());
  }

  ListAliasesResponse listAliases(ListAliasesRequest request) throws KeyOperationException {
    int limit = Checks.number(request.limit(), "limit", 50, 1, 100);
    String owner = null;
    if (request.keyId() == null) {
      desk.permit(Operation.LIST_ALIASES);
    } else {
      owner = desk.admitItself(request.keyId(), Operation.LIST_ALIASES).id().value();
    }
    String key = owner;
    return desk.containers().read(records -> page(records, key, limit, request));
  }

  private ListAliasesResponse page(
      Records records, String key, int limit, ListAliasesRequest request)
      throws KeyOperationException {
    List<String> names =
        records.names(NameRecord.ALIAS).stream()
            .filter(alias -> key == null || alias.owner().equals(key))
            .map(Records.Name::name)
            .filter(Names::isKmsAlias)
            .toList();
    Page<String> page = Page.of(names, name -> name, limit, request.marker());
    Checks.endDryRun(request.dryRun());
    List<AliasListEntry> entries = new ArrayList<>();
    for (String name : page.entries()) {
      Optional<byte[]> body = records.get(NameRecord.ALIAS, name);
      if (body.isPresent()) {
        NameRecord alias = NameRecord.decode(name, body.get());
        entries.add(
            new AliasListEntry(
                Names.shown(name),
                desk.place().arnOfAlias(name),
                alias.key(),
                alias.created(),
                alias.updated()));
      }
    }
    return new ListAliasesResponse(entries, page.nextMarker(), page.isTruncated());
  }
}
