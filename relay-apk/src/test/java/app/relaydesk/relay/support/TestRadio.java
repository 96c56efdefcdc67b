package app.relaydesk.relay.support;

import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A radio that writes down what it is given, and SMS folders that a test fills. */
public final class TestRadio implements Radio {
  /** Attempt ids in the order of their submits. */
  public final List<String> submitted = new ArrayList<>();
  /** Whether each of them was to be reported as delivered. */
  public final List<Boolean> reportsAsked = new ArrayList<>();
  /** Received texts by their row. */
  public final Map<Long, ReceivedText> inbox = new TreeMap<>();
  public final List<Row> sent = new ArrayList<>();
  public int parts = 1;
  public boolean isReadable = true;
  /** Runs within the call of Android, after the hand-over was written down. */
  public Runnable during = () -> { };
  /** Runs while the mark is read, just before `submitting` is written. */
  public Runnable before = () -> { };

  /** Runs while the parts are counted. */
  public Runnable counting = () -> { };

  /** A row of content://sms that our package made. */
  public record Row(long id, int simId, String to, String text, String state, Long error) {}

  @Override public int countParts(String text, int simId) {
    counting.run();
    return parts;
  }

  @Override public Long mark() {
    before.run();
    if (!isReadable) return null;
    long highest = 0;
    for (Row row : sent) highest = Math.max(highest, row.id);
    for (long id : inbox.keySet()) highest = Math.max(highest, id);
    return highest;
  }

  @Override public void submit(String attemptId, String to, String text, int simId, boolean deliveryReport) {
    submitted.add(attemptId);
    reportsAsked.add(deliveryReport);
    during.run();
  }

  @Override public List<SentRow> findSent(long above, String to, String text, int simId) {
    List<SentRow> found = new ArrayList<>();
    for (Row row : sent) {
      boolean isSame = row.simId == simId && row.to.equals(to) && row.text.equals(text);
      if (row.id > above && isSame) found.add(new SentRow(row.id, row.state, row.error));
    }
    return isReadable ? found : List.of();
  }

  @Override public List<ReceivedText> receivedAbove(long mark) {
    List<ReceivedText> found = new ArrayList<>();
    for (Map.Entry<Long, ReceivedText> each : inbox.entrySet()) if (each.getKey() > mark) found.add(each.getValue());
    return isReadable ? found : null;
  }
}
