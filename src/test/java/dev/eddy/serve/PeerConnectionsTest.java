package dev.eddy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerConnectionsTest {

  private static final int END = -1;

  private final WebClient client = WebClient.create();

  private static ServerSocket peer() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static URI uri(ServerSocket peer) {
    return URI.create("http://127.0.0.1:" + peer.getLocalPort());
  }

  @Test
  void shouldUseTheOneThatWasUsedLast() throws IOException {
    try (PeerConnections connections = new PeerConnections(client, Duration.ofHours(1));
        ServerSocket peer = peer()) {
      ClientConnection first = connections.take(uri(peer));
      ClientConnection second = connections.take(uri(peer));
      assertThat(second).as("while the first is in use").isNotSameAs(first);
      second.releaseResource();
      first.releaseResource();
      assertThat(connections.take(uri(peer))).isSameAs(first);
      assertThat(connections.take(uri(peer))).isSameAs(second);
    }
  }

  @Test
  void shouldCloseWhatNobodyNeedsAlsoOfPeersThatAreAskedNoMore() throws IOException {
    try (PeerConnections connections = new PeerConnections(client, Duration.ZERO);
        ServerSocket former = peer();
        ServerSocket peer = peer()) {
      connections.take(uri(former)).releaseResource();
      try (Socket atFormer = former.accept()) {
        connections.take(uri(peer));
        assertThat(atFormer.getInputStream().read()).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldCloseAllThatAreIdleOnceOneIsFoundDeadAndWhatComesBackAfterTheEnd() throws IOException {
    try (ServerSocket peer = peer()) {
      PeerConnections connections = new PeerConnections(client, Duration.ofHours(1));
      ClientConnection idle = connections.take(uri(peer));
      ClientConnection used = connections.take(uri(peer));
      idle.releaseResource();
      try (Socket atIdle = peer.accept();
          Socket atUsed = peer.accept()) {
        connections.closeIdle(uri(peer));
        assertThat(atIdle.getInputStream().read()).isEqualTo(END);
        connections.close();
        used.releaseResource();
        assertThat(atUsed.getInputStream().read()).isEqualTo(END);
      }
    }
  }
}
