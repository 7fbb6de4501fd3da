package dev.eddy.app.instance;

import dev.eddy.http.Json;
import dev.eddy.serve.backend.Cluster;
import dev.eddy.stream.Engine;
import dev.eddy.stream.Owners;
import dev.eddy.stream.learn.PartitionView;
import java.util.Comparator;
import java.util.List;

/// Tells the query layer who learns and copies what, as a running engine knows it.
final class LiveCluster {

  private LiveCluster() {}

  static Cluster of(Engine engine) {
    return new Cluster(
        engine.tasks().partitions(),
        engine.owners().map(Owners::members).orElse(List.of()).stream()
            .map(
                member ->
                    new Cluster.Member(
                        member.address(), member.self(), member.learns(), member.copies()))
            .toList(),
        engine.tasks().all().stream()
            .sorted(Comparator.comparingInt(PartitionView::partition))
            .map(
                task ->
                    new Cluster.Learned(
                        task.partition(),
                        task.learnedOffset(),
                        Json.round(task.cacheHitRatio()),
                        task.cachedBytes(),
                        task.dirtyRows()))
            .toList(),
        engine.readiness().restores().stream()
            .map(restore -> new Cluster.Restore(restore.what(), restore.done(), restore.all()))
            .toList());
  }
}
