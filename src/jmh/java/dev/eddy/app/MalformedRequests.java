package dev.eddy.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;

/// Requests that are wrong in some way, as bytes: of each route, with odd ids and parameters,
/// garbled bodies, headers that can be read in two ways, or bytes of any value.
final class MalformedRequests {

  private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");
  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "get", "TRACE");
  private static final List<String> NAMES =
      List.of(
          "n", "offset", "after", "id", "item", "to", "genre", "year", "candidates", "exclude",
          "min-count", "diversity", "rank", "items", "by", "times", "order", "monitor", "users");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/x-ndjson",
          "text/csv",
          "text/plain",
          "application/json; charset=utf-16",
          "");
  private static final List<String> BODIES =
      List.of(
          "{\"userId\":\"u1\",\"itemId\":\"m1\",\"rating\":4.5,\"timestamp\":1700000000000}",
          "[{\"userId\":\"u1\",\"itemId\":\"m1\",\"kind\":\"view\"}]",
          "userId,itemId,rating\nu1,m1,4\nu2,m2,\n",
          "{\"users\":[\"u1\",\"u2\"],\"strategy\":\"average\"}",
          "{\"ratings\":[{\"itemId\":\"m1\",\"rating\":4}],\"items\":[\"m2\"]}",
          "{\"items\":[{\"itemId\":\"m1\",\"weight\":2}]}",
          "{\"users\":[\"u1\"],\"copies\":true}",
          "{\"title\":\"Heat\",\"genres\":[\"Crime\"],\"year\":1995,\"hidden\":false}",
          "{\"exploration\":0.1,\"thompson\":0,\"popularityDiscount\":0}");
  private static final List<String> LENGTHS =
      List.of(
          "Content-Length: 5\r\nContent-Length: 6\r\n",
          "Content-Length: +5\r\n",
          "Content-Length: -1\r\n",
          "Content-Length: 5, 5\r\n",
          "Content-Length: 99999999999999999999\r\n",
          "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked, gzip\r\n",
          "Transfer-Encoding: x\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
          "Content-Encoding: gzip\r\nContent-Length: 5\r\n",
          "Content-Encoding: br\r\nContent-Length: 5\r\n",
          "Expect: 100-continue\r\nContent-Length: 5\r\n",
          "Host: other\r\n",
          "Host: localhost\r\n",
          "X\u0000Y: z\r\n",
          " folded: y\r\n",
          "X: \u0001\r\n",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAAA\r\n",
          "Range: bytes=9-1\r\n",
          "If-None-Match: \"\u00e9\r\n",
          "X-Request-Id: a\tb\r\n",
          "Authorization: Bearer \u00ff\r\n",
          "Origin: null\r\n",
          "X-Long: " + "y".repeat(5_000) + "\r\n");

  private final List<String> routes;
  private final Garbler garbler;

  /// Prepares requests.
  ///
  /// @param routes each a method and a path with its parameters in braces
  MalformedRequests(List<String> routes, RandomGenerator random) {
    this.routes = routes;
    garbler = new Garbler(random);
  }

  /// Returns one.
  byte[] next() {
    if (garbler.chance(0.05)) {
      return garbler.bytes(1 + garbler.below(300));
    }
    byte[] request = request();
    return garbler.chance(0.1) ? garbler.flipped(request) : request;
  }

  private byte[] request() {
    String[] route = garbler.oneOf(routes).split(" ", 2);
    String method = garbler.chance(0.7) ? route[0] : garbler.oneOf(METHODS);
    String target = path(route[1]) + query();
    boolean hasBody = !method.equals("GET") || garbler.chance(0.1);
    byte[] body = hasBody ? garbler.document(garbler.oneOf(BODIES)) : new byte[0];
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target);
    head.append(garbler.chance(0.97) ? " HTTP/1.1\r\n" : " " + garbler.odd() + "\r\n");
    head.append(garbler.chance(0.97) ? "Host: localhost\r\n" : "");
    head.append("Content-Type: ").append(garbler.oneOf(TYPES)).append("\r\n");
    if (garbler.chance(0.2)) {
      head.append(garbler.oneOf(LENGTHS));
    } else if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private String path(String template) {
    Matcher parameters = PARAMETER.matcher(template);
    String path =
        parameters.replaceAll(
            name ->
                Matcher.quoteReplacement(garbler.chance(0.5) ? "u" + garbler.below(50) : id()));
    return garbler.chance(0.1) ? garbler.garbled(path) : path;
  }

  private String id() {
    return garbler.odd() + (garbler.chance(0.3) ? garbler.odd() : "");
  }

  private String query() {
    List<String> parameters = new ArrayList<>();
    for (int count = garbler.below(4); count > 0; count--) {
      String name = garbler.chance(0.8) ? garbler.oneOf(NAMES) : garbler.odd();
      parameters.add(name + "=" + garbler.odd());
    }
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }
}
