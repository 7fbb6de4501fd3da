package dev.eddy.app.instance;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.publish.ExposureLog;
import dev.eddy.app.settings.Settings;
import dev.eddy.catalog.ItemSets;
import dev.eddy.choice.Rank;
import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.Exposure;
import dev.eddy.event.RatingEvent;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserEvent;
import dev.eddy.factorization.Ingredients;
import dev.eddy.factorization.RecentEvents;
import dev.eddy.factorization.Segment;
import dev.eddy.factorization.model.Model;
import dev.eddy.index.ItemIndex;
import dev.eddy.index.ItemMap;
import dev.eddy.lists.BrakeChange;
import dev.eddy.lists.ChoiceLists;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.HitRate;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Challenger;
import dev.eddy.serve.backend.Cluster;
import dev.eddy.serve.backend.LocalUsers;
import dev.eddy.serve.backend.Models;
import dev.eddy.serve.backend.Narration;
import dev.eddy.serve.backend.Snapshots;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.stream.Engine;
import dev.eddy.stream.Readiness;
import dev.eddy.stream.record.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Shows a running engine to the query layer.
public final class LiveBackend implements Backend, AutoCloseable {

  private final Contender contender;
  private final Engine engine;
  private final EventPublisher publisher;
  private final ExposureLog exposures;
  private final Supplier<String> meters;
  private final Settings settings;
  private final Clock clock;
  private final LiveUsers users;
  private final LiveSnapshots snapshots;
  private final LiveModels models;
  private volatile Narration narration;

  /// Null for none.
  private Challenger challenger;

  /// Shows a model.
  ///
  /// @param here the generations that this instance learns
  /// @param meters all of the instance as text, those of the model among them
  LiveBackend(
      Contender contender,
      Set<Integer> here,
      EventPublisher publisher,
      ExposureLog exposures,
      Supplier<String> meters,
      Clock clock) {
    this.contender = contender;
    this.publisher = publisher;
    this.exposures = exposures;
    this.meters = meters;
    this.clock = clock;
    engine = contender.engine();
    settings = contender.settings();
    users = new LiveUsers(engine, settings.serve().maxCopyLag());
    snapshots = new LiveSnapshots(settings);
    Demotion demotion = new Demotion(settings.stream(), publisher);
    models = new LiveModels(engine.generations(), here, demotion::of, System::nanoTime);
  }

  @Override
  public Model model() {
    return engine.model();
  }

  @Override
  public int generation() {
    return contender.generation();
  }

  @Override
  public Optional<Challenger> challenger() {
    return Optional.ofNullable(challenger);
  }

  /// Lets this model have a challenger, before anybody asks.
  void challengedBy(Challenger other) {
    challenger = other;
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
  public float[] startOfVisitor() {
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
    return models;
  }

  @Override
  public Snapshots snapshots() {
    return snapshots;
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
    return contender.reader().readValue(json);
  }

  @Override
  public RatingRules rules() {
    return contender.reader().rules();
  }

  @Override
  public WriteToken publish(List<? extends UserEvent> events) {
    return token(Acknowledged.get(() -> publisher.publishAndWait(events)));
  }

  @Override
  public WriteToken forget(String userId) {
    return token(Acknowledged.get(() -> publisher.forgetAndWait(userId)));
  }

  /// With a repartitioned input, what was written has another offset where it is learned.
  private WriteToken token(Map<Integer, Long> offsets) {
    return settings.stream().repartition() ? WriteToken.NONE : new WriteToken(offsets);
  }

  @Override
  public void publishItem(String itemId, byte[] json) {
    Acknowledged.run(() -> publisher.publishItemAndWait(itemId, json));
  }

  @Override
  public void publishUser(String userId, byte[] json) {
    Acknowledged.run(() -> publisher.publishUserAndWait(userId, json));
  }

  @Override
  public void publish(Exposure exposure) {
    Acknowledged.run(() -> publisher.publishAndWait(exposure));
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
  public GovernorSettings governor() {
    return settings.governor();
  }

  @Override
  public DriftBoard drift() {
    return engine.drift();
  }

  @Override
  public CurrentBrakes brakes() {
    return engine.brakes();
  }

  @Override
  public void move(List<BrakeChange> changes) {
    Acknowledged.run(() -> publisher.publishBrakesAndWait(changes));
    MovedBrakes.await(engine.brakes(), changes, MovedBrakes.WITHIN);
  }

  @Override
  public Map<String, Accuracy> accuracy() {
    return LiveAccuracy.bySegment(engine);
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
  public RecentEvents recent() {
    return engine.tasks().recent();
  }

  @Override
  public Ingredients ingredients() {
    return engine.tasks().ingredients();
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
  public Clock clock() {
    return clock;
  }

  /// Tells those who watch what is played.
  void tell(Narration now) {
    narration = now;
  }

  @Override
  public Optional<Narration> narration() {
    return Optional.ofNullable(narration);
  }

  @Override
  public Status status() {
    Readiness readiness = engine.readiness();
    return new Status(
        readiness.isReady(),
        readiness.isSettled(),
        readiness.isAlive(),
        readiness.fraction(),
        readiness.state());
  }

  @Override
  public Cluster cluster() {
    return LiveCluster.of(engine);
  }

  @Override
  public String topology() {
    return engine.describe();
  }

  @Override
  public String metrics() {
    return meters.get();
  }

  /// Gives up what goes on in the background.
  @Override
  public void close() {
    snapshots.close();
  }
}
