package dev.eddy.app;

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
    description = "Learns from and answers over HTTP on a real Kafka, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

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
      LOG.info("Eddy answers on http://{}:{}/", settings.serve().host(), instance.port());
      instance.onFailure(stop::countDown);
      ConfigOptions.start(instance);
      stop.await();
      instance.throwIfFailed();
    }
    return 0;
  }
}
