package dev.eddy.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.slf4j.Marker;

/// Says in plain words what Kafka Streams calls an error after a `kill -9`: the state was not
/// closed cleanly, so it is thrown away and read again from Kafka. That is how each rating counts
/// exactly once, and nothing that anybody must do something about. What else goes wrong with tasks
/// stays an error.
public final class UncleanTasks extends TurboFilter {

  private static final String TASKS = "org.apache.kafka.streams.processor.internals.TaskManager";
  private static final Pattern FAILED = Pattern.compile("\\d+_\\d+=([\\w.$]+)");
  private static final String CORRUPTED = "org.apache.kafka.streams.errors.TaskCorruptedException";

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable failure) {
    if (level != Level.ERROR || !logger.getName().equals(TASKS)) {
      return FilterReply.NEUTRAL;
    }
    var failures = FAILED.matcher(format + Arrays.toString(parameters)).results().toList();
    boolean allCorrupted = failures.stream().allMatch(task -> task.group(1).equals(CORRUPTED));
    if (failures.isEmpty() || !allCorrupted) {
      return FilterReply.NEUTRAL;
    }
    logger
        .getLoggerContext()
        .getLogger(UncleanTasks.class)
        .info(
            "Restoring {} tasks from Kafka, because their state was not closed cleanly",
            failures.size());
    return FilterReply.DENY;
  }
}
