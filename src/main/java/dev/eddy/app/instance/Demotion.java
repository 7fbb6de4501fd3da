package dev.eddy.app.instance;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.publish.PromotionReader;
import dev.eddy.challenger.Promotion;
import dev.eddy.stream.StreamSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes back the promotion of a generation before it is deleted: whoever learns that number again
/// begins with an empty model, which must not serve because another one was promoted once.
///
/// @param stream of the model that serves
record Demotion(StreamSettings stream, EventPublisher publisher) {

  private static final Logger LOG = LoggerFactory.getLogger(Demotion.class);
  private static final String ITSELF = "deletion";

  /// Lets the model that serves be the one that was promoted last, if that is the one to be
  /// deleted.
  ///
  /// @throws dev.eddy.http.ProblemException 503 if Kafka does not answer
  void of(int deleted) {
    Acknowledged.run(
        () ->
            PromotionReader.latest(stream)
                .filter(latest -> latest.generation() == deleted)
                .ifPresent(this::replace));
  }

  private void replace(Promotion latest) {
    int serving = stream.names().generation();
    long timeMs = latest.nextMs(System.currentTimeMillis());
    publisher.publishAndWait(new Promotion(serving, serving, ITSELF, timeMs, false));
    LOG.info(
        "Generation {} was promoted and is to be deleted: generation {} is now promoted",
        latest.generation(),
        serving);
  }
}
