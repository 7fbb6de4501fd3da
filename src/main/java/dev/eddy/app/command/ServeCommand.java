package dev.eddy.app.command;

import dev.eddy.app.instance.Instance;
import dev.eddy.app.instance.Shutdown;
import dev.eddy.app.settings.Settings;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Runs an instance on a real Kafka.
@Command(
    name = "serve",
    description = "Runs an instance on a real Kafka until Ctrl-C: learns, and answers over HTTP.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Mixin private ConfigOptions config;

  @Override
  @SuppressWarnings("try") // a signal may come while the stream still starts, and must end that
  public Integer call() throws InterruptedException {
    Settings settings = config.load(Map.of());
    CountDownLatch stop = new CountDownLatch(1);
    try (Instance instance = new Instance(settings)) {
      Shutdown.onSignal(
          () -> {
            stop.countDown();
            instance.close();
          });
      String host = settings.serve().host();
      String scheme = instance.scheme();
      LOG.info("Eddy listens on {}://{}:{}/", scheme, host, instance.port());
      LOG.info("Operations listen on {}://{}:{}/", scheme, host, instance.operationsPort());
      instance.onFailure(stop::countDown);
      instance.start();
      stop.await();
      instance.throwIfFailed();
    }
    return 0;
  }
}
