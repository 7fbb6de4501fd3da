package dev.eddy.app.settings;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/// How lines of the log are written.
public enum LogFormat {
  /// For people, as `logback.xml` says.
  TEXT {
    @Override
    public void apply() {
      // It is what logging starts with.
    }
  },

  /// One JSON object a line.
  JSON {
    @Override
    public void apply() {
      LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
      Iterator<Appender<ILoggingEvent>> appenders =
          context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
      while (appenders.hasNext()) {
        if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
          // An appender takes another encoder only while it is stopped.
          console.stop();
          console.setEncoder(encoder(context));
          console.start();
        }
      }
    }
  };

  /// Writes what is logged from now on in this format.
  public abstract void apply();

  /// Returns what makes JSON of an event of the log: time, level, thread, logger, message, the
  /// id of the request under `mdc`, named values under `kvpList`, a failure with its causes.
  static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
