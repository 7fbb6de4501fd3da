package dev.eddy.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eddy.app.publish.DeadLetterReader;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.CommandFailedException;
import dev.eddy.app.settings.Settings;
import dev.eddy.stream.record.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows rejected records, or publishes them again.
@Command(
    name = "dead-letters",
    description = "Lists rejected records, or publishes them again once the cause is fixed.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DeadLettersCommand.List.class, DeadLettersCommand.Retry.class})
public final class DeadLettersCommand {

  private static final int SHOWN_CHARS = 200;

  /// What both commands take.
  abstract static class Selecting implements Callable<Integer> {
    @Mixin private ConfigOptions config;

    @Option(
        names = "--bootstrap-servers",
        paramLabel = "HOST:PORT",
        description = "Address of Kafka. Default: the setting stream.bootstrap-servers.")
    private String bootstrapServers;

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        description = "Only records rejected for this reason, such as 'wrong type'.")
    private String reason;

    @Option(
        names = "--limit",
        defaultValue = "1000",
        paramLabel = "N",
        description = "Maximum number of records. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    public Integer call() {
      Settings settings =
          config.load(
              Map.of(),
              bootstrapServers == null
                  ? Map.of()
                  : Map.of("stream.bootstrap-servers", bootstrapServers));
      try (DeadLetterReader reader = new DeadLetterReader(settings.stream())) {
        run(settings, reader.read(reason, limit));
      } catch (KafkaException e) {
        throw new CommandFailedException(
            "access to Kafka at %s failed: %s"
                .formatted(settings.stream().bootstrapServers(), e.getMessage()),
            e);
      }
      return 0;
    }

    abstract void run(Settings settings, java.util.List<ConsumerRecord<byte[], byte[]>> letters);
  }

  /// Prints dead letters, a JSON object a line.
  @Command(
      name = "list",
      description = "Prints rejected records, one JSON object per line.",
      mixinStandardHelpOptions = true)
  static final class List extends Selecting {
    @Override
    void run(Settings settings, java.util.List<ConsumerRecord<byte[], byte[]>> letters) {
      JsonMapper mapper = new JsonMapper();
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        ObjectNode line = mapper.createObjectNode();
        line.put("reason", header(letter, DeadLetters.REASON));
        line.put("detail", header(letter, DeadLetters.DETAIL));
        line.put("topic", header(letter, DeadLetters.TOPIC));
        line.put("partition", number(letter, DeadLetters.PARTITION));
        line.put("offset", number(letter, DeadLetters.OFFSET));
        line.put("key", text(letter.key()));
        line.put("value", text(letter.value()));
        System.out.println(line);
      }
      System.err.println(letters.size() + " dead letters");
    }

    private static String text(byte[] bytes) {
      if (bytes == null) {
        return null;
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
  }

  /// Publishes dead letters to the ratings topic again.
  @Command(
      name = "retry",
      description =
          "Publishes rejected records to the ratings topic again. Skips truncated records and"
              + " records that were not ratings.",
      mixinStandardHelpOptions = true)
  static final class Retry extends Selecting {
    @Override
    void run(Settings settings, java.util.List<ConsumerRecord<byte[], byte[]>> letters) {
      int shortened = 0;
      int others = 0;
      try (EventPublisher publisher =
          new EventPublisher(
              settings.stream().bootstrapServers(),
              settings.stream().names(),
              settings.stream().kafka())) {
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
          if (DeadLetters.isShortened(letter.headers())) {
            shortened++;
          } else if (!DeadLetters.wasRating(header(letter, DeadLetters.REASON))) {
            others++;
          } else {
            publisher.publishRaw(letter.key(), letter.value());
          }
        }
        publisher.flush();
      }
      System.err.printf(
          "%d dead letters published again; skipped %d truncated ones and %d that were not"
              + " ratings%n",
          letters.size() - shortened - others, shortened, others);
    }
  }

  private static Long number(ConsumerRecord<byte[], byte[]> letter, String name) {
    String text = header(letter, name);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null; // somebody else's record; its other fields are still worth showing
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }
}
