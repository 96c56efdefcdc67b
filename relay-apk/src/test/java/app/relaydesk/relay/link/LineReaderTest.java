package app.relaydesk.relay.link;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import app.relaydesk.relay.model.FrameLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public final class LineReaderTest {
  @Test public void linesComeWholeHoweverTheBytesArrive() throws IOException {
    for (int chunk : new int[] {1, 2, 3, 7, 1_000}) {
      LineReader lines = new LineReader(new Drip("ab\n\nGrüße 😀 नमस्ते\nrest".getBytes(StandardCharsets.UTF_8), chunk));
      assertEquals("ab", lines.next());
      assertEquals("", lines.next());
      assertEquals("Grüße 😀 नमस्ते", lines.next());
      assertNull("a line that was cut short is none", lines.next());
    }
  }

  @Test public void aLineOf64KibWithItsEndIsTheLongest() throws IOException {
    String longest = "x".repeat(FrameLimits.MAX_FRAME_BYTES - 1);
    LineReader lines = reader("short\n" + longest + "\n" + longest + "\nend\n");
    assertEquals("short", lines.next());
    assertEquals(longest, lines.next());
    assertEquals(longest, lines.next());
    assertEquals("end", lines.next());
    assertNull(lines.next());
  }

  @Test public void aLongerLineEndsTheReading() throws IOException {
    LineReader lines = reader("first\n" + "x".repeat(FrameLimits.MAX_FRAME_BYTES) + "\n");
    assertEquals("first", lines.next());
    assertThrows(IOException.class, lines::next);
  }

  @Test public void theLimitCountsBytesAndNotLetters() {
    LineReader lines = reader("é".repeat(FrameLimits.MAX_FRAME_BYTES / 2) + "\n");
    assertThrows(IOException.class, lines::next);
  }

  @Test public void bytesThatAreNoUtf8EndTheReading() {
    byte[][] wrong = {{'a', (byte) 0xff, '\n'}, {(byte) 0xc3, '\n'}, {(byte) 0xed, (byte) 0xa0, (byte) 0xbd, '\n'},
        {(byte) 0xc0, (byte) 0x80, '\n'}};
    for (byte[] each : wrong) {
      assertThrows(IOException.class, () -> new LineReader(new ByteArrayInputStream(each)).next());
    }
  }

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Gives at most so many bytes at a time, as a network does. */
  private static final class Drip extends InputStream {
    private final byte[] bytes;
    private final int chunk;
    private int at;

    Drip(byte[] bytes, int chunk) {
      this.bytes = bytes;
      this.chunk = chunk;
    }

    @Override public int read() {
      return at == bytes.length ? -1 : bytes[at++] & 0xff;
    }

    @Override public int read(byte[] target, int offset, int length) {
      if (at == bytes.length) return -1;
      int count = Math.min(Math.min(chunk, length), bytes.length - at);
      System.arraycopy(bytes, at, target, offset, count);
      at += count;
      return count;
    }
  }
}
