// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.Executable;

/**
 * The key management service over both backends, with a clock that a test can move; shared by the
 * tests of a class. Registered as a static extension.
 */
final class KmsBench implements AfterAllCallback {
  private final Map<Backend, Fixture> fixtures = new EnumMap<>(Backend.class);
  private final Map<Backend, KeyService> services = new EnumMap<>(Backend.class);
  private final MovedClock clock = new MovedClock();

  /** The system's clock, moved. */
  static final class MovedClock extends Clock {
    private final AtomicReference<Duration> moved = new AtomicReference<>(Duration.ZERO);

    void move(Duration by) {
      var unused = moved.updateAndGet(before -> before.plus(by));
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(moved.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  MovedClock clock() {
    return clock;
  }

  /** All at once: SoftHSM2 does not see a token that is made after it was loaded. */
  synchronized Fixture fixture(Backend backend) {
    if (fixtures.isEmpty()) {
      for (Backend each : Backend.values()) {
        if (each.hasVault()) {
          fixtures.put(each, Fixture.of(each));
        }
      }
    }
    return fixtures.get(backend);
  }

  synchronized KeyService service(Backend backend) throws Exception {
    KeyService service = services.get(backend);
    if (service == null) {
      service = open(backend);
      services.put(backend, service);
    }
    return service;
  }

  private KeyService open(Backend backend) throws Exception {
    return Holdfast.keyService(fixture(backend).configuration(), Optional.empty(), clock);
  }

  /** Closes the vault and opens it again, as another process would. */
  synchronized KeyService reopened(Backend backend) throws Exception {
    fixture(backend).reopen();
    KeyService service = open(backend);
    services.put(backend, service);
    return service;
  }

  KeyMetadata symmetric(Backend backend) throws Exception {
    return service(backend).createKey(CreateKeyRequest.of()).keyMetadata();
  }

  KeyMetadata key(Backend backend, String spec, String usage) throws Exception {
    return service(backend)
        .createKey(CreateKeyRequest.of().withKeySpec(spec).withKeyUsage(usage))
        .keyMetadata();
  }

  void alias(Backend backend, String name, KeyMetadata key) throws Exception {
    service(backend).createAlias(CreateAliasRequest.of(name, key.keyId()));
  }

  /** The message of the refusal with the error that is expected. */
  static String refused(KmsError error, Executable call) {
    KmsException refusal = assertThrows(KmsException.class, call);
    assertEquals(error, refusal.error(), () -> "message: " + refusal.getMessage());
    return refusal.getMessage();
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) throws Exception {
    services.clear();
    for (Fixture fixture : fixtures.values()) {
      fixture.close();
    }
    fixtures.clear();
  }
}
