package dev.eddy.factorization.model;

/// What a row that travels and merges is about. The kind follows from the id, so that stores,
/// topics and codecs need no field for it.
public enum RowKind {
  /// The model's shared row; its id is the empty string.
  SHARED,
  /// An item; any id that does not start with a NUL.
  ITEM,
  /// What a feature of an item adds to where its row starts.
  ITEM_FEATURE,
  /// What a feature of a user adds to where their row starts.
  USER_FEATURE;

  private static final char RESERVED = '\0';
  private static final String ITEM_PREFIX = RESERVED + "i";
  private static final String USER_PREFIX = RESERVED + "u";

  /// Features share so many rows, by their hash: whatever a catalog says, memory is bounded
  /// (Weinberger et al. 2009, "Feature hashing for large scale multitask learning").
  private static final int BUCKETS = 4096;

  /// Returns the kind of a row.
  public static RowKind of(String id) {
    if (id.isEmpty()) {
      return SHARED;
    }
    if (!isReserved(id)) {
      return ITEM;
    }
    return id.startsWith(USER_PREFIX) ? USER_FEATURE : ITEM_FEATURE;
  }

  /// Returns true for an id that no user and no item may have.
  public static boolean isReserved(String id) {
    return id.charAt(0) == RESERVED;
  }

  /// Returns the id of the row of an item's feature.
  public static String itemFeature(String name) {
    return ITEM_PREFIX + bucket(name);
  }

  /// Returns the id of the row of a user's feature.
  public static String userFeature(String name) {
    return USER_PREFIX + bucket(name);
  }

  private static long bucket(String name) {
    return Math.floorMod(Hash.of(name), (long) BUCKETS);
  }

  /// Returns how rows of this kind are laid out.
  public RowLayout layout(Model model) {
    return switch (this) {
      case SHARED -> model.sharedLayout();
      case ITEM, ITEM_FEATURE -> model.itemLayout();
      case USER_FEATURE -> model.userLayout();
    };
  }

  /// Returns the row that a new id starts with where nothing else is known.
  public static float[] newRow(Model model, String id) {
    RowKind kind = of(id);
    return switch (kind) {
      case SHARED -> model.newShared();
      case ITEM -> model.newItem(id, model.newShared());
      case ITEM_FEATURE, USER_FEATURE -> model.newFeature(kind);
    };
  }
}
