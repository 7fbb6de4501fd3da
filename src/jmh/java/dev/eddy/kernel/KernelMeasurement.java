package dev.eddy.kernel;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs [StepBenchmark] and reports nanoseconds a step, medians of the iterations.
final class KernelMeasurement {

  private static final String[] FACTORS = {"32", "64", "128"};

  private final Collection<RunResult> results;

  private KernelMeasurement(Collection<RunResult> results) {
    this.results = results;
  }

  /// Runs the measurement.
  ///
  /// @param arguments none, or `--short` for one iteration of each, which tells nothing but that it
  ///     runs
  public static void main(String[] arguments) throws RunnerException {
    boolean isShort = arguments.length == 1 && arguments[0].equals("--short");
    if (arguments.length > 0 && !isShort) {
      System.err.println("kernels: unknown option '" + arguments[0] + "'; there is --short");
      System.exit(2);
    }
    String output = System.getProperty("java.io.tmpdir") + "/eddy-kernels.txt";
    System.err.println("the benchmark writes to " + output + "; without --short it takes six minutes");
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(StepBenchmark.class.getName()).output(output);
    if (isShort) {
      options =
          options
              .forks(0)
              .warmupIterations(1)
              .warmupTime(TimeValue.milliseconds(1))
              .measurementIterations(1)
              .measurementTime(TimeValue.milliseconds(1));
    }
    System.out.println(new KernelMeasurement(new Runner(options.build()).run()).report());
  }

  private ObjectNode report() {
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("simd_vs_scalar_k64", ns("cacheScalarLoop", "64") / ns("cacheSimd", "64"));
    report.set("cache_ns", all("cacheSimd"));
    report.set("cache_scalar_ns", all("cacheScalarLoop"));
    report.set("cache_scalar_twin_ns", all("cacheScalar"));
    report.set("memory_ns", all("memorySimd"));
    report.set("plain_memory_ns", all("memoryPlain"));
    report.set("read_ahead_memory_ns", all("memoryReadAhead"));
    report.set("half_memory_ns", all("memoryHalf"));
    return report;
  }

  private ObjectNode all(String benchmark) {
    ObjectNode of = new JsonMapper().createObjectNode();
    for (String factors : FACTORS) {
      of.put(factors, ns(benchmark, factors));
    }
    return of;
  }

  private double ns(String benchmark, String factors) {
    for (RunResult result : results) {
      if (result.getParams().getBenchmark().endsWith("." + benchmark)
          && result.getParams().getParam("factors").equals(factors)) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
      }
    }
    throw new IllegalStateException("no result of " + benchmark);
  }
}
