// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may be in the room with whom. */
class RoomTest {
  private final Room room = new Room();
  private final Room.Group readers = room.new Group();
  private final Room.Group makers = room.new Group();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void membersOfAGroup_areThereTogether() throws Exception {
    readers.enter();
    threads.submit(readers::enter).get(30, TimeUnit.SECONDS);
    readers.leave();
    readers.leave();
  }

  @Test
  void whoComesLater_doesNotKeepAnotherGroupOut() throws Exception {
    readers.enter();
    Thread maker = waitingIn(makers::enter);
    Thread late = waitingIn(readers::enter);
    readers.leave();
    maker.join();
    assertTrue(late.isAlive());
    makers.leave();
    late.join();
    readers.leave();
  }

  private static Thread waitingIn(Runnable enter) {
    Thread thread = new Thread(enter);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void groups_areNeverThereTogether_andWhoIsAlone_isAlone() throws Exception {
    AtomicInteger reading = new AtomicInteger();
    AtomicInteger making = new AtomicInteger();
    AtomicInteger alone = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(
          threads.submit(() -> often(readers::enter, readers::leave, reading, 2, making, alone)));
      running.add(
          threads.submit(() -> often(makers::enter, makers::leave, making, 2, reading, alone)));
      running.add(
          threads.submit(
              () -> often(room::enterAlone, room::leaveAlone, alone, 1, reading, making)));
    }
    for (Future<?> each : running) {
      each.get(60, TimeUnit.SECONDS);
    }
    assertEquals(0, reading.get() + making.get() + alone.get());
  }

  private static void often(
      Runnable enter,
      Runnable leave,
      AtomicInteger own,
      int most,
      AtomicInteger other,
      AtomicInteger third) {
    for (int i = 0; i < 5_000; i++) {
      enter.run();
      assertTrue(own.incrementAndGet() <= most);
      assertTrue(other.get() == 0 && third.get() == 0);
      own.decrementAndGet();
      leave.run();
    }
  }
}
