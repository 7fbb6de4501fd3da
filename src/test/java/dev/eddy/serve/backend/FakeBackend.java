package dev.eddy.serve.backend;

import dev.eddy.catalog.Catalog;
import dev.eddy.catalog.ItemSets;
import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.Rank;
import dev.eddy.choice.Ratings;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Exposure;
import dev.eddy.event.Interaction;
import dev.eddy.event.Kinds;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.factorization.Ingredients;
import dev.eddy.factorization.RecentEvents;
import dev.eddy.factorization.item.MergedItem;
import dev.eddy.factorization.item.Sequences;
import dev.eddy.factorization.model.DotModel;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.model.SomeRows;
import dev.eddy.factorization.user.History;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.index.ItemMap;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.lists.Brake;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.Brakes;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceMerging;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// An instance without Kafka: some items, whoever asks as a user, and what was written, in the
/// order it came.
public final class FakeBackend implements Backend {

  public static final String ODD_ITEM = "a,b/..;c";

  private final ScalarKernels kernels = new ScalarKernels();
  private final Model model = new DotModel(LearningSettings.forScale(0.5, 5), kernels);
  private final ItemIndex index = new ItemIndex(model, kernels);
  private final ChoiceIndex chosen = new ChoiceIndex();
  private final ChoiceLists choices = new ChoiceLists(chosen, index);
  private final Catalog catalog = new Catalog(index);
  private final RatingReader reader =
      new RatingReader(EventSettings.forScale(0.5, 5), Clock.systemUTC());
  private final LearnedUsers learned = new LearnedUsers(index, chosen);
  private final LocalUsers users;
  public final List<String> written = new ArrayList<>();
  public final List<Exposure> served = new ArrayList<>();
  public final DriftBoard drift = new DriftBoard();
  public final List<Exposure> published = new ArrayList<>();
  private final CurrentBrakes brakes = new CurrentBrakes(Brakes.NONE);
  public final RecentEvents recent = new RecentEvents();
  public final Ingredients ingredients = new Ingredients();
  public boolean isReady = true;
  public boolean isSettled = true;

  /// Fails whoever asks for its status.
  public boolean isBroken;

  public int generation = 1;

  /// Null for none.
  public Challenger challenger;

  /// Runs while an answer is made that needs the model.
  public Runnable whenModelIsAsked = () -> {};

  public Narration narration;
  private long flushes;

  /// Makes one of a few items, whom everybody knows who asks.
  public FakeBackend(RandomGenerator random) {
    users = new FakeUsers(this);
    for (int n = 0; n < 12; n++) {
      add("m" + n, n % 2 == 0 ? "Comedy" : "Drama, slow", random);
    }
    add("latest", "Words", random);
    add(ODD_ITEM, "Words", random);
    index.refresh();
  }

  /// Makes one without items, whose users are those who rate.
  FakeBackend() {
    users = learned;
  }

  /// Lets a user rate an item, which is seen once it is merged.
  void rate(Rating rating) {
    learned.rate(rating);
  }

  /// Lets everybody see what was learned.
  void merge() {
    learned.merge();
    choices.refresh();
  }

  /// Puts an item into the catalog.
  public void put(CatalogItem item) {
    catalog.put(item);
  }

  /// Lets so many users play items, one after the other and without a rating.
  public void play(int users, String... itemIds) {
    ChoiceLearner learner = new ChoiceLearner(chosen, 0, ChoiceSettings.of(model.settings()));
    long plays = 0;
    for (int user = 0; user < users; user++) {
      History history = new History(History.Of.INTERACTIONS);
      for (String itemId : itemIds) {
        int number = index.number(itemId);
        learner.learn(history.view(), Choice.unrated(number, 1, plays), Ratings.NONE);
        history.apply(
            new History.Entry(number, Kinds.number("play"), true, Float.NaN, 1, plays, plays));
        plays++;
      }
    }
    learner.flush(++flushes, new ChoiceMerging(chosen));
    choices.refresh();
  }

  private void add(String id, String genre, RandomGenerator random) {
    put(new CatalogItem(id, "Title " + id, List.of(genre), 1990, List.of(), false));
    float[] row = model.newItem(id, model.newShared());
    index.put(
        id,
        new MergedItem(SomeRows.scatter(model.itemLayout(), row, 0.3, random), 9, Sequences.NONE));
  }

  @Override
  public Model model() {
    whenModelIsAsked.run();
    return model;
  }

  @Override
  public int generation() {
    return generation;
  }

  @Override
  public Optional<Challenger> challenger() {
    return Optional.ofNullable(challenger);
  }

  @Override
  public ItemIndex index() {
    return index;
  }

  @Override
  public ChoiceLists choices() {
    return choices;
  }

  @Override
  public Rank rank() {
    return Rank.RATING;
  }

  @Override
  public ItemSets sets() {
    return catalog.sets();
  }

  @Override
  public CatalogItem item(String itemId) {
    return catalog.get(itemId);
  }

  @Override
  public List<CatalogItem> items() {
    return List.copyOf(catalog.all());
  }

  @Override
  public boolean inCatalog(String itemId) {
    return catalog.contains(itemId);
  }

