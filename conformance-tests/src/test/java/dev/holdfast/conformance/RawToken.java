// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.KeyPairHandles;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Pkcs11Module;
import dev.holdfast.pkcs11.PoolSettings;
import dev.holdfast.pkcs11.SessionPool;
import dev.holdfast.pkcs11.Template;

/**
 * A fixture's token as another program sees it, by plain PKCS #11 in this process: makes what
 * Holdfast itself would never make.
 */
final class RawToken implements AutoCloseable {
  private final Pkcs11Module module;
  private final SessionPool pool;

  private RawToken(Pkcs11Module module, SessionPool pool) {
    this.module = module;
    this.pool = pool;
  }

  static RawToken of(Fixture fixture) throws Exception {
    TestToken token = fixture.testToken();
    Pkcs11Module module = Pkcs11Module.open(token.library(), token.initArgs());
    SessionPool pool = SessionPool.open(module.token(token.label()), PoolSettings.defaults());
    pool.login(TestToken.PIN::toCharArray);
    return new RawToken(module, pool);
  }

  /** Objects of a class on the token, for {@link #find} or to be added to. */
  static Template.Builder object(long objectClass) {
    return Template.builder().set(CKA_CLASS, objectClass).set(CKA_TOKEN, true);
  }

  long create(Template.Builder wanted) throws Pkcs11Exception {
    try (Template template = wanted.build()) {
      return pool.withSession(session -> session.createObject(template));
    }
  }

  KeyPairHandles generatePair(
      Mechanism mechanism, Template.Builder publicHalf, Template.Builder privateHalf)
      throws Pkcs11Exception {
    try (Template half = publicHalf.build();
        Template other = privateHalf.build()) {
      return pool.withSession(session -> session.generateKeyPair(mechanism, half, other));
    }
  }

  long[] find(Template.Builder wanted) throws Pkcs11Exception {
    try (Template template = wanted.build()) {
      return pool.withSession(session -> session.findObjects(template));
    }
  }

  /** The one object that is like that. */
  long one(Template.Builder wanted) throws Pkcs11Exception {
    long[] found = find(wanted);
    if (found.length != 1) {
      throw new AssertionError("The token has " + found.length + " such objects");
    }
    return found[0];
  }

  Attributes attributes(long object, long... types) throws Pkcs11Exception {
    return pool.withSession(session -> session.getAttributes(object, types));
  }

  void destroy(long object) throws Pkcs11Exception {
    pool.withSession(
        session -> {
          session.destroyObject(object);
          return null;
        });
  }

  @Override
  public void close() {
    pool.close();
    module.close();
  }
}
