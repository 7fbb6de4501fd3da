package dev.eddy.event;

/// What somebody may have meant who wrote something unknown.
public final class Spelling {

  private Spelling() {}

  /// Returns the known name that looks most like an unknown one, for an error message; an empty
  /// text where no name is known.
  public static String closest(String unknown, Iterable<String> known) {
    String closest = "";
    int least = Integer.MAX_VALUE;
    for (String name : known) {
      int distance = distance(unknown, name);
      if (distance < least) {
        least = distance;
        closest = name;
      }
    }
    return closest;
  }

  /// The number of letters to insert, remove or change (Levenshtein 1966).
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
