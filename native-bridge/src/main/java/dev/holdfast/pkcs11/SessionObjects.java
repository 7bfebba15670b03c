// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.*;
import static dev.holdfast.pkcs11.raw.CkLayout.CK_ATTRIBUTE;
import static dev.holdfast.pkcs11.raw.CkLayout.CK_ATTRIBUTE_LENGTH;
import static dev.holdfast.pkcs11.raw.CkLayout.CK_ATTRIBUTE_VALUE;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.pkcs11.raw.CkFunction;
import dev.holdfast.pkcs11.raw.CkLayout;
import dev.holdfast.pkcs11.raw.Cryptoki;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The half of a {@link Session} that makes, finds and reads objects; not the hot path of an
 * operation.
 */
final class SessionObjects {
  private static final int FOUND_AT_ONCE = 256;
  private static final long UNAVAILABLE = -1;

  private final Cryptoki cryptoki;
  private final long session;
  private final Scratch scratch;
  private final ObjectGuard guard;

  SessionObjects(Cryptoki cryptoki, long session, Scratch scratch, ObjectGuard guard) {
    this.cryptoki = cryptoki;
    this.session = session;
    this.scratch = scratch;
    this.guard = guard;
  }

  long generateKey(Mechanism mechanism, Template template) throws Pkcs11Exception {
    return making(
        C_GenerateKey,
        template,
        result ->
            cryptoki.call(
                C_GenerateKey,
                session,
                mechanism.writeTo(scratch),
                template.address(),
                template.count(),
                result));
  }

  KeyPairHandles generateKeyPair(
      Mechanism mechanism, Template publicTemplate, Template privateTemplate)
      throws Pkcs11Exception {
    try (SecretMemory result = SecretMemory.allocate(2 * CkLayout.ULONG)) {
      long rv =
          guarded(
              publicTemplate.isOfSession() && privateTemplate.isOfSession(),
              () ->
                  cryptoki.call(
                      C_GenerateKeyPair,
                      session,
                      mechanism.writeTo(scratch),
                      publicTemplate.address(),
                      publicTemplate.count(),
                      privateTemplate.address(),
                      privateTemplate.count(),
                      result.address(),
                      result.address() + CkLayout.ULONG));
      Pkcs11Exception.check(C_GenerateKeyPair, rv);
      ByteBuffer handles = result.asByteBuffer();
      return new KeyPairHandles(handles.getLong(0), handles.getLong(CkLayout.ULONG));
    } finally {
      scratch.reset();
      Reference.reachabilityFence(publicTemplate);
      Reference.reachabilityFence(privateTemplate);
    }
  }

  long create(Template template) throws Pkcs11Exception {
    return making(
        C_CreateObject,
        template,
        result ->
            cryptoki.call(C_CreateObject, session, template.address(), template.count(), result));
  }

  long copy(long object, Template template) throws Pkcs11Exception {
    return making(
        C_CopyObject,
        template,
        result ->
            cryptoki.call(
                C_CopyObject, session, object, template.address(), template.count(), result));
  }

  long unwrapKey(Mechanism mechanism, long unwrappingKey, byte[] wrapped, Template template)
      throws Pkcs11Exception {
    return making(
        C_UnwrapKey,
        template,
        result ->
            cryptoki.call(
                C_UnwrapKey,
                session,
                mechanism.writeTo(scratch),
                unwrappingKey,
                scratch.put(wrapped),
                wrapped.length,
                template.address(),
                template.count(),
                result));
  }

  long deriveKey(Mechanism mechanism, long baseKey, Template template) throws Pkcs11Exception {
    return making(
        C_DeriveKey,
        template,
        result ->
            cryptoki.call(
                C_DeriveKey,
                session,
                mechanism.writeTo(scratch),
                baseKey,
                template.address(),
                template.count(),
                result));
  }

  /**
   * @param ofSession it is known to be a session object
   */
  void destroy(long object, boolean ofSession) throws Pkcs11Exception {
    long rv = guarded(ofSession, () -> cryptoki.call(C_DestroyObject, session, object));
    Pkcs11Exception.check(C_DestroyObject, rv);
  }

  void setAttributes(long object, Template template) throws Pkcs11Exception {
    try {
      long address = template.address();
      long rv =
          guard.change(
              () -> cryptoki.call(C_SetAttributeValue, session, object, address, template.count()));
      Pkcs11Exception.check(C_SetAttributeValue, rv);
    } finally {
      Reference.reachabilityFence(template);
    }
  }

  long[] find(Template template) throws Pkcs11Exception {
    return guard.list(() -> findGuarded(template));
  }

