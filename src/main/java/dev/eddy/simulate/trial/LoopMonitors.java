package dev.eddy.simulate.trial;

import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The monitors whose alarms tell of the loop.
final class LoopMonitors {

  static final Set<String> NAMES =
      Monitors.all().stream()
          .filter(Monitor::isOfLoop)
          .map(Monitor::name)
          .collect(Collectors.toCollection(TreeSet::new));

  private LoopMonitors() {}
}
