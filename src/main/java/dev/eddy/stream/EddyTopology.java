package dev.eddy.stream;

import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.ChoiceSettings;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.ItemRow;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.Metadata;
import dev.eddy.factorization.Model;
import dev.eddy.factorization.TenureSettings;
import dev.eddy.factorization.User;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ChoiceIndex;
import dev.eddy.store.ChoiceRow;
import dev.eddy.store.ChoiceRowCodec;
import dev.eddy.store.InMemoryGlobalStore;
import dev.eddy.store.ItemIndex;
import dev.eddy.store.ItemRowCodec;
import dev.eddy.store.UserCodec;
import dev.eddy.store.WriteBackStore;
import dev.eddy.store.WriteBackStoreBuilder;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Wires the processors. Every node, store and topic is named by hand, so that an upgrade or a
/// reordering does not rename state.
final class EddyTopology {

  static final String RATINGS_SOURCE = "ratings-source";
  static final String DELTA_SOURCE = "item-deltas-source";
  static final String DELTA_SINK = "item-deltas-sink";
  static final String FACTOR_SINK = "item-factors-sink";
  static final String CHOICE_SINK = "item-choices-sink";
  static final String COUNTS_SINK = "drift-counts-sink";
  static final String DEAD_LETTER_SINK = "dead-letter-sink";
  static final String DELTA_LETTER_SINK = "item-deltas-dead-letter-sink";
  static final String COUNTS_LETTER_SINK = "drift-counts-dead-letter-sink";
  static final String SIGNAL_SINK = "drift-signals-sink";
  private static final String ANY_RATINGS_SOURCE = "any-ratings-source";
  private static final String REPARTITION_SINK = "ratings-repartition-sink";
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
      LearnTasks tasks,
      DriftWatch watch,
      RatingReader reader,
      EngineMetrics metrics) {
    TopicNames names = settings.names();
    LearnProcessor.Engine engine =
        new LearnProcessor.Engine() {
          @Override
          public Learner newLearner(int partition, Metadata metadata) {
            return new Learner(model, index, partition, metadata);
          }

          @Override
          public ChoiceTask newChoices(int partition, Learner learner) {
            return settings.choices()
                ? new ChoiceTask(
                    new ChoiceLearner(choices, partition, ChoiceSettings.of(model.settings())),
                    learner,
                    index,
                    new ChoiceDeltaCodec(index),
                    hits,
                    reader.rules().kinds())
                : null;
          }

          @Override
          public TaskMetadata newMetadata(WriteBackStore<AttributedUser> attributes) {
            return new TaskMetadata(catalog, attributes);
          }

          @Override
          public DriftTask newDrift(
              ProcessorContext<byte[], byte[]> context,
              WriteBackStore<User> users,
              TaskMetadata metadata,
              TaskTotals totals) {
            return watch.settings().enabled()
                ? new DriftTask(
                    watch.settings(),
                    model,
                    index,
                    catalog,
                    metadata,
                    context.getStateStore(DriftTask.STORE),
                    users,
                    totals,
                    context::currentSystemTimeMs)
                : null;
          }

          @Override
          public TenureSettings tenure() {
            return model.settings().tenure();
          }

          @Override
          public Model model() {
            return model;
          }

          @Override
          public LearnTasks tasks() {
            return tasks;
          }

          @Override
          public boolean checksPartition() {
            return !settings.repartition();
          }
        };
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
                Stores.persistentKeyValueStore(LearnProcessor.ROWS),
                Serdes.Bytes(),
                Serdes.ByteArray())
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
                () -> new ChoiceRowCodec(index),
                (long) (cacheOfTask * CHOICES_SHARE))
            .withHook()
            .timedBy(metrics::wroteBack);
    choiceRows.withLoggingDisabled(); // the same

    SharedTopicTopology topology = source(settings, reader);
    topology.addProcessor(
        LearnProcessor.NAME, () -> new LearnProcessor(engine, reader, metrics), RATINGS_SOURCE);
    topology.addStateStore(users, LearnProcessor.NAME);
    topology.addStateStore(rows, LearnProcessor.NAME);
    topology.addSource(
        USER_SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), names.users());
    topology.addProcessor(
        AttributesProcessor.NAME, () -> new AttributesProcessor(tasks, metrics), USER_SOURCE);
    topology.addStateStore(attributes, LearnProcessor.NAME, AttributesProcessor.NAME);
    ByteArraySerializer bytes = new ByteArraySerializer();
    if (watch.settings().enabled()) {
      WriteBackStoreBuilder<ShownRow> shown =
          new WriteBackStoreBuilder<>(
                  DriftTask.STORE, ShownCodec::new, (long) (cacheOfTask * SHOWN_SHARE))
              .timedBy(metrics::wroteBack);
      topology.addSource(
          EXPOSURE_SOURCE,
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          names.exposures());
      topology.addProcessor(
          ExposureProcessor.NAME,
          () -> new ExposureProcessor(tasks, metrics, MAX_AHEAD_MS),
          EXPOSURE_SOURCE);
      topology.addStateStore(shown, LearnProcessor.NAME, ExposureProcessor.NAME);
      topology.addSink(
          COUNTS_SINK,
          names.driftCounts(),
          bytes,
          bytes,
          LearnProcessor.NAME,
          ExposureProcessor.NAME);
    }
    topology.addSink(DELTA_SINK, names.itemDeltas(), bytes, bytes, LearnProcessor.NAME);
    topology.addSink(
        DEAD_LETTER_SINK,
        names.deadLetters(),
        bytes,
        bytes,
        watch.settings().enabled()
            ? new String[] {LearnProcessor.NAME, AttributesProcessor.NAME, ExposureProcessor.NAME}
            : new String[] {LearnProcessor.NAME, AttributesProcessor.NAME});

    topology.addSource(
        DELTA_SOURCE, new ByteArrayDeserializer(), RecordBatch.deserializer(), names.itemDeltas());
    topology.addProcessor(
        MergeProcessor.NAME, () -> new MergeProcessor(model, index, tasks, metrics), DELTA_SOURCE);
    topology.addStateStore(itemRows, MergeProcessor.NAME);
    topology.addStateStore(choiceRows, MergeProcessor.NAME);
    topology.addSink(FACTOR_SINK, names.itemFactors(), bytes, bytes, MergeProcessor.NAME);
    topology.addSink(CHOICE_SINK, names.itemChoices(), bytes, bytes, MergeProcessor.NAME);
    // Another sink on the same topic: sharing one would tie learning and merging into one task.
    topology.addSink(DELTA_LETTER_SINK, names.deadLetters(), bytes, bytes, MergeProcessor.NAME);

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
            new ChoiceIndexProcessor(
                choices, index, newcomers, new ChoiceRowCodec(index), metrics));
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
      addDrift(topology, names, model, index, watch, metrics);
    }
    return topology;
  }

  /// Adds the aggregator of what the partitions counted, and the board of each instance.
  private static void addDrift(
      Topology topology,
      TopicNames names,
      Model model,
      ItemIndex index,
      DriftWatch watch,
      EngineMetrics metrics) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    topology.addSource(
        COUNTS_SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        names.driftCounts());
    topology.addProcessor(
        DriftProcessor.NAME,
        () -> new DriftProcessor(watch.settings(), model, index, metrics),
        COUNTS_SOURCE);
    topology.addStateStore(
        new WriteBackStoreBuilder<StoredLedger>(
                DriftProcessor.STORE,
                () -> new LedgerCodec(watch.settings(), DriftProcessor.ratingRange(model)),
                LEDGER_BYTES)
            .timedBy(metrics::wroteBack),
        DriftProcessor.NAME);
    topology.addSink(SIGNAL_SINK, names.driftSignals(), bytes, bytes, DriftProcessor.NAME);
    topology.addSink(COUNTS_LETTER_SINK, names.deadLetters(), bytes, bytes, DriftProcessor.NAME);
    topology.addGlobalStore(
        InMemoryGlobalStore.builder(SignalsProcessor.STORE),
        SIGNAL_SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        names.driftSignals(),
        SignalsProcessor.NAME,
        () -> new SignalsProcessor(watch.board(), metrics));
  }

  /// Starts a topology at the ratings: as they lie on their partitions, or after each was sent to
  /// the partition of its user, which costs a hop.
  private static SharedTopicTopology source(StreamSettings settings, RatingReader reader) {
    SharedTopicTopology topology = new SharedTopicTopology();
    TopicNames names = settings.names();
    String learned = names.learned(settings.repartition());
    if (settings.repartition()) {
      topology.addSource(
          ANY_RATINGS_SOURCE,
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer(),
          names.ratings());
      topology.addProcessor(
          RekeyProcessor.NAME, () -> new RekeyProcessor(reader), ANY_RATINGS_SOURCE);
      topology.addSink(
          REPARTITION_SINK,
          learned,
          new ByteArraySerializer(),
          new ByteArraySerializer(),
          RekeyProcessor.NAME);
    }
    topology.addSource(
        RATINGS_SOURCE, new ByteArrayDeserializer(), RecordBatch.deserializer(), learned);
    return topology;
  }
}
