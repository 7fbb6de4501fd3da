package dev.eddy.serve;

import dev.eddy.challenger.Variant;
import dev.eddy.http.Method;
import dev.eddy.http.ProblemException;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.access.Role;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Challenger;
import dev.eddy.serve.backend.Lineup;
import dev.eddy.serve.peer.PeerClient;
import dev.eddy.serve.request.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One endpoint in front of several models: each request is answered by the model that serves when
/// it begins, from then to its end; one of another instance by the generation that it names, so
/// that vectors of two models never meet.
///
/// Where a challenger serves a share of the users, it answers what these are recommended
/// ([Endpoint#isOfVariant]). While it is not able to, and whenever it refuses a request, the model
/// that serves everybody else answers all of it: nobody gets an error because of the experiment.
final class ChampionEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(ChampionEndpoint.class);

  private final Lineup lineup;

  /// In the order of [Lineup#models].
  private final List<Endpoint> byModel;

  private final Endpoint any;

  ChampionEndpoint(Lineup lineup, List<Endpoint> byModel) {
    this.lineup = lineup;
    this.byModel = List.copyOf(byModel);
    any = byModel.getFirst();
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Backend champion = lineup.champion();
    Optional<Challenger> challenger =
        isOfVariant() ? champion.challenger().filter(it -> it.share() > 0) : Optional.empty();
    if (challenger.isPresent()) {
      handle(request, response, champion, challenger.get());
      return;
    }
    Backend model =
        caller() == Caller.INSTANCE
            ? request.header(PeerClient.GENERATION).map(this::named).orElse(champion)
            : champion;
    answer(request, response, model);
  }

  private void handle(Request request, Response response, Backend champion, Challenger challenger)
      throws IOException {
    boolean isInShare = Variant.of(subjectId(request), challenger.share()) == Variant.CHALLENGER;
    if (isInShare && challenger.isAble()) {
      try {
        Backend model = named(Integer.toString(challenger.generation()));
        answer(request.in(Variant.CHALLENGER.label()), response, model);
        return;
      } catch (ProblemException e) {
        throwIfSent(response, e);
        LOG.debug("The challenger does not answer, so the champion does", e);
      } catch (RuntimeException e) { // a fault of the model that is tried out, not of the request
        throwIfSent(response, e);
        LOG.warn(
            "Generation {} failed on a request, and the champion answers it",
            challenger.generation(),
            e);
      }
    }
    answer(request.in(Variant.CHAMPION.label()), response, champion);
  }

  private static void throwIfSent(Response response, RuntimeException e) {
    if (response.isSent()) {
      throw e;
    }
  }

  private void answer(Request request, Response response, Backend model) throws IOException {
    if (needsModel()) {
      requireReady(model.status());
    }
    byModel.get(lineup.models().indexOf(model)).handle(request, response);
  }

  private static void requireReady(Backend.Status status) {
    if (!status.ready()) {
      throw ProblemException.unavailable(
          "the model is still loading: %.0f %% done (%s)"
              .formatted(100 * status.fraction(), status.state()));
    }
  }

  private Backend named(String generation) {
    return lineup.models().stream()
        .filter(model -> Integer.toString(model.generation()).equals(generation))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.unavailable(
                    "this instance does not learn generation " + generation));
  }

  @Override
  public Method method() {
    return any.method();
  }

  @Override
  public String path() {
    return any.path();
  }

  @Override
  public Caller caller() {
    return any.caller();
  }

  @Override
  public boolean isOperations() {
    return any.isOperations();
  }

  @Override
  public Set<Role> roles() {
    return any.roles();
  }

  @Override
  public Subject subject(Request request) {
    return any.subject(request);
  }

  @Override
  public String subjectId(Request request) {
    return any.subjectId(request);
  }

  @Override
  public Work work() {
    return any.work();
  }

  @Override
  public int maxBodyBytes() {
    return any.maxBodyBytes();
  }

  @Override
  public boolean takesLines(Request request) {
    return any.takesLines(request);
  }

  @Override
  public boolean isOfVariant() {
    return any.isOfVariant();
  }

  @Override
  public boolean needsModel() {
    return any.needsModel();
  }
}
