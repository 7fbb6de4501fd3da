package dev.eddy.snapshot;

/// The names of the files of a snapshot that are not of items.
public final class SnapshotFiles {

  /// A line a user: the history.
  public static final String USERS = "users.jsonl";

  /// The bias of each user, solved from the history, in the order of the lines.
  public static final String USER_BIASES = "user-biases.npy";

  /// The vector of each user, in the order of the lines.
  public static final String USER_VECTORS = "user-vectors.npy";

  /// A line an item: what is chosen.
  public static final String CHOICES = "choices.jsonl";

  /// What of choices belongs to no item.
  public static final String CHOICES_SHARED = "choices-shared.json";

  /// The records of the topic `items`.
  public static final String CATALOG = "catalog.jsonl";

  /// The records of the topic `users`.
  public static final String ATTRIBUTES = "attributes.jsonl";

  private SnapshotFiles() {}
}
