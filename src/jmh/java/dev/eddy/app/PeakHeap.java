package dev.eddy.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/// Runs a command of Eddy, and ends standard output with the largest heap that it used, in MB:
/// the sum of what each pool of the collector held at most, garbage included.
final class PeakHeap {

  private PeakHeap() {}

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] arguments) {
    int code = Eddy.run(arguments);
    long bytes =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.println(bytes >> 20);
    System.exit(code);
  }
}
