package dev.eddy.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFormatTest {

  @Test
  void shouldWriteOneObjectALineWithIdNamesAndFailure() throws Exception {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            context.getLogger("dev.eddy.Some"),
            Level.WARN,
            "{} said \"no\"\n twice",
            new IllegalStateException("first\nsecond", new RuntimeException("cause")),
            new Object[] {"it"});
    event.setMDCPropertyMap(Map.of("requestId", "r-1"));
    event.setKeyValuePairs(List.of(new KeyValuePair("millis", 7L)));
    String text = new String(LogFormat.encoder(context).encode(event), StandardCharsets.UTF_8);

    assertThat(text).endsWith("\n");
    assertThat(text.strip()).doesNotContain("\n");
    JsonNode line = new JsonMapper().readTree(text);
    assertThat(line.get("level").asText()).isEqualTo("WARN");
    assertThat(line.get("loggerName").asText()).isEqualTo("dev.eddy.Some");
    assertThat(line.get("formattedMessage").asText()).isEqualTo("it said \"no\"\n twice");
    assertThat(line.get("timestamp").isNumber()).isTrue();
    assertThat(line.at("/mdc/requestId").asText()).isEqualTo("r-1");
    assertThat(line.at("/kvpList/0/millis").asText()).isEqualTo("7");
    assertThat(line.at("/throwable/message").asText()).isEqualTo("first\nsecond");
    assertThat(line.at("/throwable/cause/message").asText()).isEqualTo("cause");
  }

  // Whoever chooses an id chooses what is logged of it, and must not be able to forge a line.
  @Test
  void shouldKeepAMessageOnOneLineOfText() throws Exception {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogFormat.class.getResource("/logback.xml"));
    ConsoleAppender<?> appender =
        (ConsoleAppender<?>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    PatternLayoutEncoder encoder = (PatternLayoutEncoder) appender.getEncoder();
    LoggingEvent event =
        new LoggingEvent(
            "caller",
            context.getLogger("dev.eddy.Some"),
            Level.WARN,
            "User {} is unknown",
            null,
            new Object[] {"a\n12:00:00.000 INFO  Engine - all is well\r\u001b[2K\t"});
    event.setMDCPropertyMap(Map.of());
    String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
    assertThat(text.strip()).contains("User a", "all is well").doesNotContainPattern("\\p{Cntrl}");
  }
}
