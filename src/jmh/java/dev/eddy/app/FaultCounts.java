package dev.eddy.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.LongStream;

/// What was published beside what was learned of it, after a fault. All ratings are of pairs of
/// user and item of their own.
///
/// @param published ratings that Kafka acknowledged to their producer
/// @param written ratings that Eddy acknowledged over HTTP; more may have been taken, up to
///     `attempted`
/// @param ofWriter what Eddy has of those
/// @param learned how many were learned as new
/// @param ofUsers the sum of the counts of users
/// @param ofItems the sum of the counts of items
/// @param bad records that had to be rejected
/// @param rejected how many were
record FaultCounts(
    long published,
    long written,
    long attempted,
    long ofWriter,
    long learned,
    long ofUsers,
    long ofItems,
    long bad,
    long rejected) {

  long lost() {
    return atLeast0(
        published + Math.max(written, ofWriter) - learned,
        learned - ofUsers,
        learned - ofItems,
        bad - rejected);
  }

  long doubled() {
    return atLeast0(
        learned - published - ofWriter,
        ofWriter - attempted,
        ofUsers - learned,
        ofItems - learned,
        rejected - bad);
  }

  private static long atLeast0(long... numbers) {
    return LongStream.concat(LongStream.of(0), LongStream.of(numbers)).max().getAsLong();
  }

  boolean isExact() {
    return lost() == 0 && doubled() == 0;
  }

  /// Puts the counts into a report.
  void tell(ObjectNode report) {
    report.put("published", published + written);
    report.put("learned", learned);
    report.put("dead_letters", rejected);
    report.put("lost", lost());
    report.put("doubled", doubled());
  }
}
