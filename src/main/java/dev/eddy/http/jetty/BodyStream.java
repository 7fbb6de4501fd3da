package dev.eddy.http.jetty;

import dev.eddy.http.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A body as it comes in. Whatever keeps it from being read is told to the caller.
final class BodyStream extends FilterInputStream {

  private static final Logger LOG = LoggerFactory.getLogger(BodyStream.class);
  private static final int BUFFER_BYTES = 1 << 13;

  private final BodyPace pace;
  private boolean isBroken;

  /// Wraps a body.
  ///
  /// @param limits say how slowly it may come
  BodyStream(InputStream in, Limits limits) {
    super(in);
    pace = new BodyPace(limits);
  }

  /// Returns what is packed in it. Java unpacks it: with a body that ends in the middle of its
  /// gzip, Jetty 12.1.14 never comes to an end.
  ///
  /// @param packed the name of what it is packed by, `identity` for nothing
  /// @throws ProblemException 415 if that is not understood, 400 if it is packed in another way
  InputStream unpacked(String packed) {
    return switch (packed.toLowerCase(Locale.ROOT)) {
      case "identity" -> this;
      case "gzip", "x-gzip" -> {
        try {
          yield new Unpacked(this);
        } catch (IOException e) {
          throw damaged(e);
        }
      }
      default ->
          throw ProblemException.unsupportedMediaType(
              "the Content-Encoding is %s, but only gzip is supported".formatted(packed));
    };
  }

  /// Returns whether a read has failed.
  boolean isBroken() {
    return isBroken;
  }

  /// Reads what is left, up to some bytes.
  void drain(int mostBytes) {
    byte[] unwanted = new byte[BUFFER_BYTES];
    try {
      for (int left = mostBytes, read = 0; left > 0 && read >= 0; left -= read) {
        read = read(unwanted, 0, unwanted.length);
      }
    } catch (IOException | ProblemException e) {
      LOG.debug("Cannot read the rest of an unwanted body", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    try {
      int read = super.read(into, at, most);
      pace.came(read);
      return read;
    } catch (IOException | RuntimeException e) {
      throw told(e);
    }
  }

  private ProblemException told(Exception failure) {
    isBroken = true;
    if (failure instanceof ProblemException late) {
      return late;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return ProblemException.timeout("the rest of the body did not arrive in time");
      }
      if (cause instanceof HttpException bad) {
        return ProblemException.brokenBody("the body is not well-formed HTTP: " + bad.getReason());
      }
    }
    return ProblemException.brokenBody("the body is cut off: " + failure.getMessage());
  }

  private static ProblemException damaged(IOException failure) {
    return ProblemException.badBody(
        "the body is damaged gzip (%s)"
            .formatted(
                failure.getMessage() == null
                    ? failure.getClass().getSimpleName()
                    : failure.getMessage()));
  }

  /// A body that came as gzip.
  private static final class Unpacked extends GZIPInputStream {

    Unpacked(InputStream in) throws IOException {
      super(in);
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
      try {
        return super.read(into, at, most);
      } catch (IOException e) {
        throw damaged(e);
      }
    }
  }
}
