package dev.eddy.stream;

import dev.eddy.catalog.Catalog;
import dev.eddy.drift.tally.ShownRow;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.item.ItemRow;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.User;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.InMemoryGlobalStore;
import dev.eddy.store.ItemIds;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.RestorableStore;
import dev.eddy.store.UserCodec;
import dev.eddy.store.WriteBackStoreBuilder;
import dev.eddy.stream.drift.DriftProcessor;
import dev.eddy.stream.drift.LedgerCodec;
import dev.eddy.stream.drift.SignalsProcessor;
import dev.eddy.stream.drift.StoredLedger;
import dev.eddy.stream.learn.AttributedUser;
import dev.eddy.stream.learn.AttributesProcessor;
import dev.eddy.stream.learn.BackgroundBudget;
import dev.eddy.stream.learn.ExposureProcessor;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.learn.RekeyProcessor;
import dev.eddy.stream.learn.ShownCodec;
import dev.eddy.stream.learn.StoredShown;
import dev.eddy.stream.learn.UserAttributesCodec;
import dev.eddy.stream.merge.CatalogProcessor;
import dev.eddy.stream.merge.ChoiceIndexProcessor;
import dev.eddy.stream.merge.ChoiceMerge;
import dev.eddy.stream.merge.IndexProcessor;
import dev.eddy.stream.merge.MergeProcessor;
import dev.eddy.stream.merge.Newcomers;
import dev.eddy.stream.record.EngineMetrics;
import dev.eddy.stream.record.RecordBatch;
import dev.eddy.stream.record.Sinks;
import dev.eddy.stream.record.TopicNames;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Wires the processors. Every node, store and topic is named by hand, so that an upgrade or a
/// reordering does not rename state.
final class EddyTopology {

  static final String RATINGS_SOURCE = "ratings-source";
  static final String DELTA_SOURCE = "item-deltas-source";
  private static final String ANY_RATINGS_SOURCE = "any-ratings-source";
  private static final String REPARTITION_SINK = "ratings-repartition-sink";
  private static final String ANY_USER_SOURCE = "any-users-source";
  private static final String USER_REPARTITION_SINK = "users-repartition-sink";
  private static final String ANY_EXPOSURE_SOURCE = "any-exposures-source";
  private static final String EXPOSURE_REPARTITION_SINK = "exposures-repartition-sink";
  private static final String FACTOR_SOURCE = "item-factors-source";
  private static final String CHOICE_SOURCE = "item-choices-source";
  private static final String ITEM_SOURCE = "items-source";
  private static final String USER_SOURCE = "users-source";
  private static final String EXPOSURE_SOURCE = "exposures-source";
  private static final String COUNTS_SOURCE = "drift-counts-source";
  private static final String SIGNAL_SOURCE = "drift-signals-source";

  /// Parts of the decoded cache: item rows are few.
  private static final double USERS_SHARE = 0.75;

  private static final double ATTRIBUTES_SHARE = 0.05;

  private static final double SHOWN_SHARE = 0.05;

  private static final double ITEMS_SHARE = 0.1;

  private static final double CHOICES_SHARE = 0.05;

  /// What was shown further ahead than this is refused.
  private static final long MAX_AHEAD_MS = 86_400_000;

  /// Of the aggregator, which has one row.
  private static final long LEDGER_BYTES = 64 << 20;

  private EddyTopology() {}