  @Override
  public LocalUsers localUsers() {
    return users;
  }

  @Override
  public RatingEvent read(byte[] json) {
    return reader.readValue(json);
  }

  @Override
  public RatingRules rules() {
    return reader.rules();
  }

  @Override
  public WriteToken publish(List<? extends UserEvent> events) {
    for (UserEvent event : events) {
      String what =
          switch (event) {
            case Rating rating -> rating.rating().isEmpty() ? "withdraw" : "rate";
            case Interaction done -> done.kind();
          };
      written.add(what + " " + event.userId() + " " + event.itemId());
    }
    return new WriteToken(Map.of(0, (long) written.size()));
  }

  @Override
  public WriteToken forget(String userId) {
    written.add("forget " + userId);
    return new WriteToken(Map.of(0, (long) written.size()));
  }

  @Override
  public void publishItem(String itemId, byte[] json) {
    written.add(
        "item " + itemId + (json == null ? "" : " " + new String(json, StandardCharsets.UTF_8)));
  }

  @Override
  public void publishUser(String userId, byte[] json) {
    written.add("user " + userId + " " + new String(json, StandardCharsets.UTF_8));
  }

  @Override
  public void publish(Exposure exposure) {
    published.add(exposure);
    written.add("exposure " + exposure.userId() + " " + exposure.items());
  }

  @Override
  public void served(Exposure exposure) {
    served.add(exposure);
  }

  @Override
  public RecentEvents recent() {
    return recent;
  }

  @Override
  public Ingredients ingredients() {
    return ingredients;
  }

  @Override
  public Cluster cluster() {
    return new Cluster(
        2,
        List.of(
            new Cluster.Member("one:8080", true, List.of(0), List.of(1)),
            new Cluster.Member("two:8080", false, List.of(1), List.of())),
        List.of(new Cluster.Learned(0, 99, 0.5, 1_000, 2)),
        List.of(new Cluster.Restore("user-history eddy-0", 3, 4)));
  }

  @Override
  public DriftSettings driftSettings() {
    return new DriftSettings(true, 60_000, 0, true, List.of());
  }

  @Override
  public GovernorSettings governor() {
    return new GovernorSettings(
        GovernorSettings.Mode.ADVISE, Map.of(Brake.EXPLORATION, 0.1), 0.25, 1_000);
  }

  @Override
  public CurrentBrakes brakes() {
    return brakes;
  }

  @Override
  public void move(List<BrakeChange> changes) {
    changes.forEach(
        change -> {
          written.add("%s %s %s".formatted(change.who(), change.brake(), change.kind().label()));
          brakes.apply(change);
        });
  }

  @Override
  public DriftBoard drift() {
    return drift;
  }

  @Override
  public Map<String, Accuracy> accuracy() {
    return Map.of("all", new Accuracy(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN));
  }

  @Override
  public Map<String, HitRate.Values> hits() {
    return Map.of(
        "all",
        new HitRate.Values(4, 2, 1, 0.001, 0.003, 0.004),
        "warm",
        new HitRate.Values(2, 1, 0, 0.0005, 0, 0.002),
        "new_user",
        HitRate.Values.NONE);
  }

  @Override
  public Map<String, Long> outcomes() {
    return Map.of("new", 7L);
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public Optional<Narration> narration() {
    return Optional.ofNullable(narration);
  }

  @Override
  public Status status() {
    if (isBroken) {
      throw new IllegalStateException("it is broken");
    }
    return new Status(isReady, isSettled, true, isReady ? 1 : 0.25, "FAKE");
  }

  @Override
  public Snapshots snapshots() {
    return new Snapshots() {
      @Override
      public Snapshot start() {
        written.add("start snapshot");
        return new Snapshot(1, "all/one", State.RUNNING, null, 0, 0, null);
      }

      @Override
      public Optional<Snapshot> find(int number) {
        return number == 1
            ? Optional.of(new Snapshot(1, "all/one", State.FAILED, "records read", 3, 7, "full"))
            : Optional.empty();
      }
    };
  }

  @Override
  public Models models() {
    return new Models() {
      @Override
      public List<Generation> list() {
        return List.of(
            new Generation(1, true, 1, 0, 0L, List.of("a")),
            new Generation(7, false, 0, 12, null, List.of("b")));
      }

      @Override
      public void delete(Generation generation) {
        written.add("delete generation " + generation.generation());
      }
    };
  }

  @Override
  public String topology() {
    return "Topologies";
  }

  @Override
  public String metrics() {
    return "metric 1";
  }

  @Override
  public float[] startOfVisitor() {
    return model.meanUser(index.shared());
  }

  @Override
  public float[] startOfItem(String itemId) {
    return model.newItem(itemId, index.shared());
  }

  @Override
  public boolean startsByMetadata(String itemId) {
    return false;
  }

  @Override
  public Map<String, String> learningSettings() {
    return Map.of();
  }

  @Override
  public ItemMap.View map(int n) {
    ItemMap map = new ItemMap(model, index);
    map.view(n); // somebody wants it
    map.refresh();
    return map.view(n);
  }
}
