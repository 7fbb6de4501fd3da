package dev.eddy.app;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One of many connections of one thread, each with a request at a time, as in `wrk`. It reads what
/// HTTP/1.1 servers send with a `Content-Length`, and nothing else. Made when it is first asked,
/// and again after it was closed.
final class AskedConnection {

  private static final int HEAD_BYTES = 1 << 12;
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String CLOSE = "\r\nconnection: close";

  private final Selector selector;
  private final InetSocketAddress server;
  private final InetAddress from;
  private final byte[] head = new byte[HEAD_BYTES];
  private SocketChannel channel;
  private ByteBuffer request;
  private long sentNs;
  private int headBytes;
  private int status;
  private long left;
  private boolean closes;

  /// Prepares a connection.
  ///
  /// @param from an address of this machine
  AskedConnection(Selector selector, InetSocketAddress server, InetAddress from) {
    this.selector = selector;
    this.server = server;
    this.from = from;
  }

  /// Sends a request, over a new connection where there is none; there must be no other request.
  void ask(String target) throws IOException {
    headBytes = 0;
    status = 0;
    sentNs = System.nanoTime();
    String text = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    request = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    if (channel == null) {
      connect();
    } else {
      write();
    }
  }

  private void connect() throws IOException {
    channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(from, 0));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.connect(server);
    channel.register(selector, SelectionKey.OP_CONNECT, this);
  }

  private void write() throws IOException {
    channel.write(request);
    if (request.hasRemaining()) {
      throw new IOException("a request does not fit into the buffer of an idle connection");
    }
  }

  /// Goes on with what the selector has told of, and reads what has come.
  ///
  /// @param bytes where to; what is beyond a head is not looked at
  /// @return the status of a whole answer, 0 while there is none
  int read(ByteBuffer bytes) throws IOException {
    if (channel.finishConnect() && request.hasRemaining()) {
      channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
      write();
    }
    bytes.clear();
    if (channel.read(bytes) < 0) {
      throw new EOFException("the connection was closed");
    }
    bytes.flip();
    while (status == 0 && bytes.hasRemaining()) {
      if (headBytes == HEAD_BYTES) {
        throw new IOException("the head of an answer is longer than " + HEAD_BYTES + " bytes");
      }
      head[headBytes++] = bytes.get();
      if (isHeadOver()) {
        parseHead();
      }
    }
    if (status == 0) {
      return 0;
    }
    left -= bytes.remaining();
    return left <= 0 ? status : 0;
  }

  private boolean isHeadOver() {
    return headBytes >= 4 && head[headBytes - 1] == '\n' && head[headBytes - 3] == '\n';
  }

  private void parseHead() throws IOException {
    String text =
        new String(head, 0, headBytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    int at = text.indexOf(LENGTH);
    if (at < 0) {
      throw new IOException("an answer does not say how long it is: " + text);
    }
    int begin = at + LENGTH.length();
    left = Long.parseLong(text.substring(begin, text.indexOf('\r', begin)).strip());
    status = Integer.parseInt(text, 9, 12, 10); // http/1.1 200 ok
    closes = text.contains(CLOSE);
  }

  /// Returns how long the request has waited that was sent last.
  long waitedNs(long nowNs) {
    return nowNs - sentNs;
  }

  /// Makes ready for the next request.
  void done() throws IOException {
    if (closes) {
      close();
    }
  }

  void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
