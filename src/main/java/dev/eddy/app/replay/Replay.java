package dev.eddy.app.replay;

import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.CatalogItem;
import dev.eddy.event.RatingRules;
import dev.eddy.event.UserAttributes;
import dev.eddy.event.UserEvent;
import dev.eddy.table.RatingRow;
import dev.eddy.table.Tally;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Publishes a source's records to Kafka: the catalog and the users' attributes, then the
/// ratings, at full speed or at a number a second.
public final class Replay {

  private final RatingSource source;
  private final EventPublisher publisher;
  private final RatingRules rules;
  private final double perSecond;
  private final long limit;
  private final boolean publishDamaged;
  private long sent;
  private long startNs;

  /// Creates a replay.
  ///
  /// @param rules by which rows are taken or refused, as the stream does
  /// @param perSecond how many records a second; infinity is full speed
  /// @param limit at most so many records
  /// @param publishDamaged whether refused rows are published as well, for the stream to refuse
  public Replay(
      RatingSource source,
      EventPublisher publisher,
      RatingRules rules,
      double perSecond,
      long limit,
      boolean publishDamaged) {
    this.source = source;
    this.publisher = publisher;
    this.rules = rules;
    this.perSecond = perSecond;
    this.limit = limit;
    this.publishDamaged = publishDamaged;
  }

  /// Reads `max` or a positive number.
  ///
  /// @throws UsageException if it is neither
  public static double parseSpeed(String text) {
    if (text.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double speed = Double.parseDouble(text);
      if (speed > 0) {
        return speed;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--speed is '" + text + "', but must be max or a number of ratings per second", e);
    }
    throw new UsageException("--speed is " + text + ", but must be max or a positive number");
  }

  /// Returns how many records a whole run publishes.
  public long size() {
    return Math.min(limit, source.size() + (publishDamaged ? source.refused() : 0));
  }

  /// Publishes the catalog and what is known of users, and waits until Kafka has acknowledged it.
  public void publishMetadata() {
    for (CatalogItem item : source.catalog()) {
      publisher.publish(item);
    }
    for (UserAttributes user : source.users()) {
      publisher.publish(user);
    }
    publisher.flush();
  }

  /// Publishes all ratings and waits until Kafka has acknowledged them.
  ///
  /// @param progress is told how many records were sent so far, now and then
  /// @param before is told each rating before it is published
  /// @param stop ends the replay early when it turns true
  /// @return how many rows were read, and which were refused; [#sent] were published
  public Tally run(LongConsumer progress, Consumer<UserEvent> before, BooleanSupplier stop) {
    startNs = System.nanoTime();
    Tally tally =
        source.play(
            rules,
            new RatingSource.Handler() {
              @Override
              public boolean event(UserEvent event) {
                before.accept(event);
                publisher.publish(event);
                return sentOne(progress, stop);
              }

              @Override
              public boolean refused(RatingRow row) {
                if (!publishDamaged) {
                  return !stop.getAsBoolean();
                }
                publisher.publishRaw(DamagedRow.key(row), DamagedRow.value(row));
                return sentOne(progress, stop);
              }
            });
    publisher.flush();
    progress.accept(sent);
    return tally;
  }

  /// Returns how many records were published.
  public long sent() {
    return sent;
  }

  private boolean sentOne(LongConsumer progress, BooleanSupplier stop) {
    sent++;
    if ((sent & 1023) == 0) {
      progress.accept(sent);
    }
    if (perSecond < Double.POSITIVE_INFINITY) {
      long dueNs = startNs + (long) (sent / perSecond * TimeUnit.SECONDS.toNanos(1));
      for (long left; (left = dueNs - System.nanoTime()) > 0 && !stop.getAsBoolean(); ) {
        LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
      }
    }
    return sent < limit && !stop.getAsBoolean();
  }
}
