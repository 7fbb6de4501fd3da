package dev.eddy.serve.lists;

import dev.eddy.choice.Rank;
import dev.eddy.http.ProblemException;
import dev.eddy.lists.ListRequest;
import dev.eddy.lists.Policy;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.request.FilterParameters;
import dev.eddy.serve.request.RequestParameters;
import java.util.List;
import java.util.stream.Stream;

/// The parameters of a request that say what list somebody wants.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `n` | 1–1000 | 10 | how many |
/// | `offset` | 0–10000 | 0 | how many of the best to leave out |
/// | `diversity` | 0–1 | 0 | how much neighbours should differ, for the first 1000 |
/// | `policy` | model, popular, random | model | what chooses |
/// | `rank` | blend, choice, rating | `serve.rank` | what the model orders by |
///
/// and those of [FilterParameters].
///
/// With `choice`, the list begins with what the user will most likely choose next; with `rating`,
/// with what they will like best if they choose it; `blend` is both. While nothing is known of
/// choices, lists are by rating; `rank` in the answer says which it was.
///
/// [dev.eddy.lists.Diversity] says what `diversity` does. The policy `popular` goes by how often an
/// item was chosen, `random` by chance, as for a control group. A user in the control group
/// (`drift.control-share`) gets `random` unless the request asks for another.
/// [dev.eddy.lists.Brakes] act on what the model chooses.
final class ListParameters {

  static final List<String> NAMES =
      Stream.concat(
              FilterParameters.PARAMETERS.stream(),
              Stream.of("n", "offset", "diversity", "policy", "rank"))
          .toList();

  private static final int MAX_N = 1000;
  private static final int MAX_OFFSET = 10_000;

  private ListParameters() {}

  /// Reads the parameters.
  ///
  /// @param fallback the policy where the request names none
  static ListRequest of(RequestParameters parameters, Backend backend, Policy fallback) {
    int n = parameters.whole("n", 10, 1, MAX_N);
    int offset = parameters.whole("offset", 0, 0, MAX_OFFSET);
    double diversity = parameters.decimal("diversity", 0, 0, 1);
    if (diversity > 0 && offset + n > MAX_N) {
      throw ProblemException.badParameter(
          "diversity",
          "with diversity, offset + n must be at most %d, but is %d".formatted(MAX_N, offset + n));
    }
    String policy = parameters.choice("policy", fallback.label(), Policy.labels());
    return new ListRequest(n, offset, diversity, Policy.of(policy), rank(parameters, backend));
  }

  /// Reads the parameter `rank`: what a list is to be ordered by.
  ///
  /// @return what it will be ordered by: by rating as long as nothing is known of choices
  /// @throws ProblemException with status 409 if that is by rating, and nothing is rated
  static Rank rank(RequestParameters parameters, Backend backend) {
    Rank wanted =
        Rank.of(parameters.choice("rank", backend.rank().label(), "blend", "choice", "rating"));
    if (wanted == Rank.RATING && backend.choices().isUnrated()) {
      throw ProblemException.conflict(
          "there are no ratings yet, only choices: use rank=choice or rank=blend, or set"
              + " serve.rank");
    }
    return backend.choices().isReady() ? wanted : Rank.RATING;
  }
}
