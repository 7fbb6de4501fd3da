package dev.eddy.stream;

import dev.eddy.drift.tally.DriftCounter;
import dev.eddy.drift.tally.ShownRow;
import dev.eddy.factorization.item.Feature;
import dev.eddy.factorization.user.User;
import dev.eddy.failure.Failure;
import dev.eddy.store.WriteBackStore;
import dev.eddy.stream.learn.AttributedUser;
import dev.eddy.stream.learn.AttributesProcessor;
import dev.eddy.stream.learn.LearnProcessor;
import dev.eddy.stream.learn.LocalPartitions;
import dev.eddy.stream.learn.StoredShown;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which instance learns a user, which ones keep a copy, and what this one's copies hold. Any
/// thread may ask.
///
/// Whether a user is learned *here* is told by [LocalPartitions], not by Kafka Streams: to that, a
/// partition that is still being restored counts as here, and its users would look unknown.
public final class Owners {

  /// Kafka is asked how far copies are behind no more often than this.
  private static final long REFRESH_NS = 500_000_000L;

  /// What is older than this is not known: the brokers do not answer.
  private static final long OLDEST_NS = 30_000_000_000L;

  /// A user is in all of these.
  private static final List<String> STORES =
      List.of(LearnProcessor.HISTORIES, AttributesProcessor.STORE);

  private static final Logger LOG = LoggerFactory.getLogger(Owners.class);

  private final KafkaStreams streams;
  private final LocalPartitions tasks;
  private final String ratings;
  private final HostInfo self;
  private final boolean watchesDrift;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile Lags lags = new Lags(Map.of(), 0);

  /// How far this instance's copies are behind, by store and partition, at some moment.
  private record Lags(Map<String, Map<Integer, LagInfo>> of, long takenNs) {}

  /// Who has a user.
  ///
  /// @param owner the instance that learns the user; empty while the partition moves
  /// @param copies instances that keep a copy
  public record Placement(Optional<URI> owner, List<URI> copies) {}

  /// Shows who owns what.
  ///
  /// @param ratings the topic that is learned from
  /// @param self `host:port` of this instance
  /// @param watchesDrift whether it is kept what users were shown
  Owners(
      KafkaStreams streams,
      LocalPartitions tasks,
      String ratings,
      String self,
      boolean watchesDrift) {
    this.watchesDrift = watchesDrift;
    this.streams = streams;
    this.ratings = ratings;
    this.tasks = tasks;
    this.self = HostInfo.buildFromEndpoint(self);
  }

