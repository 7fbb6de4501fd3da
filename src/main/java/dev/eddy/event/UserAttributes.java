package dev.eddy.event;

import java.util.Map;

/// What the owner of accounts says of a user.
///
/// @param userId the user; not empty, at most 256 bytes in UTF-8
/// @param attributes by name; numbers and truth values as text
public record UserAttributes(String userId, Map<String, String> attributes) {

  /// More attributes than this are left out.
  public static final int MAX_ATTRIBUTES = 64;

  /// Copies the attributes.
  public UserAttributes {
    attributes = Map.copyOf(attributes);
  }
}
