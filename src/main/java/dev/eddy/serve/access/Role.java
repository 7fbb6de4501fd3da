package dev.eddy.serve.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a token lets its holder do. No role includes another.
public enum Role {
  /// Reads: lists, users, items, what the model has learned.
  READ,
  /// Writes events, ratings, users and the catalog.
  WRITE,
  /// Does what operators do: brakes, generations, snapshots.
  ADMIN,
  /// Watches the instance: metrics and the topology, nothing about persons.
  WATCH,
  /// Asks as one instance asks another (`/internal`).
  PEER;

  /// Returns how it is written in files, tokens and settings.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads a role.
  ///
  /// @throws IllegalArgumentException if there is none of this name
  public static Role of(String label) {
    return Arrays.stream(values())
        .filter(role -> role.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no role; roles are %s"
                        .formatted(label, labels(EnumSet.allOf(Role.class)))));
  }

  /// Reads roles that commas separate.
  ///
  /// @throws IllegalArgumentException if there is none, or one that does not exist
  public static Set<Role> list(String text) {
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (String label : text.split(",", -1)) {
      roles.add(of(label.strip()));
    }
    return roles;
  }

  /// Returns roles as they are written, separated by commas.
  public static String labels(Set<Role> roles) {
    return roles.stream().sorted().map(Role::label).collect(Collectors.joining(","));
  }
}
