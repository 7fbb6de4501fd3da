package dev.eddy.http.jetty;

import dev.eddy.http.Traffic;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what every request was answered with. Of requests that were refused before they reached an
/// endpoint, because they can be read in two ways, it writes a line to the log now and then: they
/// are somebody's mistake, or somebody tries something. The line names no path, which may hold a
/// user's id; the answer says what is wrong.
final class TrafficLog implements RequestLog {

  private static final Logger LOG = LoggerFactory.getLogger(TrafficLog.class);
  private static final long APART_NS = TimeUnit.SECONDS.toNanos(10);

  private final Traffic traffic;
  private final AtomicLong nextNs = new AtomicLong(System.nanoTime());
  private final AtomicLong silent = new AtomicLong();

  TrafficLog(Traffic traffic) {
    this.traffic = traffic;
  }

  @Override
  public void log(Request request, Response response) {
    String endpoint = JettyCall.endpoint(request);
    int status = response.getStatus();
    traffic.answered(endpoint, status);
    if (status == HttpStatus.BAD_REQUEST_400 && endpoint.equals(Traffic.NO_ENDPOINT)) {
      tell(Request.getRemoteAddr(request), JettyCall.id(request));
    }
  }

  private void tell(String address, String id) {
    long nowNs = System.nanoTime();
    long next = nextNs.get();
    if (nowNs - next < 0 || !nextNs.compareAndSet(next, nowNs + APART_NS)) {
      silent.incrementAndGet();
      return;
    }
    LOG.info(
        "Refused a request from {} that can be read in two ways (request id {}); {} more before it",
        address,
        id,
        silent.getAndSet(0));
  }
}
