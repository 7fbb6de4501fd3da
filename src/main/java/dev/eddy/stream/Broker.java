package dev.eddy.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection by which an engine administers its topics. It is made when the broker is first
/// waited for.
final class Broker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
  private static final int RETRY_MS = 2_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final StreamSettings settings;
  private volatile Admin admin;
  private volatile boolean stopped;

  Broker(StreamSettings settings) {
    this.settings = settings;
  }

  /// Returns the client; null before the broker was waited for.
  Admin admin() {
    return admin;
  }

  /// Waits until the broker answers, or until nobody waits any more.
  ///
  /// @throws StartException if the broker is too old, or refuses the login or the certificate
  void await() {
    while (!stopped) {
      try {
        if (admin == null) {
          admin = Admin.create(adminConfig());
        }
        admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException | TimeoutException | KafkaException e) {
        throwIfFinal(e);
        LOG.warn(
            "No Kafka broker answers at {} (stream.bootstrap-servers), trying again: {}",
            settings.bootstrapServers(),
            e instanceof TimeoutException
                ? "no answer within 10 s"
                : (e.getCause() != null ? e.getCause() : e).getMessage());
        forget();
        pause();
      }
    }
  }

  /// Takes another client for the next try: where the clock was set back, as it may be when a
  /// machine starts, this one does not connect again before the clock is where it was.
  private void forget() {
    Admin tried = admin;
    admin = null;
    if (tried != null) {
      tried.close(Duration.ZERO);
    }
  }

  /// Waiting does not help where the broker is too old, or does not know who we are.
  private void throwIfFinal(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsupportedVersionException) {
        throw new StartException(
            "the broker at %s (stream.bootstrap-servers) is too old: %s. Eddy needs Kafka 2.5 or later"
                .formatted(settings.bootstrapServers(), cause.getMessage()),
            cause);
      }
      if (cause instanceof AuthenticationException) {
        throw new StartException(
            ("the broker at %s (stream.bootstrap-servers) and this instance do not know each other:"
                    + " %s. Check kafka.security.protocol, kafka.sasl.* and kafka.ssl.*")
                .formatted(settings.bootstrapServers(), cause.getMessage()),
            cause);
      }
    }
  }

  /// Waits a moment before something is tried again.
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> adminConfig() {
    Map<String, Object> config = new HashMap<>(settings.kafka());
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    return config;
  }

  /// Lets whoever waits for the broker go.
  void stopWaiting() {
    stopped = true;
  }

  @Override
  public void close() {
    stopWaiting();
    if (admin != null) {
      admin.close(CLOSE_TIMEOUT);
    }
  }
}
