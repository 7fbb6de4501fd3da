package dev.eddy.app.replay;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.drift.count.Arm;
import dev.eddy.event.Exposure;
import dev.eddy.event.UserEvent;
import dev.eddy.index.ItemIndex;
import dev.eddy.kernel.TopN;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.UserState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves lists to the users of a replay and logs them, by the clock of the replay, so that the
/// monitors of drift have something to look at. What the users rate was fixed long ago: the lists
/// do not change it, and the loop is open.
///
/// A user is shown a list before every tenth rating; one of the control group is shown random
/// items.
public final class ReplayedLists {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayedLists.class);
  private static final int EVERY = 10;
  private static final int LENGTH = 10;
  private static final int TRIES = 1_000;

  private final Backend backend;
  private final EventPublisher publisher;
  private final Map<String, Integer> ratings = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private long lists;

  public ReplayedLists(Backend backend, EventPublisher publisher) {
    this.backend = backend;
    this.publisher = publisher;
  }

  /// Shows the user of an event a list, if it is time for one.
  public void before(UserEvent event) {
    String userId = event.userId();
    if (ratings.merge(userId, 1, Integer::sum) % EVERY == 1) {
      backend.localUsers().learned(userId).ifPresent(user -> show(user, event.timestampMs()));
    }
  }

  private void show(UserState user, long timeMs) {
    Arm arm = Arm.of(user.userId(), backend.driftSettings().controlShare());
    Set<Integer> rated = new HashSet<>();
    user.choices().forEach(entry -> rated.add(entry.item()));
    List<String> items = arm == Arm.CONTROL ? byChance(rated) : best(user, rated);
    if (!items.isEmpty()) {
      publisher.publish(
          new Exposure(
              "replay-" + lists++,
              user.userId(),
              items,
              arm == Arm.CONTROL ? "random" : "model",
              arm.label(),
              backend.index().version(),
              timeMs),
          e -> LOG.warn("A list could not be logged", e));
    }
  }

  private List<String> best(UserState user, Set<Integer> rated) {
    ItemIndex index = backend.index();
    TopN best = new TopN(LENGTH);
    index.scan(user.row(), number -> !rated.contains(number), best);
    List<String> items = new ArrayList<>();
    for (int number : best.drain(new float[best.size()])) {
      items.add(index.id(number));
    }
    return items;
  }

  private List<String> byChance(Set<Integer> rated) {
    ItemIndex index = backend.index();
    Set<String> items = new HashSet<>();
    for (int n = 0; n < TRIES && items.size() < LENGTH && index.numberedEnd() > 1; n++) {
      int number = 1 + random.nextInt(index.numberedEnd() - 1);
      if (index.isItem(number) && index.item(number) != null && !rated.contains(number)) {
        items.add(index.id(number));
      }
    }
    return List.copyOf(items);
  }
}
