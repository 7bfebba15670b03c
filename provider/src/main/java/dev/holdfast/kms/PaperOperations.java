// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.GetKeyPolicyRequest;
import dev.holdfast.kms.api.GetKeyPolicyResponse;
import dev.holdfast.kms.api.ListKeyPoliciesRequest;
import dev.holdfast.kms.api.ListKeyPoliciesResponse;
import dev.holdfast.kms.api.ListResourceTagsRequest;
import dev.holdfast.kms.api.ListResourceTagsResponse;
import dev.holdfast.kms.api.PutKeyPolicyRequest;
import dev.holdfast.kms.api.Tag;
import dev.holdfast.kms.api.TagResourceRequest;
import dev.holdfast.kms.api.UntagResourceRequest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is written on a key: its tags and its policy. */
final class PaperOperations {
  private final Desk desk;

  PaperOperations(Desk desk) {
    this.desk = desk;
  }

  void tagResource(TagResourceRequest request) throws KeyOperationException {
    ManagedKey key = desk.admitCustomers(request.keyId(), Operation.TAG_RESOURCE);
    var unused = Tags.checked(request.tags(), desk.record(key).details().tags());
    Checks.endDryRun(request.dryRun());
    change(
        key,
        Operation.TAG_RESOURCE,
        details -> details.withTags(Tags.checked(request.tags(), details.tags())));
  }

  void untagResource(UntagResourceRequest request) throws KeyOperationException {
    for (String tag : request.tagKeys()) {
      Checks.text(tag, "tagKeys", 1, 128);
      Tags.refuseReserved(tag);
    }
    ManagedKey key = desk.admitCustomers(request.keyId(), Operation.UNTAG_RESOURCE);
    Checks.endDryRun(request.dryRun());
    change(
        key,
        Operation.UNTAG_RESOURCE,
        details -> {
          Map<String, String> rest = new TreeMap<>(details.tags());
          request.tagKeys().forEach(rest::remove);
          return details.withTags(rest);
        });
  }

  ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request)
      throws KeyOperationException {
    int limit = Checks.number(request.limit(), "limit", 50, 1, 50);
    ManagedKey key = desk.admitItself(request.keyId(), Operation.LIST_RESOURCE_TAGS);
    List<Tag> tags =
        desk.record(key).details().tags().entrySet().stream()
            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
            .toList();
    Page<Tag> page = Page.of(tags, Tag::tagKey, limit, request.marker());
    Checks.endDryRun(request.dryRun());
    return new ListResourceTagsResponse(page.entries(), page.nextMarker(), page.isTruncated());
  }

  GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) throws KeyOperationException {
    ManagedKey key = desk.admitItself(request.keyId(), Operation.GET_KEY_POLICY);
    Policies.requireName(request.policyName());
    String policy = desk.record(key).details().policy();
    Checks.endDryRun(request.dryRun());
    return new GetKeyPolicyResponse(
        policy.isEmpty() ? Policies.ofAccount(desk.place()) : policy, Policies.NAME);
  }

  void putKeyPolicy(PutKeyPolicyRequest request) throws KeyOperationException {
    String policy = Policies.checked(request.policy());
    ManagedKey key = desk.admitCustomers(request.keyId(), Operation.PUT_KEY_POLICY);
    Policies.requireName(request.policyName());
    Checks.endDryRun(request.dryRun());
    change(key, Operation.PUT_KEY_POLICY, details -> details.withPolicy(policy));
  }

  ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request)
      throws KeyOperationException {
    int limit = Checks.number(request.limit(), "limit", 100, 1, 1000);
    desk.admitItself(request.keyId(), Operation.LIST_KEY_POLICIES);
    Page<String> page = Page.of(List.of(Policies.NAME), name -> name, limit, request.marker());
    Checks.endDryRun(request.dryRun());
    return new ListKeyPoliciesResponse(page.entries(), page.nextMarker(), page.isTruncated());
  }

  private interface Change {
    KeyDetails of(KeyDetails details);
  }

  private void change(ManagedKey key, Operation operation, Change change)
      throws KeyOperationException {
    desk.containers()
        .change(
            key.id().value(),
            record -> {
              LifeOperations.requireState(record, operation);
              return record.withDetails(change.of(record.details()));
            });
  }
}
