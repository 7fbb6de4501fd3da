package dev.eddy.app.instance;

import dev.eddy.challenger.Promotion;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Lineup;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The models of an instance, of which the one serves that was promoted last; `stream.generation`
/// where none was.
///
/// On an instance that does not learn what was promoted, nothing changes. While the model that was
/// promoted is not ready and the other one is, as on an instance that has just started its
/// challenger, that one serves on. So it does while partitions of the one that was promoted are
/// moving, until [#endStandIn].
final class LiveLineup implements Lineup {

  private static final Logger LOG = LoggerFactory.getLogger(LiveLineup.class);

  private final List<Backend> models;
  private volatile Backend promoted;

  /// Serves in place of the one that was promoted; null for none.
  private volatile Backend standIn;

  private volatile Runnable onPromotion = () -> {};

  /// Starts with the first model.
  LiveLineup(List<? extends Backend> models) {
    this.models = List.copyOf(models);
    promoted = models.getFirst();
  }

  @Override
  public List<Backend> models() {
    return models;
  }

  @Override
  public Backend champion() {
    Backend wanted = wantedModel();
    if (models.size() == 1 || wanted.status().ready()) {
      return wanted;
    }
    return models.stream().filter(model -> model.status().ready()).findFirst().orElse(wanted);
  }

  private Backend wantedModel() {
    Backend instead = standIn;
    return instead == null ? promoted : instead;
  }

  /// Returns the generation that is to serve, of those that are learned here, ready or not.
  int wanted() {
    return wantedModel().generation();
  }

  /// Lets a generation serve in place of the one that was promoted, until [#endStandIn] or the next
  /// promotion.
  void standIn(int generation) {
    standIn = find(generation).orElseThrow();
  }

  /// Returns whether a generation serves in place of the one that was promoted.
  boolean hasStandIn() {
    return standIn != null;
  }

  /// Lets the generation serve that was promoted.
  void endStandIn() {
    standIn = null;
    onPromotion.run();
  }

  /// Returns whether a model would leave users of partitions that are moving without an answer. One
  /// that has not started yet is not ready, which is looked at with each request.
  private static boolean isUnsettled(Backend model) {
    Backend.Status status = model.status();
    return status.ready() && !status.settled();
  }

  /// Runs an action whenever a generation that is learned here begins to serve because it was
  /// promoted, and after each of its promotions.
  void onPromotion(Runnable action) {
    onPromotion = action;
  }

  private Optional<Backend> find(int generation) {
    return models.stream().filter(model -> model.generation() == generation).findFirst();
  }

  /// Lets the generation serve that was promoted.
  void take(Promotion promotion) {
    Optional<Backend> model = find(promotion.generation());
    if (model.isEmpty()) {
      LOG.warn(
          "Generation {} was promoted by {}, but this instance learns {} and serves {} on",
          promotion.generation(),
          promotion.who(),
          models.stream().map(Backend::generation).toList(),
          champion().generation());
      return;
    }
    Backend before = champion();
    boolean isAnother = before.generation() != promotion.generation();
    if (isAnother && isUnsettled(model.get())) {
      standIn = before; // first, so that no request sees the one that is on the move
      promoted = model.get();
    } else {
      promoted = model.get();
      standIn = null;
    }
    int serving = champion().generation();
    if (serving == promotion.generation()) {
      LOG.info("Generation {} serves", serving);
    } else {
      LOG.warn(
          "Generation {} was promoted by {}, but is not ready here or on the move; {} serves on",
          promotion.generation(),
          promotion.who(),
          serving);
    }
    onPromotion.run();
  }
}
