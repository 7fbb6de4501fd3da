package dev.eddy.serve.operations;

import dev.eddy.drift.DriftBoard;
import dev.eddy.drift.DriftSettings;
import dev.eddy.drift.Signal;
import dev.eddy.drift.State;
import dev.eddy.drift.WindowFacts;
import dev.eddy.drift.governor.GovernorSettings;
import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.Narration;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `GET /v1/drift`: what the monitors of the feedback loop say, each with the value of the latest
/// window that ended, what is usual, from which value it alarms, its state and since when, what
/// that means in one sentence, what to do, and the windows before; and what is done about it: the
/// brakes, and what the governor proposed or moved; in a demo, also which scenario is played. Where
/// a challenger served a share of the users, the monitors of lists tell of each model, too.
///
/// `windows` is 1–400 (default 60): how many of those. Status 200. A value that there is not is
/// left out. Windows are of event time, and a window ends when the one after the next begins.
public final class DriftEndpoint implements Endpoint {

  private static final int CHANGES = 20;

  private final Backend backend;

  public DriftEndpoint(Backend backend) {
    this.backend = backend;
  }

  /// The value of one window.
  record Window(long startMs, Double treated, Double control, String state) {}

  /// One monitor.
  ///
  /// @param state quiet, warning, alarm or recovered
  /// @param sinceMs when the state began, event time
  /// @param difference treated less control
  /// @param interval half the width of the difference's 95 % confidence interval
  /// @param baseline what is usual
  /// @param threshold from which value it alarms
  /// @param detectors which detectors of change spoke in the latest window
  /// @param groups the value of each tenth of users by activity, by the fewest ratings of those
  ///     counted
  /// @param attributes the value of users of whom something is said, by `name=value`
  record Watched(
      String monitor,
      String unit,
      String meaning,
      String advice,
      String state,
      Long sinceMs,
      Double treated,
      Double control,
      Double difference,
      Double interval,
      Double baseline,
      Double threshold,
      List<String> detectors,
      Map<Integer, Double> groups,
      Map<String, Double> attributes,
      List<Window> windows) {}

  /// An item and how often it was shown.
  record ShownItem(String itemId, String title, long times) {}

  /// A user and the share of all movement of items that the user caused.
  record Influencer(String userId, double share) {}

  /// Who and what stood out in the latest window.
  record Facts(
      long windowStartMs,
      List<ShownItem> mostShown,
      long neverShown,
      List<Influencer> influential,
      long late) {}

  /// The lists of one model of an experiment in the latest window.
  ///
  /// @param variant in which role it made them, `champion` or `challenger`
  /// @param values of the monitors of lists, by their names
  record Made(String variant, int generation, long lists, Map<String, Double> values) {}

  /// The answer.
  ///
  /// @param variants the models of experiments that were shown in the latest window
  /// @param narration what is played to those who watch; absent in production
  record Answer(
      boolean enabled,
      long windowMs,
      double controlShare,
      List<Watched> monitors,
      Facts facts,
      List<Made> variants,
      Governed governor,
      Narration narration) {}

  /// What is done about drift. Operators are not named: this is not for operators alone.
  ///
  /// @param mode off, advise or act
  /// @param minExposures how many lists must be shown in a window for the governor to say anything
  /// @param step which part of the way to its limit one step of a brake is
  /// @param limits how far it may move brakes, by their names
  /// @param brakes all brakes
  /// @param changes the latest 20 changes of brakes and proposals, the latest first
  record Governed(
      String mode,
      long minExposures,
      double step,
      Map<String, Double> limits,
      List<BrakeStates.Lever> brakes,
      List<BrakeStates.Change> changes) {}

  @Override
  public String path() {
    return "/v1/drift";
  }

  @Override
  public void handle(Request request, Response response) {
    int windows = RequestParameters.of(request, "windows").whole("windows", 60, 1, 400);
    DriftSettings settings = backend.driftSettings();
    DriftBoard board = backend.drift();
    List<Watched> monitors = new ArrayList<>();
    for (Monitor monitor : Monitors.all()) {
      monitors.add(watched(monitor, board.of(monitor.name()), windows));
    }
    Json.send(
        response,
        new Answer(
            settings.enabled(),
            settings.windowMs(),
            settings.controlShare(),
            monitors,
            board.facts().map(this::facts).orElse(null),
            board.facts().map(DriftEndpoint::made).orElse(List.of()),
            governed(),
            backend.narration().orElse(null)));
  }

  private static List<Made> made(WindowFacts facts) {
    return facts.variants().stream()
        .filter(one -> one.windowLists() > 0)
        .map(
            one -> {
              Map<String, Double> values = new TreeMap<>();
              one.values().forEach((monitor, value) -> values.put(monitor, number(value)));
              return new Made(one.variant(), one.generation(), one.windowLists(), values);
            })
        .toList();
  }

  private Governed governed() {
    GovernorSettings settings = backend.governor();
    Map<String, Double> limits = new LinkedHashMap<>();
    settings.limits().forEach((brake, limit) -> limits.put(brake.label(), limit));
    return new Governed(
        settings.mode().label(),
        settings.minExposures(),
        settings.step(),
        limits,
        BrakeStates.levers(backend.brakes()).stream().map(BrakeStates.Lever::withoutNames).toList(),
        BrakeStates.changes(backend.brakes()).stream()
            .limit(CHANGES)
            .map(BrakeStates.Change::withoutNames)
            .toList());
  }

  private static Watched watched(Monitor monitor, List<Signal> signals, int windows) {
    Signal latest = signals.isEmpty() ? null : signals.getLast();
    return new Watched(
        monitor.name(),
        monitor.unit(),
        monitor.meaning(),
        monitor.advice(),
        (latest == null ? State.QUIET : latest.state()).label(),
        latest == null ? null : latest.sinceMs(),
        latest == null ? null : number(latest.treated()),
        latest == null ? null : number(latest.control()),
        latest == null ? null : number(latest.difference()),
        latest == null ? null : number(latest.interval()),
        latest == null ? null : number(latest.baseline()),
        latest == null ? null : number(latest.threshold()),
        latest == null ? List.of() : latest.detectors(),
        latest == null ? Map.of() : latest.groups(),
        latest == null ? Map.of() : latest.attributes(),
        signals.stream()
            .skip(Math.max(0, signals.size() - windows))
            .map(DriftEndpoint::window)
            .toList());
  }

  private static Window window(Signal signal) {
    return new Window(
        signal.windowStartMs(),
        number(signal.treated()),
        number(signal.control()),
        signal.state().label());
  }

  private static Double number(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1e6) / 1e6 : null;
  }

  private Facts facts(WindowFacts facts) {
    return new Facts(
        facts.windowStartMs(),
        facts.mostShown().stream()
            .map(
                item ->
                    new ShownItem(
                        item.id(), backend.item(item.id()).title(), Math.round(item.amount())))
            .toList(),
        facts.neverShown(),
        facts.influential().stream()
            .map(user -> new Influencer(user.id(), Json.round(user.amount())))
            .toList(),
        facts.late());
  }
}
