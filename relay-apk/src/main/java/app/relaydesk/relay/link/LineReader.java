package app.relaydesk.relay.link;

import app.relaydesk.relay.model.FrameLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 that end with LF, each at most {@link FrameLimits#MAX_FRAME_BYTES} with it. */
public final class LineReader {
  private final InputStream in;
  private final byte[] buffer = new byte[FrameLimits.MAX_FRAME_BYTES];
  private int start;
  private int end;

  public LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its LF; null at the end. Throws on a line that is too long or no UTF-8. */
  public String next() throws IOException {
    int searched = start;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') return take(i);
      }
      searched = end;
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        searched -= start;
        start = 0;
      }
      if (end == buffer.length) throw new IOException("a line is too long");
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) return null;
      end += count;
    }
  }

  private String take(int lineEnd) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(buffer, start, lineEnd - start);
    start = lineEnd + 1;
    return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(line).toString();
  }
}
