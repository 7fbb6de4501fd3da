package dev.eddy.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.event.EventSettings;
import dev.eddy.event.RatingReader;
import dev.eddy.event.Rejection;
import dev.eddy.table.RatingRow;
import dev.eddy.table.RatingTable;
import dev.eddy.table.Table;
import dev.eddy.table.TableOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamagedRowTest {

  private final RatingReader reader =
      new RatingReader(EventSettings.forScale(0.5, 5), Clock.systemUTC());

  /// What a file refuses must not become a valid event on its way through the topic.
  @Test
  void shouldBeRefusedByTheStreamForTheReasonOfTheFile() throws IOException {
    String csv =
        """
        userId,itemId,rating,kind,value,timestamp
        u,i,4,vue,,1700000000000
        u,i,,vue,,1700000000000
        u,i,4,play,-1,1700000000000
        u,i,9,play,1,1700000000000
        u,,4,play,1,1700000000000
        """;
    Table table =
        Table.of(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), TableOptions.NONE);
    List<RatingRow> rows = new ArrayList<>();
    new RatingTable(table, TableOptions.NONE, RatingTable.Origin.FILE, null)
        .read(reader.rules(), rows::add);
    assertThat(rows).hasSize(5);
    for (RatingRow row : rows) {
      Rejection byFile = (Rejection) row.event();
      assertThat(reader.read(DamagedRow.key(row), DamagedRow.value(row)))
          .as("line %d: %s", row.line(), byFile.detail())
          .isInstanceOfSatisfying(
              Rejection.class,
              byStream -> assertThat(byStream.reason()).isEqualTo(byFile.reason()));
    }
  }
}
