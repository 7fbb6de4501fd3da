package dev.eddy.serve.access;

import java.util.Optional;

/// Where tokens come from.
@FunctionalInterface
public interface Tokens {

  /// Returns who shows a token; nobody if it is not known or not valid any more.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if that cannot be told now
  Optional<Principal> holder(String shown);
}
