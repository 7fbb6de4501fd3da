package dev.eddy.app;

import dev.eddy.eval.PrequentialScore;
import dev.eddy.eval.Segment;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.RowKind;
import dev.eddy.serve.Backend;
import dev.eddy.serve.ProblemException;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemMap;
import dev.eddy.stream.Engine;
import dev.eddy.stream.LearnTask;
import dev.eddy.stream.Outcome;
import dev.eddy.stream.Readiness;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/// Shows a running engine to the query layer.
final class LiveBackend implements Backend {

  private final Engine engine;
  private final RatingReader reader;
  private final RatingPublisher publisher;
  private final PrometheusMeterRegistry registry;
  private final Map<String, String> learningSettings;

  LiveBackend(
      Engine engine,
      RatingReader reader,
      RatingPublisher publisher,
      PrometheusMeterRegistry registry,
      Map<String, String> learningSettings) {
    this.engine = engine;
    this.reader = reader;
    this.publisher = publisher;
    this.registry = registry;
    this.learningSettings = learningSettings;
  }

  @Override
  public Model model() {
    return engine.model();
  }

  @Override
  public ItemIndex index() {
    return engine.index();
  }

  @Override
  public CatalogItem item(String itemId) {
    return engine.catalog().get(itemId);
  }

  @Override
  public boolean inCatalog(String itemId) {
    return engine.catalog().contains(itemId);
  }

  @Override
  public List<CatalogItem> items() {
    List<CatalogItem> items = new ArrayList<>(engine.catalog().all());
    Set<String> known = new HashSet<>();
    items.forEach(item -> known.add(item.itemId()));
    ItemIndex index = engine.index();
    for (int number = 1; number < index.numberedEnd(); number++) {
      if (index.item(number) != null
          && RowKind.of(index.id(number)) == RowKind.ITEM
          && !known.contains(index.id(number))) {
        items.add(CatalogItem.unknown(index.id(number)));
      }
    }
    return items;
  }

  @Override
  public float[] startOfUser(String userId) {
    try {
      return engine.newcomers().user(userId);
    } catch (InvalidStateStoreException e) {
      throw ProblemException.unavailable("partitions are just moving, try again", e);
    }
  }

  @Override
  public float[] startOfItem(String itemId) {
    return engine.newcomers().item(itemId);
  }

  @Override
  public boolean startsByMetadata(String itemId) {
    return engine.newcomers().startsByMetadata(itemId);
  }

  @Override
  public Optional<KnownUser> user(String userId) {
    LearnTask task =
        engine
            .tasks()
            .of(userId)
            .orElseThrow(
                () ->
                    ProblemException.unavailable(
                        "partition %d, to which user %s belongs, is not on this instance now"
                            .formatted(engine.tasks().partitionOf(userId), userId)));
    try {
      return Optional.ofNullable(task.user(userId))
          .map(row -> new KnownUser(row, List.of(task.history(userId))));
    } catch (InvalidStateStoreException e) {
      throw ProblemException.unavailable(
          "partition " + task.partition() + " is just moving away from this instance", e);
    }
  }

  @Override
  public UserPage users(int offset, int n) {
    Map<String, Integer> counts = userCounts();
    return new UserPage(
        counts.size(),
        counts.entrySet().stream().skip(offset).limit(n).map(LiveBackend::userCount).toList());
  }

  @Override
  public List<UserCount> busiestUsers(int n) {
    return userCounts().entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(n)
        .map(LiveBackend::userCount)
        .toList();
  }

  private Map<String, Integer> userCounts() {
    Map<String, Integer> counts = new TreeMap<>();
    try {
      for (LearnTask task : engine.tasks().all()) {
        task.forEachUser((id, row) -> counts.put(id, row.count()));
      }
    } catch (InvalidStateStoreException e) {
      throw ProblemException.unavailable("partitions are just moving, try again", e);
    }
    return counts;
  }

  private static UserCount userCount(Map.Entry<String, Integer> entry) {
    return new UserCount(entry.getKey(), entry.getValue());
  }

  @Override
  public ItemMap.View map(int n) {
    return engine.map().view(n);
  }

  @Override
  public Map<String, String> learningSettings() {
    return learningSettings;
  }

  @Override
  public RatingEvent read(byte[] json) {
    return reader.readValue(json);
  }

  @Override
  public void publish(List<Rating> ratings) {
    try {
      publisher.publishAndWait(ratings);
    } catch (KafkaException e) {
      throw ProblemException.unavailable(
          "Kafka has not acknowledged the ratings: " + e.getMessage(), e);
    }
  }

  @Override
  public Map<String, Accuracy> accuracy() {
    Map<String, Accuracy> accuracy = new LinkedHashMap<>();
    for (Segment segment : Segment.values()) {
      accuracy.put(segment.label(), accuracy(engine, segment));
    }
    return accuracy;
  }

  static Accuracy accuracy(Engine engine) {
    return accuracy(engine, Segment.ALL);
  }

  static Accuracy accuracy(Engine engine, Segment segment) {
    PrequentialScore.Values sum = new PrequentialScore().values();
    for (LearnTask task : engine.tasks().all()) {
      sum = sum.plus(task.score(segment));
    }
    return new Accuracy(sum.n(), sum.rmse(), sum.mae(), sum.recentRmse(), sum.recentMae());
  }

  @Override
  public Map<String, Long> outcomes() {
    Map<String, Long> outcomes = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.label(), engine.tasks().sum(task -> task.count(outcome)));
    }
    return outcomes;
  }

  @Override
  public Status status() {
    Readiness readiness = engine.readiness();
    return new Status(
        readiness.isReady(), readiness.isAlive(), readiness.fraction(), readiness.state());
  }

  @Override
  public String topology() {
    return engine.describe();
  }

  @Override
  public String metrics() {
    return registry.scrape();
  }
}
