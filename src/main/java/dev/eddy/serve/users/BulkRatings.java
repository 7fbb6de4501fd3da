package dev.eddy.serve.users;

import dev.eddy.event.Forget;
import dev.eddy.event.Rejection;
import dev.eddy.event.TimeFormat;
import dev.eddy.event.UserEvent;
import dev.eddy.http.ProblemException;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.limit.UserWrites;
import dev.eddy.table.BadTableException;
import dev.eddy.table.RatingRow;
import dev.eddy.table.RatingTable;
import dev.eddy.table.Table;
import dev.eddy.table.TableOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Many ratings in one body, taken as they come: a line at a time, published in batches, so that
/// a body may be longer than memory. A bad line is told, and the others are published.
final class BulkRatings {

  private static final int BATCH = 1_000;
  private static final int MOST_ERRORS = 100;

  private final Backend backend;
  private final UserWrites writes;
  private final int maxLines;
  private final List<UserEvent> batch = new ArrayList<>();
  private final List<LineError> errors = new ArrayList<>();
  private WriteToken after = WriteToken.NONE;
  private int accepted;
  private int rejected;
  private long line;

  /// What is wrong with a line.
  ///
  /// @param line from 1; a header counts
  record LineError(long line, String detail) {}

  /// The answer.
  ///
  /// @param accepted how many were published
  /// @param rejected how many were not
  /// @param errors the first 100 of those
  /// @param after what a query waits by
  record Answer(int accepted, int rejected, List<LineError> errors, String after) {}

  /// Begins.
  ///
  /// @param writes how often each user may be written
  /// @param maxLines of a body
  BulkRatings(Backend backend, UserWrites writes, int maxLines) {
    this.backend = backend;
    this.writes = writes;
    this.maxLines = maxLines;
  }

  /// Takes a table: CSV whose header names columns of a rating, or a JSON object a line.
  ///
  /// @param times how times are written, or null for milliseconds and ISO 8601
  Answer table(InputStream in, TimeFormat times) throws IOException {
    try {
      RatingTable table =
          new RatingTable(
              Table.of(in, TableOptions.NONE), TableOptions.NONE, RatingTable.Origin.UPLOAD, times);
      table.read(backend.rules(), this::take);
    } catch (BadTableException e) {
      reject(line + 1, "cannot read this line and the rest: " + e.getMessage());
    }
    return finish();
  }

  private boolean take(RatingRow row) {
    line = row.line();
    if (line > maxLines) {
      throw ProblemException.tooLarge(
          "there are more than %d lines (serve.max-upload-lines); %d ratings before are published"
              .formatted(maxLines, accepted));
    }
    switch (row.event()) {
      case UserEvent event when !writes.admits(event.userId()) ->
          reject(line, "the user is written too often (serve.max-writes-per-user-minute)");
      case UserEvent event -> {
        batch.add(event);
        if (batch.size() == BATCH) {
          publish();
        }
      }
      case Rejection bad -> reject(line, bad.reason().label() + ": " + bad.detail());
      case Forget _ -> throw new IllegalStateException("a table forgets nobody");
    }
    return true;
  }

  private void reject(long where, String why) {
    rejected++;
    if (errors.size() < MOST_ERRORS) {
      errors.add(new LineError(where, why));
    }
  }

  private void publish() {
    if (!batch.isEmpty()) {
      after = after.and(backend.publish(batch));
      accepted += batch.size();
      batch.clear();
    }
  }

  private Answer finish() {
    publish();
    return new Answer(accepted, rejected, List.copyOf(errors), after.toString());
  }
}
