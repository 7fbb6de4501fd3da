package dev.eddy.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class UncleanTasksTest {

  private static final TaskId ONE = new TaskId(0, 1);
  private static final TaskId OTHER = new TaskId(1, 0);

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger tasks =
      context.getLogger("org.apache.kafka.streams.processor.internals.TaskManager");

  UncleanTasksTest() {
    log.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
    context.addTurboFilter(new UncleanTasks());
  }

  @Test
  void shouldSayThatStateIsRestoredAfterACrash() {
    tasks.error(
        "Get exceptions for the following tasks: {}",
        Map.of(
            ONE, new TaskCorruptedException(Set.of(ONE)),
            OTHER, new TaskCorruptedException(Set.of(OTHER))));
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.INFO);
    assertThat(log.list.getFirst().getFormattedMessage()).startsWith("Restoring 2 tasks");
  }

  @Test
  void shouldLeaveWhateverElseFailsAnError() {
    tasks.error(
        "Get exceptions for the following tasks: {}",
        Map.of(
            ONE, new TaskCorruptedException(Set.of(ONE)),
            OTHER, new StreamsException("the disk is full")));
    tasks.error("Failed to close a task");
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.ERROR, Level.ERROR);
  }
}
