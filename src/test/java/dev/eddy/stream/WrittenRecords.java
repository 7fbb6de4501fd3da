package dev.eddy.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/// What a version of Eddy wrote to its topics and to the changelogs of its state, and what that
/// version read in it, as a text file: lines `record TOPIC KEY VALUE`, the last two in Base64, and
/// lines `reads TOPIC …`.
record WrittenRecords(List<Written> records, List<String> reads) {

  /// @param topic without what the name of the application adds
  record Written(String topic, byte[] key, byte[] value) {

    Bytes keyBytes() {
      return Bytes.wrap(key);
    }
  }

  static WrittenRecords read(Path file) throws IOException {
    List<Written> records = new ArrayList<>();
    List<String> reads = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("record")) {
        records.add(
            new Written(
                words[1],
                Base64.getDecoder().decode(words[2]),
                Base64.getDecoder().decode(words[3])));
      } else if (words[0].equals("reads")) {
        reads.add(line.substring("reads ".length()));
      }
    }
    return new WrittenRecords(records, reads);
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# See UpgradeTest, which wrote it.");
    Base64.Encoder base64 = Base64.getEncoder();
    for (Written record : records) {
      lines.add(
          "record %s %s %s"
              .formatted(
                  record.topic,
                  base64.encodeToString(record.key),
                  base64.encodeToString(record.value)));
    }
    reads.forEach(line -> lines.add("reads " + line));
    Files.write(file, lines);
  }
}
