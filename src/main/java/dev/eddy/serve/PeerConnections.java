package dev.eddy.serve;

import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.ConnectionKey;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.TcpClientConnection;
import io.helidon.webclient.api.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Connections to other instances, kept while they are used: the one that was used last is used
/// next, and those that nobody needed for a while are closed. Helidon's own cache has each of them
/// watched by a thread, and forgets to close those that the watch gave up.
final class PeerConnections implements AutoCloseable {

  private static final long KEPT_NS = Duration.ofSeconds(10).toNanos();
  private static final Tls NO_TLS = Tls.builder().enabled(false).build();

  private final WebClient client;
  private final Map<String, Deque<Kept>> kept = new HashMap<>();
  private boolean closed;

  /// A connection, and since when nobody uses it.
  private record Kept(TcpClientConnection connection, long sinceNs) {}

  /// Prepares connections as a client's settings say.
  PeerConnections(WebClient client) {
    this.client = client;
  }

  /// Returns a connection for one question. It comes back by itself when the answer is closed.
  ClientConnection take(URI peer) {
    synchronized (this) {
      Kept last = idle(peer.getAuthority()).pollFirst();
      if (last != null) {
        return last.connection;
      }
    }
    ConnectionKey key =
        ConnectionKey.create(
            peer.getScheme(),
            peer.getHost(),
            peer.getPort(),
            NO_TLS,
            client.prototype().dnsResolver(),
            client.prototype().dnsAddressLookup(),
            Proxy.noProxy());
    return TcpClientConnection.create(
            client,
            key,
            List.of(),
            connection -> giveBack(peer.getAuthority(), connection),
            connection -> {})
        .connect();
  }

  private synchronized boolean giveBack(String authority, TcpClientConnection connection) {
    long nowNs = System.nanoTime();
    Deque<Kept> idle = idle(authority);
    while (!idle.isEmpty() && nowNs - idle.getLast().sinceNs > KEPT_NS) {
      idle.removeLast().connection.closeResource();
    }
    if (!closed) {
      idle.addFirst(new Kept(connection, nowNs));
    }
    return !closed;
  }

  /// Closes those that nobody uses: one of them was found dead.
  synchronized void closeIdle(URI peer) {
    Deque<Kept> idle = idle(peer.getAuthority());
    idle.forEach(one -> one.connection.closeResource());
    idle.clear();
  }

  private Deque<Kept> idle(String authority) {
    return kept.computeIfAbsent(authority, a -> new ArrayDeque<>());
  }

  @Override
  public synchronized void close() {
    closed = true;
    kept.values().forEach(idle -> idle.forEach(one -> one.connection.closeResource()));
    kept.clear();
  }
}
