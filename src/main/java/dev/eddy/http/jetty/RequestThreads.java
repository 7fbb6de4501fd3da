package dev.eddy.http.jetty;

import dev.eddy.http.ProblemException;
import dev.eddy.http.Shedding;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Gives each request a thread of its own, unless it is to be shed. The handlers before this one
/// run in the thread that reads from the connections, and must not block: so who is refused does
/// not wait behind those who are answered, and costs no thread.
///
/// Jetty's `QoSHandler` counts a request from its head to the end of its answer: whoever sends a
/// body slowly, or waits for a write to be learned, would take the place of one that a processor
/// could work on.
final class RequestThreads extends Handler.Wrapper {

  private final Executor threads;
  private final Shedding shedding;
  private final Refusal refusal;

  RequestThreads(Executor threads, ServerSettings settings, Refusal refusal, Handler next) {
    super(next);
    this.threads = threads;
    this.refusal = refusal;
    shedding = settings.shedding();
  }

  /// Tells Jetty to call the handlers in the thread that reads.
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long arrivedNs;
    try {
      arrivedNs = shedding.arrived();
    } catch (ProblemException full) {
      return refusal.send(request, response, callback, full);
    }
    threads.execute(() -> start(request, response, callback, arrivedNs));
    return true;
  }

  private void start(Request request, Response response, Callback callback, long arrivedNs) {
    try {
      shedding.started(arrivedNs);
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (ProblemException late) {
      refusal.send(request, response, callback, late);
    } catch (Throwable e) { // as Jetty does where it calls a handler
      Response.writeError(request, response, callback, e);
    }
  }
}
