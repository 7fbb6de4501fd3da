package dev.eddy.http;

import java.io.InputStream;
import java.util.Optional;

/// A request as the server library read it: nothing decoded, nothing checked.
public interface Call {

  /// Returns the method, in the letters it was sent in.
  String method();

  /// Returns the path as it was sent, percent-encoded.
  String path();

  /// Returns the query as it was sent, without its question mark; empty where there is none.
  String query();

  /// Returns a header, if it was sent; the first of several.
  ///
  /// @param name in any letters
  Optional<String> header(String name);

  /// Returns whether a body comes with it.
  boolean hasBody();

  /// Returns the body, unpacked where it came as gzip. What cannot be read because it is damaged,
  /// stops in the middle or does not come in time is a [ProblemException], 400 or 408.
  ///
  /// @throws ProblemException 415 if it is packed in another way
  InputStream body();

  /// Returns the address of whoever sent it, of the last hop only.
  String remoteAddress();

  /// Returns the subject of the certificate that its sender has shown, if they have shown one that
  /// an authority of ours has signed.
  Optional<String> certificate();

  /// Returns its id, which is in the answer and in the log ([RequestIds]).
  String id();

  /// Is told which endpoint answers it.
  ///
  /// @param endpoint method and path template, such as `GET /v1/users/{user}`
  void reached(String endpoint);
}
