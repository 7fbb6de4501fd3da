package dev.eddy.factorization.model;

/// A layer of a model: a block of parameters.
///
/// @param name what it is
/// @param rowOf what has a row of its own in it: `users`, `items` or, for a layer that all share,
///     the empty string
/// @param inputs rows of a shared layer; 1 otherwise
/// @param outputs columns
public record Layer(String name, String rowOf, int inputs, int outputs) {

  static Layer ofUsers(String name, int outputs) {
    return new Layer(name, "users", 1, outputs);
  }

  static Layer ofItems(String name, int outputs) {
    return new Layer(name, "items", 1, outputs);
  }

  static Layer shared(String name, int inputs, int outputs) {
    return new Layer(name, "", inputs, outputs);
  }

  /// Returns how many rows it has for so many users and items.
  public long rows(long users, long items) {
    return switch (rowOf) {
      case "users" -> users;
      case "items" -> items;
      default -> inputs;
    };
  }

  /// Returns how many numbers it has for so many users and items.
  public long parameters(long users, long items) {
    return rows(users, items) * outputs;
  }
}
