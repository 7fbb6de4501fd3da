package dev.eddy.http.jetty;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Tells browsers what pages may do: load scripts, styles and data from here alone, run no inline
/// scripts or styles, be in nobody's frame, send nobody the address of a page, and take every
/// answer for what its type says.
final class SafeHeaders extends Handler.Wrapper {

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  SafeHeaders(Handler next) {
    super(next);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    putInto(response.getHeaders());
    return super.handle(request, response, callback);
  }

  /// Sets the headers; an error page begins with none.
  static void putInto(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
  }
}
