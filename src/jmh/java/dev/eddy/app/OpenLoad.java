package dev.eddy.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Requests that are sent when they are due, whatever became of those before: an open model.
/// Latency counts from when a request was due, so a server that falls behind cannot hide it by
/// slowing its clients down. Requests wait for one of a bounded number of kept connections, as in
/// wrk2; that wait counts as well. One that could not be sent within its patience has failed.
final class OpenLoad {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CONNECTIONS = 48;

  private final int[] ports;
  private final Supplier<String> targets;

  /// Prepares a load.
  ///
  /// @param ports of the servers, asked in turn
  /// @param targets what is asked
  OpenLoad(int[] ports, Supplier<String> targets) {
    this.ports = ports;
    this.targets = targets;
  }

  /// What a load came to.
  ///
  /// @param answeredNs latencies of the requests that were answered with status 200, in order
  /// @param failures how the others ended, and how often
  /// @param seconds from the first due request to the last answer
  record Outcome(long[] answeredNs, Map<String, Integer> failures, double seconds) {

    int failed() {
      return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Returns how long so many of a hundred answered requests took at most.
    double percentileMs(double percent) {
      if (answeredNs.length == 0) {
        return Double.NaN;
      }
      int at = Math.min(answeredNs.length - 1, (int) (answeredNs.length * percent / 100));
      return Math.rint(answeredNs[at] / 1e4) / 100;
    }
  }

  private record Due(long atNs, String target) {}

  /// Offers requests for some time and waits until all are answered or have failed.
  Outcome offer(int perSecond, int seconds) throws InterruptedException {
    long[] latencies = new long[perSecond * seconds];
    AtomicInteger answered = new AtomicInteger();
    ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    CountDownLatch open = new CountDownLatch(latencies.length);
    List<LinkedBlockingQueue<Due>> queues = new ArrayList<>();
    for (int server = 0; server < ports.length; server++) {
      queues.add(new LinkedBlockingQueue<>());
    }
    Thread[] clients = new Thread[ports.length * CONNECTIONS];
    for (int n = 0; n < clients.length; n++) {
      int server = n % ports.length;
      clients[n] =
          Thread.ofVirtual()
              .start(
                  () ->
                      send(
                          queues.get(server),
                          ports[server],
                          ns -> latencies[answered.getAndIncrement()] = ns,
                          failed::add,
                          open));
    }
    long startNs = System.nanoTime();
    for (int n = 0; n < latencies.length; n++) {
      long dueNs = startNs + n * 1_000_000_000L / perSecond;
      for (long leftNs; (leftNs = dueNs - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(leftNs);
      }
      queues.get(n % ports.length).add(new Due(dueNs, targets.get()));
    }
    open.await();
    double elapsed = (System.nanoTime() - startNs) / 1e9;
    for (Thread client : clients) {
      client.interrupt();
      client.join();
    }
    long[] sorted = Arrays.copyOf(latencies, answered.get());
    Arrays.sort(sorted);
    Map<String, Integer> failures = new TreeMap<>();
    failed.forEach(how -> failures.merge(how, 1, Integer::sum));
    return new Outcome(sorted, failures, elapsed);
  }

  private static void send(
      LinkedBlockingQueue<Due> queue,
      int port,
      LongConsumer answered,
      Consumer<String> failed,
      CountDownLatch open) {
    try (KeptConnection connection = new KeptConnection(port, PATIENCE)) {
      while (true) {
        Due due = queue.take();
        if (System.nanoTime() - due.atNs > PATIENCE.toNanos()) {
          failed.accept("not sent in time");
        } else {
          ask(connection, due, answered, failed);
        }
        open.countDown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // all is answered
    } catch (IOException e) {
      failed.accept("a connection cannot be closed: " + e.getMessage());
    }
  }

  private static void ask(
      KeptConnection connection,
      Due due,
      LongConsumer answered,
      Consumer<String> failed) {
    try {
      Optional<String> problem = connection.get(due.target);
      if (problem.isEmpty()) {
        answered.accept(System.nanoTime() - due.atNs);
      } else {
        failed.accept(problem.get().replaceAll("u?[0-9]+", "N")); // so that equal ones add up
      }
    } catch (IOException e) {
      failed.accept(e.toString());
    }
  }
}