  static Topology build(
      StreamSettings settings,
      Model model,
      ItemIndex index,
      ChoiceIndex choices,
      HitRate hits,
      Catalog catalog,
      Newcomers newcomers,
      LocalPartitions tasks,
      DriftWatch watch,
      RatingReader reader,
      EngineMetrics metrics) {
    TopicNames names = settings.names();
    ItemIds ids = new ItemIds(index);
    LearnProcessor.Engine engine =
        new LearningParts(
            settings,
            model,
            index,
            ids,
            choices,
            hits,
            catalog,
            tasks,
            watch,
            reader,
            new BackgroundBudget(settings.backgroundShare()));
    long cacheOfTask = settings.cacheBytes() / tasks.partitions();
    WriteBackStoreBuilder<User> users =
        new WriteBackStoreBuilder<>(
                LearnProcessor.HISTORIES,
                () -> new UserCodec(index, model.userLayout().length()),
                (long) (cacheOfTask * USERS_SHARE))
            .withHook()
            .writingEarly()
            .timedBy(metrics::wroteBack);
    StoreBuilder<KeyValueStore<Bytes, byte[]>> rows =
        Stores.keyValueStoreBuilder(
                RestorableStore.named(LearnProcessor.ROWS), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingDisabled(); // they follow from the histories
    WriteBackStoreBuilder<AttributedUser> attributes =
        new WriteBackStoreBuilder<>(
                AttributesProcessor.STORE,
                UserAttributesCodec::new,
                (long) (cacheOfTask * ATTRIBUTES_SHARE))
            .timedBy(metrics::wroteBack);
    WriteBackStoreBuilder<ItemRow> itemRows =
        new WriteBackStoreBuilder<>(
                MergeProcessor.ROWS,
                () -> new ItemRowCodec(model),
                (long) (cacheOfTask * ITEMS_SHARE))
            .withHook()
            .writingEarly()
            .timedBy(metrics::wroteBack);
    itemRows.withLoggingDisabled(); // what is published of them restores them

    WriteBackStoreBuilder<ChoiceRow> choiceRows =
        new WriteBackStoreBuilder<>(
                ChoiceMerge.ROWS,
                () -> new ChoiceRowCodec(ids),
                (long) (cacheOfTask * CHOICES_SHARE))
            .withHook()
            .timedBy(metrics::wroteBack);
    choiceRows.withLoggingDisabled(); // the same

    SharedTopicTopology topology = source(settings, watch.settings().enabled(), reader);
    topology.addProcessor(
        LearnProcessor.NAME, () -> new LearnProcessor(engine, reader, metrics), RATINGS_SOURCE);
    topology.addStateStore(users, LearnProcessor.NAME);
    topology.addStateStore(rows, LearnProcessor.NAME);
    read(
        topology, USER_SOURCE, settings.repartition() ? names.repartitionedUsers() : names.users());
    topology.addProcessor(
        AttributesProcessor.NAME, () -> new AttributesProcessor(tasks, metrics), USER_SOURCE);
    topology.addStateStore(attributes, LearnProcessor.NAME, AttributesProcessor.NAME);
    ByteArraySerializer bytes = new ByteArraySerializer();
    if (watch.settings().enabled()) {
      WriteBackStoreBuilder<ShownRow> shown =
          new WriteBackStoreBuilder<>(
                  StoredShown.STORE, ShownCodec::new, (long) (cacheOfTask * SHOWN_SHARE))
              .timedBy(metrics::wroteBack);
      read(
          topology,
          EXPOSURE_SOURCE,
          settings.repartition() ? names.repartitionedExposures() : names.exposures());
      topology.addProcessor(
          ExposureProcessor.NAME,
          () -> new ExposureProcessor(tasks, metrics, MAX_AHEAD_MS),
          EXPOSURE_SOURCE);
      topology.addStateStore(shown, LearnProcessor.NAME, ExposureProcessor.NAME);
      tell(topology, settings, Sinks.DRIFT_COUNTS, names.driftCounts(), LearnProcessor.NAME);
    }
    topology.addSink(
        Sinks.ITEM_DELTAS,
        names.itemDeltas(),
        bytes,
        bytes,
        new DeltaPartitioner(),
        LearnProcessor.NAME);
    tell(
        topology,
        settings,
        Sinks.DEAD_LETTERS,
        names.deadLetters(),
        watch.settings().enabled()
            ? new String[] {LearnProcessor.NAME, AttributesProcessor.NAME, ExposureProcessor.NAME}
            : new String[] {LearnProcessor.NAME, AttributesProcessor.NAME});

    topology.addSource(
        DELTA_SOURCE, new ByteArrayDeserializer(), RecordBatch.deserializer(), names.itemDeltas());
    topology.addProcessor(
        MergeProcessor.NAME, () -> new MergeProcessor(model, ids, tasks, metrics), DELTA_SOURCE);
    topology.addStateStore(itemRows, MergeProcessor.NAME);
    topology.addStateStore(choiceRows, MergeProcessor.NAME);
    topology.addSink(Sinks.ITEM_FACTORS, names.itemFactors(), bytes, bytes, MergeProcessor.NAME);
    topology.addSink(Sinks.ITEM_CHOICES, names.itemChoices(), bytes, bytes, MergeProcessor.NAME);
    // Another sink on the same topic: sharing one would tie learning and merging into one task.
    tell(topology, settings, Sinks.DELTA_DEAD_LETTERS, names.deadLetters(), MergeProcessor.NAME);

    ItemRowCodec codec = new ItemRowCodec(model);
    topology.addGlobalStore(
        InMemoryGlobalStore.builder(IndexProcessor.STORE),
        FACTOR_SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        names.itemFactors(),
        IndexProcessor.NAME,
        () -> new IndexProcessor(index, codec, metrics));
    topology.restoreFrom(names.itemFactors(), MergeProcessor.ROWS);
    topology.addGlobalStore(
        InMemoryGlobalStore.builder(ChoiceIndexProcessor.STORE),
        CHOICE_SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        names.itemChoices(),
        ChoiceIndexProcessor.NAME,
        () ->
            new ChoiceIndexProcessor(choices, index, newcomers, new ChoiceRowCodec(ids), metrics));
    topology.restoreFrom(names.itemChoices(), ChoiceMerge.ROWS);
    topology.addGlobalStore(
        InMemoryGlobalStore.builder(CatalogProcessor.STORE),
        ITEM_SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        names.items(),
        CatalogProcessor.NAME,
        () -> new CatalogProcessor(catalog, newcomers, metrics));
    if (watch.settings().enabled()) {
      addDrift(topology, settings, model, index, watch, metrics);
    }
    topology.addGlobalStore(
        InMemoryGlobalStore.builder(SignalsProcessor.STORE),
        SIGNAL_SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        names.driftSignals(),
        SignalsProcessor.NAME,
        () -> new SignalsProcessor(watch.board(), watch.brakes(), metrics));
    return topology;
  }

  /// Adds a topic in which others are told what happened. They are told once, so not by an engine
  /// in shadow, whose topology has the same parts nevertheless: while instances restart one after
  /// the other, some learn a generation in shadow that others serve, in one consumer group.
  private static void tell(
      Topology topology, StreamSettings settings, String sink, String topic, String... parents) {
    if (settings.shadow()) {
      topology.addProcessor(sink, Silence::new, parents);
    } else {
      ByteArraySerializer bytes = new ByteArraySerializer();
      topology.addSink(sink, topic, bytes, bytes, parents);
    }
  }

  /// Adds the aggregator of what the partitions counted.
  private static void addDrift(
      Topology topology,
      StreamSettings settings,
      Model model,
      ItemIndex index,
      DriftWatch watch,
      EngineMetrics metrics) {
    TopicNames names = settings.names();
    read(topology, COUNTS_SOURCE, names.driftCounts());
    topology.addProcessor(
        DriftProcessor.NAME,
        () ->
            new DriftProcessor(
                watch.settings(), watch.governor(), watch.brakes(), model, index, metrics),
        COUNTS_SOURCE);
    topology.addStateStore(
        new WriteBackStoreBuilder<StoredLedger>(
                DriftProcessor.STORE,
                () -> new LedgerCodec(watch.settings(), DriftProcessor.ratingRange(model)),
                LEDGER_BYTES)
            .timedBy(metrics::wroteBack),
        DriftProcessor.NAME);
    tell(topology, settings, Sinks.DRIFT_SIGNALS, names.driftSignals(), DriftProcessor.NAME);
    tell(topology, settings, Sinks.COUNTS_DEAD_LETTERS, names.deadLetters(), DriftProcessor.NAME);
  }

  /// Starts a topology at the ratings: as they lie on their partitions, or after each was sent to
  /// the partition of its user, which costs a hop. What else is said of users goes the same way
  /// then: the partitions where ratings are learned may be of another number than those of the
  /// inputs.
  private static SharedTopicTopology source(
      StreamSettings settings, boolean countsExposures, RatingReader reader) {
    SharedTopicTopology topology = new SharedTopicTopology();
    TopicNames names = settings.names();
    String learned = names.learned(settings.repartition());
    if (settings.repartition()) {
      read(topology, ANY_RATINGS_SOURCE, names.ratings());
      topology.addProcessor(
          RekeyProcessor.NAME, () -> new RekeyProcessor(reader), ANY_RATINGS_SOURCE);
      topology.addSink(
          REPARTITION_SINK,
          learned,
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          RekeyProcessor.NAME);
      forward(
          topology,
          ANY_USER_SOURCE,
          names.users(),
          USER_REPARTITION_SINK,
          names.repartitionedUsers());
      if (countsExposures) {
        forward(
            topology,
            ANY_EXPOSURE_SOURCE,
            names.exposures(),
            EXPOSURE_REPARTITION_SINK,
            names.repartitionedExposures());
      }
    }
    topology.addSource(
        RATINGS_SOURCE, new ByteArrayDeserializer(), RecordBatch.deserializer(), learned);
    return topology;
  }

  /// Adds a topic that is read as it is.
  private static void read(Topology topology, String source, String topic) {
    topology.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
  }

  private static void forward(
      Topology topology, String source, String from, String sink, String to) {
    read(topology, source, from);
    topology.addSink(sink, to, new ByteArraySerializer(), new ByteArraySerializer(), source);
  }
}
