package dev.eddy.app.settings;

import java.util.Map;

/// Settings that there once were.
final class GoneSettings {

  private static final String NO_REHEARSAL =
      "ratings are no longer rehearsed: users are solved from their histories. Remove it";

  /// What to do instead, by key.
  static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("learning.rehearsal-steps", NO_REHEARSAL),
          Map.entry("learning.rehearsal-yield", NO_REHEARSAL),
          Map.entry("learning.rehearsal-rate", NO_REHEARSAL),
          Map.entry("learning.rehearsal-bias-rate", NO_REHEARSAL),
          Map.entry(
              "learning.rehearsal-users",
              "ratings are no longer rehearsed. To limit how many ratings of a user are kept, set"
                  + " learning.ratings-per-user"),
          Map.entry("learning.moment-caution", "it is now learning.session-caution"),
          Map.entry("learning.sitting-seconds", "it is now learning.session-seconds"),
          Map.entry("stream.guarantee", "each rating always counts exactly once. Remove it"),
          Map.entry(
              "serve.max-concurrent",
              "reads, writes, waits and uploads now have places of their own: serve.max-reads,"
                  + " serve.max-writes, serve.max-waits, serve.max-uploads"),
          Map.entry("learning.admit-user-after", "every user is admitted at once. Remove it"),
          Map.entry(
              "serve.admin-token",
              "make a token with: eddy token --role admin --file tokens, and set"
                  + " serve.tokens-file=tokens"));

  private GoneSettings() {}
}
