package dev.eddy.serve;

import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.items.DeleteItemEndpoint;
import dev.eddy.serve.items.ItemEndpoint;
import dev.eddy.serve.items.ItemTrackEndpoint;
import dev.eddy.serve.items.ItemsEndpoint;
import dev.eddy.serve.items.LatestItemsEndpoint;
import dev.eddy.serve.items.MapEndpoint;
import dev.eddy.serve.items.PopularItemsEndpoint;
import dev.eddy.serve.items.PutItemEndpoint;
import dev.eddy.serve.items.RepresentativeItemsEndpoint;
import dev.eddy.serve.items.SimilarItemsEndpoint;
import dev.eddy.serve.items.SimilarToItemsEndpoint;
import dev.eddy.serve.items.TrendingItemsEndpoint;
import dev.eddy.serve.limit.UserWrites;
import dev.eddy.serve.lists.BecauseEndpoint;
import dev.eddy.serve.lists.ContextRecommendationsEndpoint;
import dev.eddy.serve.lists.EstimatesEndpoint;
import dev.eddy.serve.lists.GroupRecommendationsEndpoint;
import dev.eddy.serve.lists.PostExposuresEndpoint;
import dev.eddy.serve.lists.RecommendationsEndpoint;
import dev.eddy.serve.lists.SurprisesEndpoint;
import dev.eddy.serve.lists.VisitorEstimatesEndpoint;
import dev.eddy.serve.lists.VisitorRecommendationsEndpoint;
import dev.eddy.serve.operations.AccuracyEndpoint;
import dev.eddy.serve.operations.BrakesEndpoint;
import dev.eddy.serve.operations.DeleteModelEndpoint;
import dev.eddy.serve.operations.DriftEndpoint;
import dev.eddy.serve.operations.EventsEndpoint;
import dev.eddy.serve.operations.InstancesEndpoint;
import dev.eddy.serve.operations.LiveEndpoint;
import dev.eddy.serve.operations.MetricsEndpoint;
import dev.eddy.serve.operations.ModelEndpoint;
import dev.eddy.serve.operations.ModelsEndpoint;
import dev.eddy.serve.operations.PostSnapshotEndpoint;
import dev.eddy.serve.operations.PromoteEndpoint;
import dev.eddy.serve.operations.PutBrakesEndpoint;
import dev.eddy.serve.operations.ReadyEndpoint;
import dev.eddy.serve.operations.SnapshotEndpoint;
import dev.eddy.serve.operations.SnapshotStateEndpoint;
import dev.eddy.serve.operations.TopologyEndpoint;
import dev.eddy.serve.peer.PeerNearestEndpoint;
import dev.eddy.serve.peer.PeerPageEndpoint;
import dev.eddy.serve.peer.PeerRatersEndpoint;
import dev.eddy.serve.peer.PeerUsersEndpoint;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.users.ActiveUsersEndpoint;
import dev.eddy.serve.users.CrosstabEndpoint;
import dev.eddy.serve.users.DeleteRatingEndpoint;
import dev.eddy.serve.users.DeleteUserEndpoint;
import dev.eddy.serve.users.ItemRatingsEndpoint;
import dev.eddy.serve.users.PostRatingsEndpoint;
import dev.eddy.serve.users.PutRatingEndpoint;
import dev.eddy.serve.users.PutUserEndpoint;
import dev.eddy.serve.users.SimilarUsersEndpoint;
import dev.eddy.serve.users.UserEndpoint;
import dev.eddy.serve.users.UserRatingsEndpoint;
import dev.eddy.serve.users.UsersEndpoint;
import java.util.List;
import java.util.function.BooleanSupplier;

/// All endpoints there are, in front of one model.
final class Endpoints {

  private Endpoints() {}

  /// Returns the endpoints.
  ///
  /// @param writes limits how often a user is written
  /// @param stopping whether streams of events are to end
  static List<Endpoint> of(
      ServeSettings settings, ServedModel model, UserWrites writes, BooleanSupplier stopping) {
    Backend backend = model.backend();
    Users users = new Users(backend, model.peers());
    PostRatingsEndpoint uploads =
        new PostRatingsEndpoint(backend, writes, settings.limits().maxUploadLines());
    return List.of(
        new RecommendationsEndpoint(backend, users),
        new ContextRecommendationsEndpoint(backend, users),
        new VisitorRecommendationsEndpoint(backend),
        new VisitorEstimatesEndpoint(backend),
        new GroupRecommendationsEndpoint(backend, users),
        new EstimatesEndpoint(backend, users),
        new BecauseEndpoint(backend, users),
        new SurprisesEndpoint(backend, users),
        new UsersEndpoint(users),
        new ActiveUsersEndpoint(users),
        new UserEndpoint(backend, users),
        new PutUserEndpoint(backend),
        new DeleteUserEndpoint(backend),
        new SimilarUsersEndpoint(backend, users),
        new UserRatingsEndpoint(backend, users),
        new PutRatingEndpoint(backend),
        new DeleteRatingEndpoint(backend),
        new ItemsEndpoint(backend),
        new PopularItemsEndpoint(backend),
        new TrendingItemsEndpoint(backend),
        new LatestItemsEndpoint(backend),
        new RepresentativeItemsEndpoint(backend),
        new SimilarToItemsEndpoint(backend),
        new ItemEndpoint(backend),
        new PutItemEndpoint(backend),
        new DeleteItemEndpoint(backend),
        new SimilarItemsEndpoint(backend),
        new ItemRatingsEndpoint(backend, users),
        new ItemTrackEndpoint(backend, model.tracks()),
        new PostExposuresEndpoint(backend),
        new AccuracyEndpoint(backend),
        new DriftEndpoint(backend),
        new CrosstabEndpoint(backend, users),
        new MapEndpoint(backend),
        new ModelEndpoint(backend),
        uploads,
        new BrakesEndpoint(backend),
        new PutBrakesEndpoint(backend),
        new ModelsEndpoint(backend),
        new DeleteModelEndpoint(backend),
        new PromoteEndpoint(backend),
        new SnapshotEndpoint(backend),
        new PostSnapshotEndpoint(backend),
        new SnapshotStateEndpoint(backend),
        new InstancesEndpoint(backend),
        new TopologyEndpoint(backend),
        new OpenApiEndpoint(),
        new PeerUsersEndpoint(backend, users),
        new PeerPageEndpoint(backend),
        new PeerNearestEndpoint(backend),
        new PeerRatersEndpoint(backend),
        new LiveEndpoint(backend),
        new ReadyEndpoint(backend),
        new MetricsEndpoint(backend, settings.access().openMetrics()),
        new EventsEndpoint(backend, users, stopping));
  }
}
