package dev.eddy.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/// More requests than a server can answer, over many connections and from several addresses.
/// Requests are sent at a rate, and late ones at once, each as soon as a connection has none.
/// Latency counts from when a request was sent: what waits for a connection says nothing of the
/// server.
///
/// One thread does all, as in `wrk`: of a thread a connection, most would wait for a processor with
/// an answer in hand, and the client would measure itself. How long an answer may have lain unread
/// is measured, too.
final class FloodLoad {

  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
  private static final int ADDRESSES = 8;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final InetSocketAddress server;
  private final int connections;
  private final IntFunction<String> targets;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
  private final Queue<AskedConnection> free = new ArrayDeque<>();
  private LongStream.Builder answeredNs;
  private LongStream.Builder unreadNs;
  private long shed;
  private long failed;

  /// Prepares a load.
  ///
  /// @param targets what is asked, by the number of the request
  FloodLoad(int port, int connections, IntFunction<String> targets) {
    this.connections = connections;
    this.targets = targets;
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// What a load came to.
  ///
  /// @param answeredNs latencies of the requests with status 200, in order
  /// @param unreadNs for how long each of these answers may have lain unread, in order
  /// @param shed how many got 429 or 503
  /// @param failed how many got another status or none
  /// @param cpuS processor time of the load's thread
  /// @param readyS how long that thread was ready and had no processor; of Linux
  record Outcome(
      long[] answeredNs,
      long[] unreadNs,
      long shed,
      long failed,
      double seconds,
      double cpuS,
      double readyS) {

    double answeredPerS() {
      return answeredNs.length / seconds;
    }

    double shedPerS() {
      return shed / seconds;
    }

    double percentileMs(double percent) {
      return percentileMs(answeredNs, percent);
    }

    /// Returns within which time so many of a hundred answers were read by the client.
    double unreadMs(double percent) {
      return percentileMs(unreadNs, percent);
    }

    private static double percentileMs(long[] sorted, double percent) {
      if (sorted.length == 0) {
        return Double.NaN;
      }
      int at = Math.min(sorted.length - 1, (int) (sorted.length * percent / 100));
      return Math.rint(sorted[at] / 1e4) / 100;
    }
  }

  /// Offers requests for some time.
  ///
  /// @param perSecond 0 for as many as are answered
  Outcome offer(double perSecond, double seconds) throws IOException {
    answeredNs = LongStream.builder();
    unreadNs = LongStream.builder();
    shed = 0;
    failed = 0;
    free.clear();
    long[] before = scheduled();
    long startNs = System.nanoTime();
    try (Selector selector = Selector.open()) {
      for (int n = 0; n < connections; n++) {
        free.add(new AskedConnection(selector, server, from(n)));
      }
      try {
        send(selector, perSecond, startNs, startNs + (long) (seconds * 1e9));
      } finally {
        for (SelectionKey key : selector.keys()) {
          key.channel().close();
        }
      }
    }
    return new Outcome(
        sorted(answeredNs),
        sorted(unreadNs),
        shed,
        failed,
        (System.nanoTime() - startNs) / 1e9,
        (scheduled()[0] - before[0]) / 1e9,
        (scheduled()[1] - before[1]) / 1e9);
  }

  /// Returns for how long, in nanoseconds, this thread ran, and for how long it could have.
  private static long[] scheduled() throws IOException {
    return Arrays.stream(Files.readString(Path.of("/proc/thread-self/schedstat")).split(" "))
        .mapToLong(text -> Long.parseLong(text.strip()))
        .toArray();
  }

  private static InetAddress from(int connection) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + connection % ADDRESSES)});
  }

  private static long[] sorted(LongStream.Builder values) {
    long[] sorted = values.build().toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private void send(Selector selector, double perSecond, long startNs, long endNs)
      throws IOException {
    int sent = 0;
    long busyNs = 0;
    for (long nowNs = startNs; nowNs < endNs; nowNs = System.nanoTime()) {
      long dueNs = perSecond == 0 ? nowNs : startNs + (long) (sent * 1e9 / perSecond);
      while (dueNs <= nowNs && !free.isEmpty()) {
        ask(free.remove(), targets.apply(sent));
        sent++;
        dueNs = perSecond == 0 ? nowNs : startNs + (long) (sent * 1e9 / perSecond);
      }
      long leftNs = (free.isEmpty() ? endNs : Math.min(endNs, dueNs)) - nowNs;
      busyNs += System.nanoTime() - nowNs;
      selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNs)));
      long wokenNs = System.nanoTime();
      for (SelectionKey key : selector.selectedKeys()) {
        read((AskedConnection) key.attachment(), wokenNs - busyNs);
      }
      selector.selectedKeys().clear();
      busyNs = System.nanoTime() - wokenNs;
    }
    for (SelectionKey key : selector.keys()) {
      if (((AskedConnection) key.attachment()).waitedNs(endNs) > PATIENCE_NS) {
        failed++;
      }
    }
  }

  private void ask(AskedConnection connection, String target) throws IOException {
    try {
      connection.ask(target);
    } catch (IOException e) {
      fail(connection);
    }
  }

  private void read(AskedConnection connection, long lookedNs) throws IOException {
    try {
      int status = connection.read(bytes);
      if (status == 0) {
        return;
      }
      long nowNs = System.nanoTime();
      if (status == OK) {
        answeredNs.add(connection.waitedNs(nowNs));
        unreadNs.add(nowNs - lookedNs);
      } else if (status == TOO_MANY || status == UNAVAILABLE) {
        shed++;
      } else {
        failed++;
      }
      connection.done();
      free.add(connection);
    } catch (IOException e) {
      fail(connection);
    }
  }

  private void fail(AskedConnection connection) throws IOException {
    failed++;
    connection.close();
    free.add(connection);
  }
}