  /// Returns who has a user, this instance left out.
  public Placement of(String userId) {
    KeyQueryMetadata metadata;
    try {
      metadata =
          streams.queryMetadataForKey(
              LearnProcessor.HISTORIES,
              userId.getBytes(StandardCharsets.UTF_8),
              new ByteArraySerializer());
    } catch (IllegalStateException e) { // not running, or not yet
      return new Placement(Optional.empty(), List.of());
    }
    if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      return new Placement(Optional.empty(), List.of());
    }
    List<URI> copies = new ArrayList<>();
    for (HostInfo host : metadata.standbyHosts()) {
      if (!host.equals(self)) {
        copies.add(uri(host));
      }
    }
    HostInfo owner = metadata.activeHost();
    return new Placement(
        owner.equals(self) || owner.equals(HostInfo.unavailable())
            ? Optional.empty()
            : Optional.of(uri(owner)),
        copies);
  }

  /// Returns the other instances.
  public List<URI> peers() {
    List<URI> peers = new ArrayList<>();
    try {
      for (StreamsMetadata client : streams.metadataForAllStreamsClients()) {
        HostInfo host = client.hostInfo();
        if (!host.equals(self) && !client.topicPartitions().isEmpty()) {
          peers.add(uri(host));
        }
      }
    } catch (IllegalStateException e) { // not running, or not yet: it knows of nobody
      return List.of();
    }
    return peers;
  }

  /// An instance, and what it has.
  ///
  /// @param address `host:port` at which others ask it
  /// @param self whether it is this one
  /// @param learns partitions of the ratings that it learns
  /// @param copies partitions of the ratings of which it keeps a copy
  public record Member(String address, boolean self, List<Integer> learns, List<Integer> copies) {}

  /// Returns all instances, in the order of their addresses.
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    try {
      for (StreamsMetadata client : streams.metadataForAllStreamsClients()) {
        HostInfo host = client.hostInfo();
        members.add(
            new Member(
                host.host() + ":" + host.port(),
                host.equals(self),
                partitions(client.topicPartitions()),
                partitions(client.standbyTopicPartitions())));
      }
    } catch (IllegalStateException e) { // not running, or not yet: it knows of nobody
      return List.of();
    }
    members.sort(Comparator.comparing(Member::address));
    return members;
  }

  private List<Integer> partitions(Set<TopicPartition> all) {
    return all.stream()
        .filter(one -> one.topic().equals(ratings))
        .map(TopicPartition::partition)
        .sorted()
        .toList();
  }

  private static URI uri(HostInfo host) {
    return URI.create("http://" + host.host() + ":" + host.port());
  }

  /// A user as this instance's copy of the partition has it.
  ///
  /// @param user null for an unknown one
  /// @param impressions how often the user was shown items of late, by id; empty where nobody asked
  /// @param attributes as the owner of accounts gave them
  /// @param features made of them
  /// @param lag how many records the copy is behind
  public record Copy(
      User user,
      Map<String, Integer> impressions,
      Map<String, String> attributes,
      List<Feature> features,
      long lag) {}

  /// Returns a user from this instance's copy of the partition; empty where it has none, where that
  /// is further behind, or where it is behind and does not have the user.
  ///
  /// @param maxLag how many records the copy may be behind
  /// @param withImpressions whether to read what the user was shown
  public Optional<Copy> copy(String userId, long maxLag, boolean withImpressions) {
    OptionalLong lag = lag(tasks.partitionOf(userId));
    if (lag.isEmpty() || lag.getAsLong() > maxLag) {
      return Optional.empty();
    }
    try {
      User user = this.<User>rows(LearnProcessor.HISTORIES, userId).peek(userId);
      if (user == null && lag.getAsLong() > 0) {
        return Optional.empty(); // it cannot tell whether there is no such user or not yet
      }
      AttributedUser attributes =
          this.<AttributedUser>rows(AttributesProcessor.STORE, userId).peek(userId);
      Map<String, Integer> impressions = withImpressions ? impressions(userId) : Map.of();
      return Optional.of(
          attributes == null
              ? new Copy(user, impressions, Map.of(), List.of(), lag.getAsLong())
              : new Copy(
                  user,
                  impressions,
                  attributes.attributes().attributes(),
                  attributes.features(),
                  lag.getAsLong()));
    } catch (Failure e) { // older ratings of the user have not come, or another build wrote them
      LOG.debug("The copy of user {} is incomplete", userId, e);
      return Optional.empty();
    } catch (InvalidStateStoreException e) { // it is moving away, or coming and not open yet
      LOG.debug("The copy of user {} cannot be read", userId, e);
      return Optional.empty();
    }
  }

  /// Impressions only refine lists, so a copy answers without them, too.
  private Map<String, Integer> impressions(String userId) {
    if (!watchesDrift) {
      return Map.of();
    }
    try {
      ShownRow shown = this.<ShownRow>rows(StoredShown.STORE, userId).peek(userId);
      return shown == null
          ? Map.of()
          : shown.impressions(System.currentTimeMillis() - DriftCounter.RECENTLY_MS);
    } catch (Failure e) { // damaged, or another build wrote it
      LOG.warn("The copy of what user {} was shown cannot be read: {}", userId, e.getMessage());
      return Map.of();
    } catch (InvalidStateStoreException e) { // it is moving away, or coming and not open yet
      LOG.debug("The copy of what user {} was shown cannot be read", userId, e);
      return Map.of();
    }
  }

  /// Returns how far the store is behind that is furthest; empty where one of them is not here,
  /// or that is not known. The first to ask are not told: Kafka is asked behind their backs,
  /// since it may not answer for a minute, just when somebody has to stand in for another
  /// instance.
  private OptionalLong lag(int partition) {
    Lags known = lags;
    long ageNs = System.nanoTime() - known.takenNs;
    if ((known.of.isEmpty() || ageNs > REFRESH_NS) && refreshing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("eddy-lags").start(this::refresh);
    }
    if (known.of.isEmpty() || ageNs > OLDEST_NS) {
      return OptionalLong.empty();
    }
    long furthest = 0;
    for (String store : STORES) {
      LagInfo lag = known.of.getOrDefault(store, Map.of()).get(partition);
      if (lag == null) {
        return OptionalLong.empty();
      }
      furthest = Math.max(furthest, lag.offsetLag());
    }
    return OptionalLong.of(furthest);
  }

  private void refresh() {
    try {
      lags = new Lags(streams.allLocalStorePartitionLags(), System.nanoTime());
    } catch (StreamsException | IllegalStateException e) { // the brokers are away, or it stops
      LOG.warn("The lag of the copies is unknown: {}", e.getMessage());
    } finally {
      refreshing.set(false);
    }
  }

  private <V> WriteBackStore<V> rows(String name, String userId) {
    return store(name, userId, new AsItIs<V>());
  }

  private <T> T store(String name, String userId, QueryableStoreType<T> type) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(name, type)
            .enableStaleStores()
            .withPartition(tasks.partitionOf(userId)));
  }

  /// Finds the store as it is, whichever its rows.
  private static final class AsItIs<V> implements QueryableStoreType<WriteBackStore<V>> {
    @Override
    public boolean accepts(StateStore store) {
      return store instanceof WriteBackStore;
    }

    @Override
    public WriteBackStore<V> create(StateStoreProvider provider, String name) {
      List<WriteBackStore<V>> stores = provider.stores(name, this);
      if (stores.isEmpty()) {
        throw new InvalidStateStoreException("this instance has no copy in " + name);
      }
      return stores.getFirst();
    }
  }
}
