package dev.eddy.app;

import dev.eddy.fixture.BrokerProcess;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What an event cost in one run.
///
/// @param processMicros processor time of this process, in microseconds
/// @param brokerMicros processor time of the broker
/// @param allocatedBytes bytes allocated by this process
record Cost(double processMicros, double brokerMicros, double allocatedBytes) {

  /// Something that is measured.
  interface Run {
    void run() throws InterruptedException;
  }

  /// Runs something and tells what it cost.
  static Cost of(BrokerProcess broker, long events, Run run) throws InterruptedException {
    Duration process = cpu();
    Duration ofBroker = broker.cpu();
    long allocated = allocated();
    run.run();
    return new Cost(
        cpu().minus(process).toNanos() / 1e3 / events,
        broker.cpu().minus(ofBroker).toNanos() / 1e3 / events,
        (double) (allocated() - allocated) / events);
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  /// Adds medians of runs to a report.
  static void report(List<Cost> costs, String prefix, ObjectNode report) {
    put(report, prefix + "process_us_per_event", costs, Cost::processMicros);
    put(report, prefix + "broker_us_per_event", costs, Cost::brokerMicros);
    put(report, prefix + "allocated_bytes_per_event", costs, Cost::allocatedBytes);
  }

  private static void put(
      ObjectNode report, String name, List<Cost> costs, ToDoubleFunction<Cost> of) {
    double median = Medians.of(costs.stream().map(of::applyAsDouble).toList());
    report.put(name, Math.round(10 * median) / 10.0);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f + %.1f us, %.0f bytes allocated an event",
        processMicros,
        brokerMicros,
        allocatedBytes);
  }
}
