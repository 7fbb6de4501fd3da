package dev.eddy.http.jetty;

import dev.eddy.http.ProblemException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses requests for host names that are not ours. A page of another site can make its own name
/// point here (DNS rebinding), and its scripts may then read what is answered; but they cannot make
/// the browser send another name. An IP address is no name, so nobody can make it point elsewhere.
final class Hosts extends Handler.Wrapper {

  private static final int MISDIRECTED = 421;
  private static final String ANY = "*";
  private static final String LOOPBACK = "localhost";
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

  private final Set<String> names;
  private final Refusal refusal;

  /// Allows the names of the settings, besides loopback's and addresses; `*` for any.
  Hosts(ServerSettings settings, Refusal refusal, Handler next) {
    super(next);
    this.refusal = refusal;
    names =
        settings.hosts().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpURI uri = request.getHttpURI();
    String host = uri.getHost();
    if (host == null || isOurs(host.toLowerCase(Locale.ROOT))) {
      return super.handle(request, response, callback);
    }
    return refusal.send(
        request,
        response,
        callback,
        ProblemException.transport(
            MISDIRECTED,
            "Misdirected Request",
            "requests for the host '%s' are not answered here: add it to the setting serve.hosts"
                .formatted(host)));
  }

  private boolean isOurs(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return names.contains(ANY)
        || names.contains(name)
        || name.equals(LOOPBACK)
        || ADDRESS.matcher(name).matches();
  }
}
