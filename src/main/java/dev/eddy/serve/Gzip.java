package dev.eddy.serve;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/// Bodies compressed by gzip, of answers to callers who accept it and of requests that say so.
final class Gzip implements ContentEncoding {

  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public String type() {
    return "gzip";
  }

  @Override
  public Set<String> ids() {
    return Set.of("gzip", "x-gzip");
  }

  @Override
  public boolean supportsEncoding() {
    return true;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return network -> {
      try {
        return new Unpacked(network);
      } catch (IOException e) {
        throw ProblemException.badBody("the body is not gzip: " + e.getMessage());
      }
    };
  }

  @Override
  public ContentEncoder encoder() {
    return new ContentEncoder() {
      @Override
      public OutputStream apply(OutputStream network) {
        try {
          return new GZIPOutputStream(network);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void headers(WritableHeaders<?> headers) {
        headers.set(HeaderNames.CONTENT_ENCODING, "gzip");
        headers.set(HeaderNames.VARY, "Accept-Encoding");
        headers.remove(HeaderNames.CONTENT_LENGTH);
      }
    };
  }

  /// Tells the caller of a body that is damaged or cut off.
  private static final class Unpacked extends GZIPInputStream {

    Unpacked(InputStream in) throws IOException {
      super(in);
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
      try {
        return super.read(into, at, most);
      } catch (ZipException | EOFException e) {
        throw ProblemException.badBody("the body is damaged gzip: " + e.getMessage());
      }
    }
  }
}
