package dev.eddy.stream;

import dev.eddy.catalog.Catalog;
import dev.eddy.choice.ChoiceLearner;
import dev.eddy.choice.row.ChoiceSettings;
import dev.eddy.drift.tally.CountedPeople;
import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.event.RatingReader;
import dev.eddy.factorization.Learner;
import dev.eddy.factorization.item.Metadata;
import dev.eddy.factorization.model.AdmissionSettings;
import dev.eddy.factorization.model.Model;
import dev.eddy.factorization.user.User;
import dev.eddy.index.ChoiceIndex;
import dev.eddy.index.ItemIndex;
import dev.eddy.lists.CurrentBrakes;
import dev.eddy.lists.HitRate;
import dev.eddy.store.ChoiceDeltaCodec;
import dev.eddy.store.ItemIds;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.learn.AttributedUser;
import dev.eddy.stream.learn.BackgroundBudget;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.learn.PartitionChoices;
import dev.eddy.stream.learn.StoredShown;
import dev.eddy.stream.learn.TaskMetadata;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Makes what learns one partition, of what all partitions of an instance share.
///
/// @param settings how the stream runs
/// @param model by which ratings are learned
/// @param index the items, as merged from all partitions
/// @param ids of the items in the index
/// @param choices counters of choices, as merged from all partitions
/// @param hits told how often what is chosen was in the list
/// @param catalog what is known of items
/// @param tasks the partitions that are learned here
/// @param watch how drift is watched, and the brakes in force
/// @param reader whose rules say which kinds of events there are
/// @param background what work may take for which nobody waits
record LearningParts(
    StreamSettings settings,
    Model model,
    ItemIndex index,
    ItemIds ids,
    ChoiceIndex choices,
    HitRate hits,
    Catalog catalog,
    LocalPartitions tasks,
    DriftWatch watch,
    RatingReader reader,
    BackgroundBudget background)
    implements LearnProcessor.Engine {

  @Override
  public Learner newLearner(int partition, Metadata metadata) {
    return new Learner(
        model, index, partition, metadata, () -> watch.brakes().get().influenceCap());
  }

  @Override
  public PartitionChoices newChoices(int partition, Learner learner) {
    return settings.choices()
        ? new PartitionChoices(
            new ChoiceLearner(
                choices,
                partition,
                ChoiceSettings.of(model.settings()),
                () -> watch.brakes().get().dailyCap()),
            learner,
            index,
            new ChoiceDeltaCodec(ids),
            hits,
            reader.rules().kinds())
        : null;
  }

  @Override
  public TaskMetadata newMetadata(WriteBackStore<AttributedUser> attributes) {
    return new TaskMetadata(catalog, attributes);
  }

  @Override
  public DriftCounter newDrift(
      ProcessorContext<byte[], byte[]> context,
      WriteBackStore<User> users,
      TaskMetadata metadata,
      Predicate<String> isActive) {
    return watch.settings().enabled()
        ? new DriftCounter(
            watch.settings(),
            index,
            catalog,
            new CountedPeople(users::get, metadata::attributes, isActive),
            new StoredShown(context.getStateStore(StoredShown.STORE)),
            context::currentSystemTimeMs)
        : null;
  }

  @Override
  public AdmissionSettings admission() {
    return model.settings().admission();
  }

  @Override
  public CurrentBrakes brakes() {
    return watch.brakes();
  }

  @Override
  public boolean checksPartition() {
    return !settings.repartition();
  }
}
