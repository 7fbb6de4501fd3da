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

  private static final Tls NO_TLS = Tls.builder().enabled(false).build();

  private final WebClient client;
  private final long keptNs;
  private final Map<String, Deque<Kept>> idle = new HashMap<>();
  private boolean closed;

  /// A connection, and since when nobody uses it.
  private record Kept(TcpClientConnection connection, long sinceNs) {}

  /// Prepares connections as a client's settings say.
  ///
  /// @param kept how long those are kept that nobody uses
  PeerConnections(WebClient client, Duration kept) {
    this.client = client;
    keptNs = kept.toNanos();
  }

  /// Returns a connection for one question. It comes back by itself when the answer is closed.
  ClientConnection take(URI peer) {
    synchronized (this) {
      closeOld(System.nanoTime());
      Deque<Kept> ofPeer = idle.get(peer.getAuthority());
      if (ofPeer != null && !ofPeer.isEmpty()) {
        return ofPeer.removeFirst().connection;
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
    if (!closed) {
      idle.computeIfAbsent(authority, a -> new ArrayDeque<>())
          .addFirst(new Kept(connection, System.nanoTime()));
    }
    return !closed;
  }

  /// Of all instances, also of those that are no more.
  private void closeOld(long nowNs) {
    for (Deque<Kept> ofPeer : idle.values()) {
      while (!ofPeer.isEmpty() && nowNs - ofPeer.getLast().sinceNs > keptNs) {
        ofPeer.removeLast().connection.closeResource();
      }
    }
    idle.values().removeIf(Deque::isEmpty);
  }

  /// Closes those that nobody uses: one of them was found dead.
  synchronized void closeIdle(URI peer) {
    Deque<Kept> ofPeer = idle.remove(peer.getAuthority());
    if (ofPeer != null) {
      ofPeer.forEach(one -> one.connection.closeResource());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(ofPeer -> ofPeer.forEach(one -> one.connection.closeResource()));
    idle.clear();
  }
}
