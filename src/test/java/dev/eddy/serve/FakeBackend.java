package dev.eddy.serve;

import dev.eddy.choice.Choice;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.ChoiceSettings;
import dev.eddy.choice.Rank;
import dev.eddy.choice.Ratings;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
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
import dev.eddy.factorization.DotModel;
import dev.eddy.factorization.History;
import dev.eddy.factorization.LearningSettings;
import dev.eddy.factorization.MergedItem;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.Sequences;
import dev.eddy.factorization.SomeRows;
import dev.eddy.kernel.ScalarKernels;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceIndex;
import dev.eddy.store.ChoiceMerging;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemMap;
import dev.eddy.store.ItemSets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// An instance without Kafka: some items, whoever asks as a user, and what was written, in the
/// order it came.
final class FakeBackend implements Backend {

  static final String ODD_ITEM = "a,b/..;c";

  private final ScalarKernels kernels = new ScalarKernels();
  private final Model model = new DotModel(LearningSettings.forScale(0.5, 5), kernels);
  private final ItemIndex index = new ItemIndex(model, kernels);
  private final ChoiceIndex chosen = new ChoiceIndex();
  private final ChoiceLists choices = new ChoiceLists(chosen, index);
  private final ItemSets sets = new ItemSets();
  private final Map<String, CatalogItem> catalog = new LinkedHashMap<>();
  private final RatingReader reader =
      new RatingReader(EventSettings.forScale(0.5, 5), Clock.systemUTC());
  private final LocalUsers users = new FakeUsers(this);
  final List<String> written = new ArrayList<>();
  final List<Exposure> served = new ArrayList<>();
  boolean isReady = true;
  private long flushes;

  FakeBackend(RandomGenerator random) {
    for (int n = 0; n < 12; n++) {
      add("m" + n, n % 2 == 0 ? "Comedy" : "Drama, slow", random);
    }
    add("latest", "Words", random);
    add(ODD_ITEM, "Words", random);
    index.refresh();
  }

  /// Lets so many users play items, one after the other and without a rating.
  void play(int users, String... itemIds) {
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
    catalog.put(id, new CatalogItem(id, "Title " + id, List.of(genre), 1990, List.of(), false));
    float[] row = model.newItem(id, model.newShared());
    index.put(
        id,
        new MergedItem(SomeRows.scatter(model.itemLayout(), row, 0.3, random), 9, Sequences.NONE));
    sets.put(index.number(id), List.of(CatalogItem.genreLabel(genre)), 1990, false);
  }

  @Override
  public Model model() {
    return model;
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
    return sets;
  }

  @Override
  public CatalogItem item(String itemId) {
    return catalog.getOrDefault(itemId, CatalogItem.unknown(itemId));
  }

  @Override
  public List<CatalogItem> items() {
    return List.copyOf(catalog.values());
  }

  @Override
  public boolean inCatalog(String itemId) {
    return catalog.containsKey(itemId);
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
    written.add("exposure " + exposure.userId() + " " + exposure.items());
  }

  @Override
  public void served(Exposure exposure) {
    served.add(exposure);
  }

  @Override
  public DriftSettings driftSettings() {
    return new DriftSettings(true, 60_000, 0, true, List.of());
  }

  @Override
  public DriftBoard drift() {
    return new DriftBoard();
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
  public Status status() {
    return new Status(isReady, true, isReady ? 1 : 0.25, "FAKE");
  }

  @Override
  public Models models() {
    return new Models() {
      @Override
      public List<Generation> list() {
        return List.of(
            new Generation(1, true, 1, List.of("a")), new Generation(7, false, 0, List.of("b")));
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
  public float[] startOfStranger() {
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
    return new ItemMap(model, index).view(n);
  }
}
