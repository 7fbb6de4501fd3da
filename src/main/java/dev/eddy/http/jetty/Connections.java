package dev.eddy.http.jetty;

import dev.eddy.http.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections at once that are more than there may be, in all or of one address. Jetty's
/// `NetworkConnectionLimit` stops accepting instead, and knows no addresses: whoever holds all
/// connections would keep everybody else waiting.
final class Connections implements SelectorManager.AcceptListener {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final Limits limits;
  private final Traffic traffic;
  private final Map<SelectableChannel, InetAddress> open = new HashMap<>();
  private final Map<InetAddress, Integer> ofAddress = new HashMap<>();

  Connections(Limits limits, Traffic traffic) {
    this.limits = limits;
    this.traffic = traffic;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    InetAddress address = address(channel);
    Traffic.Cut why = null;
    synchronized (this) {
      if (open.size() >= limits.maxConnections()) {
        why = Traffic.Cut.CONNECTIONS;
      } else if (ofAddress.getOrDefault(address, 0) >= limits.connectionsOfOne()) {
        why = Traffic.Cut.ADDRESS;
      } else {
        open.put(channel, address);
        ofAddress.merge(address, 1, Integer::sum);
      }
    }
    if (why != null) {
      IO.close(channel);
      traffic.cutOff(why);
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    remove(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    remove(channel);
  }

  private synchronized void remove(SelectableChannel channel) {
    InetAddress address = open.remove(channel); // none of one that was never let in
    if (address != null) {
      ofAddress.computeIfPresent(address, (known, count) -> count == 1 ? null : count - 1);
    }
  }

  /// Returns how many there are.
  synchronized int count() {
    return open.size();
  }

  private static InetAddress address(SelectableChannel channel) {
    try {
      if (channel instanceof SocketChannel socket
          && socket.getRemoteAddress() instanceof InetSocketAddress remote) {
        return remote.getAddress();
      }
    } catch (IOException e) { // it is closed again already
      LOG.debug("Cannot tell where a connection comes from", e);
    }
    return InetAddress.getLoopbackAddress();
  }
}
