package dev.eddy.http.jetty;

import dev.eddy.http.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections on which the line and the headers of a request drip in. Jetty knows only a
/// time in which nothing at all comes, so that a byte now and then would keep a connection for
/// hours.
///
/// It looks at all connections from a thread of its own, where what parsers write may be seen late;
/// so one is closed only if it is found in the same head twice.
final class HeadDeadline extends AbstractLifeCycle {

  private static final Logger LOG = LoggerFactory.getLogger(HeadDeadline.class);
  private static final int LOOKS = 4;

  private final ServerConnector connector;
  private final long mostNs;
  private final Traffic traffic;
  private Map<Connection, Long> late = new HashMap<>();
  private Scheduler.Task next;

  HeadDeadline(ServerConnector connector, Limits limits, Traffic traffic) {
    this.connector = connector;
    this.traffic = traffic;
    mostNs = limits.headTimeout().toNanos();
  }

  @Override
  protected void doStart() {
    schedule();
  }

  @Override
  protected synchronized void doStop() {
    if (next != null) {
      next.cancel();
    }
  }

  private synchronized void schedule() {
    if (isStarting() || isRunning()) {
      next = connector.getScheduler().schedule(this::look, mostNs / LOOKS, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    try {
      closeLate();
    } catch (RuntimeException e) { // the next look must come whatever happens
      LOG.error("Connections whose requests drip in were not looked at; trying again", e);
    } finally {
      schedule();
    }
  }

  private void closeLate() {
    Map<Connection, Long> found = new HashMap<>();
    for (EndPoint end : connector.getConnectedEndPoints()) {
      Connection connection = end.getConnection();
      if (connection instanceof SslConnection secured) {
        connection = secured.getSslEndPoint().getConnection();
      }
      if (connection instanceof HttpConnection http && isLate(http.getParser())) {
        long begunNs = http.getParser().getBeginNanoTime();
        Long before = late.get(connection);
        if (before != null && before == begunNs) {
          traffic.cutOff(Traffic.Cut.HEAD);
          end.close();
        } else {
          found.put(connection, begunNs);
        }
      }
    }
    late = found;
  }

  private boolean isLate(HttpParser parser) {
    return parser.inHeaderState()
        && !parser.isStart()
        && NanoTime.since(parser.getBeginNanoTime()) > mostNs;
  }
}
