package dev.eddy.http.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.handler.ResourceHandler;

/// Files with a tag (`ETag`) of their content. Jetty's own tag is of size and time, and all files
/// of a build have the same time, so a file that changed and kept its size would never be loaded
/// anew.
final class TaggedFiles extends ResourceHandler {

  private static final int TAG_BYTES = 16;

  private final Map<String, HttpField> tags = new ConcurrentHashMap<>();

  TaggedFiles() {
    setWelcomeFiles("index.html");
    setDirAllowed(false);
    setEtags(true);
    setCacheControl("no-cache"); // that is: ask each time
  }

  /// A file with its tag.
  private static final class Tagged extends HttpContent.Wrapper {

    private final HttpField tag;

    Tagged(HttpContent content, HttpField tag) {
      super(content);
      this.tag = tag;
    }

    @Override
    public HttpField getETag() {
      return tag;
    }

    @Override
    public HttpField getLastModified() {
      return null;
    }

    @Override
    public Instant getLastModifiedInstant() {
      return Instant.EPOCH;
    }
  }

  @Override
  protected HttpContent.Factory newHttpContentFactory(ByteBufferPool.Sized buffers) {
    HttpContent.Factory plain = super.newHttpContentFactory(buffers);
    return path -> {
      HttpContent content = plain.getContent(path);
      if (content == null || content.getResource().isDirectory()) {
        return content;
      }
      HttpField tag = tags.get(path);
      if (tag == null) {
        tag = tag(content);
        tags.put(path, tag);
      }
      return new Tagged(content, tag);
    };
  }

  private static HttpField tag(HttpContent content) throws IOException {
    try (InputStream in = content.getResource().newInputStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return new HttpField(
          HttpHeader.ETAG, '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
