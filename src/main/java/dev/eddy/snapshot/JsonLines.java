package dev.eddy.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/// Files of one JSON object a line.
public final class JsonLines {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private JsonLines() {}

  /// Writes lines.
  public static final class Writer implements AutoCloseable {

    private final OutputStream out;
    private long lines;

    /// Begins a file.
    public Writer(Path path) throws IOException {
      out =
          new BufferedOutputStream(
              Files.newOutputStream(path, StandardOpenOption.CREATE_NEW), 1 << 16);
    }

    /// Writes a line.
    public void write(Object value) throws IOException {
      out.write(MAPPER.writeValueAsBytes(value));
      out.write('\n');
      lines++;
    }

    /// Returns how many lines there are.
    public long lines() {
      return lines;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /// Reads lines.
  ///
  /// @param <T> what a line is
  public static final class Reader<T> implements AutoCloseable {

    private final Path path;
    private final MappingIterator<T> values;
    private long number;

    /// Opens a file.
    public Reader(Path path, Class<T> type) throws IOException {
      this.path = path;
      values = MAPPER.readerFor(type).readValues(Files.newInputStream(path));
    }

    /// Returns the next line, or null after the last.
    ///
    /// @throws SnapshotException if it is not what it should be
    public T next() throws IOException {
      try {
        number++;
        return values.hasNextValue() ? values.nextValue() : null;
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw new SnapshotException(
            path, "line %d cannot be used: %s".formatted(number, e.getMessage()), e);
      }
    }

    /// Returns what a line says.
    ///
    /// @param line that was read last
    /// @throws SnapshotException if the conversion refuses it with an illegal argument
    public <V> V checked(T line, Function<T, V> conversion) {
      try {
        return conversion.apply(line);
      } catch (IllegalArgumentException e) {
        throw new SnapshotException(path, "line %d: %s".formatted(number, e.getMessage()), e);
      }
    }

    /// Returns an exception about the line that was read last.
    public SnapshotException problem(String what) {
      return new SnapshotException(path, "line %d: %s".formatted(number, what));
    }

    @Override
    public void close() throws IOException {
      values.close();
    }
  }
}
