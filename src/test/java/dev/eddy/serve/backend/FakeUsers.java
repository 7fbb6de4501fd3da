package dev.eddy.serve.backend;

import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.user.History;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The users of the only instance: everybody is known and has rated `m1` and `m2`, but for
/// [#NEWCOMER].
///
/// @param backend whose items they rated
public record FakeUsers(Backend backend) implements LocalUsers {

  public static final String NEWCOMER = "newcomer";

  @Override
  public Optional<UserState> learned(String userId) {
    float[] row = SomeRows.user(backend.model(), userId, backend.index().shared());
    List<History.Entry> ratings =
        userId.equals(NEWCOMER) ? List.of() : List.of(entry("m1", 4, 1_000), entry("m2", 2, 2_000));
    return Optional.of(
        new UserState(
            userId,
            !ratings.isEmpty(),
            row,
            row,
            ratings.size(),
            0,
            ratings,
            List.of(),
            Map.of(backend.index().number("m4"), 7),
            Map.of(),
            OptionalLong.empty()));
  }

  private History.Entry entry(String itemId, float rating, long timeMs) {
    return new History.Entry(backend.index().number(itemId), true, rating, 1, timeMs, timeMs);
  }

  @Override
  public Optional<UserState> copied(String userId) {
    return Optional.empty();
  }

  @Override
  public Placement placement(String userId) {
    return new Placement(Optional.empty(), List.of());
  }

  @Override
  public List<URI> peers() {
    return List.of();
  }

  @Override
  public int partitionOf(String userId) {
    return 0;
  }

  @Override
  public OptionalLong learnedOffset(int partition) {
    return OptionalLong.of(100);
  }

  @Override
  public UserPage users(String text, int offset, int n) {
    return "active".contains(text)
        ? new UserPage(1, List.of(new UserCount("active", 2)))
        : new UserPage(0, List.of());
  }

  @Override
  public UserPage busiestUsers(int n) {
    return users("", 0, n);
  }

  @Override
  public Raters raters(String itemId) {
    return new Raters(
        9,
        List.of(new Raters.Given(2, 3), new Raters.Given(4, 6)),
        List.of(
            new Raters.Group("fewer than 20 ratings", 5, 16),
            new Raters.Group("20 ratings or more", 4, 14)));
  }

  @Override
  public NearestUsers nearestUsers(double[] direction, int minCount, int n) {
    return new NearestUsers(List.of(new Neighbour("near", 0.5, 9)), 1, 1);
  }
}