  private long[] findGuarded(Template template) throws Pkcs11Exception {
    try (SecretMemory found = SecretMemory.allocate(8 * (FOUND_AT_ONCE + 1))) {
      long rv = cryptoki.call(C_FindObjectsInit, session, template.address(), template.count());
      Pkcs11Exception.check(C_FindObjectsInit, rv);
      try {
        return findAll(found);
      } finally {
        // Nothing can be done about a failure here; the next use of the session will meet it.
        cryptoki.call(C_FindObjectsFinal, session);
      }
    } finally {
      Reference.reachabilityFence(template);
    }
  }

  private long[] findAll(SecretMemory found) throws Pkcs11Exception {
    ByteBuffer words = found.asByteBuffer();
    long[] all = {};
    while (true) {
      long rv =
          cryptoki.call(
              C_FindObjects, session, found.address() + 8, FOUND_AT_ONCE, found.address());
      Pkcs11Exception.check(C_FindObjects, rv);
      int count = Math.toIntExact(words.getLong(0));
      if (count == 0) {
        return all;
      }
      int before = all.length;
      all = Arrays.copyOf(all, before + count);
      for (int i = 0; i < count; i++) {
        all[before + i] = words.getLong(8 + 8 * i);
      }
    }
  }

  Attributes attributes(long object, long... types) throws Pkcs11Exception {
    return guard.list(() -> attributesUnguarded(object, types));
  }

  Attributes attributesUnguarded(long object, long... types) throws Pkcs11Exception {
    try (SecretMemory array = SecretMemory.allocate(CK_ATTRIBUTE * types.length)) {
      ByteBuffer view = array.asByteBuffer();
      for (int i = 0; i < types.length; i++) {
        view.putLong(CK_ATTRIBUTE * i, types[i]);
      }
      read(object, array, types.length);
      try (SecretMemory values = SecretMemory.allocate(pointToValues(view, 0, types.length))) {
        pointToValues(view, values.address(), types.length);
        long rv = read(object, array, types.length);
        return new Attributes(collect(view, values, types), rv);
      }
    }
  }

  private long read(long object, SecretMemory array, int count) throws Pkcs11Exception {
    long rv = cryptoki.call(C_GetAttributeValue, session, object, array.address(), count);
    if (rv != Ckr.CKR_ATTRIBUTE_SENSITIVE && rv != Ckr.CKR_ATTRIBUTE_TYPE_INVALID) {
      Pkcs11Exception.check(C_GetAttributeValue, rv);
    }
    return rv;
  }

  /** Gives each value its place behind {@code start}, and returns how much they take together. */
  private static int pointToValues(ByteBuffer array, long start, int count) {
    int size = 0;
    for (int i = 0; i < count; i++) {
      int at = CK_ATTRIBUTE * i;
      long length = array.getLong(at + CK_ATTRIBUTE_LENGTH);
      boolean available = length != UNAVAILABLE;
      array.putLong(at + CK_ATTRIBUTE_VALUE, available && start != 0 ? start + size : 0);
      size = available ? Math.addExact(size, (Math.toIntExact(length) + 7) & ~7) : size;
    }
    return size;
  }

  private static Map<Long, byte[]> collect(ByteBuffer array, SecretMemory values, long... types) {
    Map<Long, byte[]> found = new HashMap<>();
    for (int i = 0; i < types.length; i++) {
      long length = array.getLong(CK_ATTRIBUTE * i + CK_ATTRIBUTE_LENGTH);
      long address = array.getLong(CK_ATTRIBUTE * i + CK_ATTRIBUTE_VALUE);
      if (length != UNAVAILABLE && address != 0) {
        byte[] value = new byte[Math.toIntExact(length)];
        values.read((int) (address - values.address()), value, 0, value.length);
        found.put(types[i], value);
      }
    }
    return found;
  }

  private long making(CkFunction function, Template template, Making making)
      throws Pkcs11Exception {
    try (SecretMemory result = SecretMemory.allocate(CkLayout.ULONG)) {
      long address = result.address();
      long rv = guarded(template.isOfSession(), () -> making.call(address));
      Pkcs11Exception.check(function, rv);
      return result.asByteBuffer().getLong(0);
    } finally {
      scratch.reset();
      Reference.reachabilityFence(template);
    }
  }

  private <T> T guarded(boolean ofSession, ObjectGuard.Call<T> call) throws Pkcs11Exception {
    return ofSession ? guard.changeInSession(call) : guard.change(call);
  }

  private interface Making {
    long call(long resultAddress);
  }
}
