package dev.eddy.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Clients that keep a server busy with little: their headers or bodies drip, they do not read what
/// they asked for, or they only listen. Each begins again when it is cut off.
final class BadClients implements AutoCloseable {

  private static final int DRIP_MS = 1_000;
  private static final int AGAIN_MS = 100;
  private static final int SMALL_BUFFER = 1 << 10;
  private static final int CONNECT_MS = 5_000;

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder cut = new LongAdder();
  private volatile boolean stop;

  BadClients(int port) {
    this.port = port;
  }

  /// What a client does with a connection until it is closed.
  private interface Habit {
    void live(Socket socket) throws IOException, InterruptedException;
  }

  /// Adds clients whose headers drip.
  void slowHeaders(int count) {
    add(count, 2, socket -> drip(socket, "GET /v1/items HTTP/1.1\r\nHost: localhost\r\nX: "));
  }

  /// Adds clients whose bodies drip.
  void slowBodies(int count) {
    String head =
        "PUT /v1/users/u1/ratings/m1 HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n";
    add(count, 3, socket -> drip(socket, head));
  }

  /// Adds clients that ask for long answers, again and again, and read none.
  void stalledReaders(int count) {
    add(
        count,
        4,
        socket -> {
          while (!stop) {
            write(socket, "GET /v1/items?n=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Thread.sleep(DRIP_MS);
          }
        });
  }

  /// Adds clients that open a stream of events and wait.
  void eventStreams(int count) {
    add(
        count,
        5,
        socket -> {
          write(socket, "GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
          InputStream in = socket.getInputStream();
          for (byte[] some = new byte[SMALL_BUFFER]; !stop && in.read(some) >= 0; ) {
            Thread.sleep(DRIP_MS);
          }
        });
  }

  /// Returns how often one of them was cut off, or not let in.
  long cutOff() {
    return cut.sum();
  }

  private void drip(Socket socket, String head) throws IOException, InterruptedException {
    write(socket, head);
    while (!stop && socket.getInputStream().available() == 0) {
      write(socket, "x");
      Thread.sleep(DRIP_MS);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Each kind has four addresses of its own, as if it came from several machines.
  private void add(int count, int network, Habit habit) {
    for (int n = 0; n < count; n++) {
      byte[] address = {127, 0, (byte) network, (byte) (1 + n % 4)};
      threads.add(Thread.startVirtualThread(() -> repeat(address, habit)));
    }
  }

  private void repeat(byte[] address, Habit habit) {
    while (!stop) {
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(2 * DRIP_MS);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        habit.live(socket);
      } catch (IOException e) {
        cut.increment(); // that is what it deserves
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(AGAIN_MS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    stop = true;
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they end by themselves
    }
  }
}
