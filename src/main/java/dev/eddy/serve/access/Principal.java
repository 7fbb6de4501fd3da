package dev.eddy.serve.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Who asks.
///
/// @param name for the audit log
/// @param roles what they may do
/// @param user the one user they may do it for; empty for all
public record Principal(String name, Set<Role> roles, Optional<String> user) {

  /// Everybody who reaches an instance that asks for no tokens.
  static final Principal ANYBODY =
      new Principal("anybody", EnumSet.allOf(Role.class), Optional.empty());

  /// Copies the roles.
  public Principal {
    roles = Set.copyOf(roles);
  }
}
