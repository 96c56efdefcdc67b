package app.relaydesk.relay.host;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The line to the virtual phone: one JSON object a line. The phone orders ({@code do}, {@code id}) and is answered by
 * {@code {"id":…}}; the app asks ({@code ask}, {@code n}) and blocks until {@code {"answer":n,…}} comes.
 */
final class Wire {
  private static final int GONE = 0;
  private static Wire only;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final LinkedBlockingQueue<Map<?, ?>> orders = new LinkedBlockingQueue<>();
  private final Map<Long, CompletableFuture<Map<?, ?>>> asked = new ConcurrentHashMap<>();
  private final AtomicLong lastAsk = new AtomicLong();

  private Wire() {}

  /** The same one for all lives of this process. */
  static synchronized Wire open() {
    if (only == null) {
      only = new Wire();
      Thread reader = new Thread(only::read, "host-wire");
      reader.setDaemon(true);
      reader.start();
    }
    return only;
  }

  /** The next order, or null when none came in time. */
  Map<?, ?> order(long withinMs) throws InterruptedException {
    return orders.poll(withinMs, TimeUnit.MILLISECONDS);
  }

  void answer(Map<?, ?> order, Map<String, Object> answer) {
    Map<String, Object> line = Json.object("id", order.get("id"));
    line.putAll(answer);
    write(line);
  }

  void tell(Map<String, Object> event) {
    write(event);
  }

  /** Blocks until the phone has answered; a phone that is gone ends this process, as a dead binder would. */
  Map<?, ?> ask(Map<String, Object> question) {
    long n = lastAsk.incrementAndGet();
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    asked.put(n, answer);
    Map<String, Object> line = Json.object("n", n);
    line.putAll(question);
    write(line);
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void write(Map<String, Object> line) {
    byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      synchronized (out) {
        out.write(bytes);
      }
    } catch (IOException phoneGone) {
      Runtime.getRuntime().halt(GONE);
    }
  }

  /** Not by way of the main thread: what the order waits for may be on its way already. */
  private void killAt(Map<?, ?> order) {
    Steps.killAt((String) order.get("step"));
    answer(order, Json.object("ok", true));
  }

  private void read() {
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<?, ?> frame = (Map<?, ?>) Json.parse(line);
        if (frame.get("answer") instanceof Long n) asked.remove(n).complete(frame);
        else if ("kill_at".equals(frame.get("do"))) killAt(frame);
        else orders.add(frame);
      }
    } catch (IOException | JsonException broken) {
      System.err.println("host: the line to the phone broke: " + broken);
    }
    Runtime.getRuntime().halt(GONE);
  }
}
