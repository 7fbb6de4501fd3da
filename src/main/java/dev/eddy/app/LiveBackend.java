package dev.eddy.app;

import dev.eddy.choice.Rank;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.eval.PrequentialScore;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Exposure;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingReader;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.Segment;
import dev.eddy.http.ProblemException;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.HitRate;
import dev.eddy.serve.Backend;
import dev.eddy.serve.LocalUsers;
import dev.eddy.serve.Models;
import dev.eddy.serve.WriteToken;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemMap;
import dev.eddy.store.ItemSets;
import dev.eddy.stream.Engine;
import dev.eddy.stream.LearnTask;
import dev.eddy.stream.Outcome;
import dev.eddy.stream.Readiness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/// Shows a running engine to the query layer.
final class LiveBackend implements Backend {

  private final Engine engine;
  private final RatingReader reader;
  private final EventPublisher publisher;
  private final ExposureLog exposures;
  private final Meters meters;
  private final Settings settings;
  private final LiveUsers users;

  LiveBackend(
      Engine engine,
      RatingReader reader,
      EventPublisher publisher,
      ExposureLog exposures,
      Meters meters,
      Settings settings) {
    this.engine = engine;
    this.reader = reader;
    this.publisher = publisher;
    this.exposures = exposures;
    this.meters = meters;
    this.settings = settings;
    users = new LiveUsers(engine, settings.serve().maxCopyLag());
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
  public ChoiceLists choices() {
    return engine.lists();
  }

  @Override
  public Rank rank() {
    return settings.serve().rank();
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
      if (index.item(number) != null && index.isItem(number) && !known.contains(index.id(number))) {
        items.add(CatalogItem.unknown(index.id(number)));
      }
    }
    return items;
  }

  @Override
  public ItemSets sets() {
    return engine.catalog().sets();
  }

  @Override
  public float[] startOfStranger() {
    return engine.newcomers().user("");
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
  public Models models() {
    return new LiveModels(engine.generations());
  }

  @Override
  public LocalUsers localUsers() {
    return users;
  }

  @Override
  public ItemMap.View map(int n) {
    return engine.map().view(n);
  }

  @Override
  public Map<String, String> learningSettings() {
    return settings.learningValues();
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
    return token(acknowledged(() -> publisher.publishAndWait(events)));
  }

  @Override
  public WriteToken forget(String userId) {
    return token(acknowledged(() -> publisher.forgetAndWait(userId)));
  }

  /// With a repartitioned input, what was written has another offset where it is learned.
  private WriteToken token(Map<Integer, Long> offsets) {
    return settings.stream().repartition() ? WriteToken.NONE : new WriteToken(offsets);
  }

  @Override
  public void publishItem(String itemId, byte[] json) {
    acknowledged(() -> publisher.publishItemAndWait(itemId, json));
  }

  @Override
  public void publishUser(String userId, byte[] json) {
    acknowledged(() -> publisher.publishUserAndWait(userId, json));
  }

  @Override
  public void publish(Exposure exposure) {
    acknowledged(() -> publisher.publishAndWait(exposure));
  }

  @Override
  public void served(Exposure exposure) {
    exposures.log(exposure);
  }

  @Override
  public DriftSettings driftSettings() {
    return settings.drift();
  }

  @Override
  public DriftBoard drift() {
    return engine.drift();
  }

  private static void acknowledged(Runnable write) {
    var _ =
        acknowledged(
            () -> {
              write.run();
              return true;
            });
  }

  private static <T> T acknowledged(Supplier<T> write) {
    try {
      return write.get();
    } catch (RecordTooLargeException e) {
      throw ProblemException.tooLarge("Kafka does not take a record so large: " + e.getMessage());
    } catch (KafkaException e) {
      throw ProblemException.unavailable(
          "Kafka has not acknowledged what was written: " + e.getMessage(), e);
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
  public Map<String, HitRate.Values> hits() {
    Map<String, HitRate.Values> hits = new LinkedHashMap<>();
    for (Segment segment : Segment.values()) {
      hits.put(segment.label(), engine.hits().values(segment));
    }
    return hits;
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
    return meters.text().get();
  }
}
