package dev.eddy.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decodes text. What begins as UTF-8 and is not is read as Windows-1252 from there on, unless
/// there are characters of several bytes that are right: then it is UTF-8 that is damaged, and
/// the sign U+FFFD stands where it is.
final class TextReader extends Reader {

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private CharsetDecoder decoder;
  private boolean longCharacters;
  private boolean ended;
  private boolean flushed;
  private String told;

  TextReader(InputStream in, Encoding encoding) throws IOException {
    this.in = in;
    in.skipNBytes(encoding.markBytes());
    decoder = encoding.isUtf8() ? strict() : lenient(encoding.charset());
    told = encoding.isUtf8() ? null : "read as " + encoding.charset().name();
  }

  private static CharsetDecoder strict() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static CharsetDecoder lenient(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  /// Returns what is to be told of the encoding so far, or null where it is UTF-8 as it should be.
  String told() {
    return told;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    CharBuffer out = CharBuffer.wrap(chars, offset, length).slice();
    while (out.position() == 0 && !flushed) {
      if (!ended && bytes.remaining() < BUFFER / 2) {
        fill();
      }
      int bytesBefore = bytes.position();
      CoderResult result = decoder.decode(bytes, out, ended);
      longCharacters |= bytes.position() - bytesBefore > out.position(); // else it is all ASCII
      if (result.isError()) {
        giveUpStrictness();
      } else if (ended && result.isUnderflow()) {
        flushed = decoder.flush(out).isUnderflow();
      }
    }
    return out.position() == 0 && length > 0 ? -1 : out.position();
  }

  /// Reads until the buffer is full or everything is read.
  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      ended = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  private void giveUpStrictness() {
    if (longCharacters || isMostlyUtf8()) {
      told = "damaged UTF-8, rows with damaged ids are refused";
      decoder = lenient(StandardCharsets.UTF_8);
    } else {
      told = "read as windows-1252";
      decoder = lenient(WINDOWS);
    }
  }

  /// Returns whether in what is left in the buffer more characters of several bytes are right than
  /// wrong.
  private boolean isMostlyUtf8() {
    ByteBuffer rest = bytes.duplicate();
    CharBuffer out = CharBuffer.allocate(rest.remaining() + 1);
    CharsetDecoder trial = strict();
    int wrong = 0;
    int wrongBytes = 0;
    int before = rest.position();
    for (CoderResult result = trial.decode(rest, out, false);
        result.isError();
        result = trial.decode(rest, out, false)) {
      wrong++;
      wrongBytes += result.length();
      rest.position(rest.position() + result.length());
      trial.reset();
    }
    int saved = rest.position() - before - wrongBytes - out.position();
    return saved > wrong; // a character of n bytes saves n - 1
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
