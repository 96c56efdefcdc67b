package app.relaydesk.relay.support;

import android.database.sqlite.SQLiteDatabase;
import app.relaydesk.relay.inbox.InboxDesk;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import app.relaydesk.relay.ledger.Attempt;
import app.relaydesk.relay.ledger.LedgerFile;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.model.LinkLedger;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.Radio;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A ledger in a real file, with a phone and a radio around it, paired with {@link #GATEWAY} and welcomed. */
public final class LedgerWorld extends ExternalResource {
  public static final String GATEWAY = "wsp_1";
  public static final String TO = "+9779801234567";
  public static final String TEXT = "Good morning";
  /** Gateway time of the first welcome. */
  public static final long START = 1_795_424_400_000L;
  public static final long MINUTE = 60_000;
  public static final long DAY = 24 * 60 * MINUTE;

  public final TestPhone phone = new TestPhone();
  public final TestRadio radio = new TestRadio();
  public RelayCore core;
  public SQLiteDatabase db;
  public File file;
  /** What `send`, `cancel` and `query` were answered, except by reports. */
  public final List<Map<String, Object>> answers = new ArrayList<>();
  public long maxRows = 1_000;
  public Long partsPerMinute;
  public List<Long> inboxSims = List.of();
  private final TemporaryFolder folder = new TemporaryFolder();
  private int copies;

  /** Stands for a kill of the process. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Override protected void before() throws IOException {
    folder.create();
    file = new File(folder.getRoot(), "ledger.db");
    open();
    pair(GATEWAY);
    welcome(START);
  }

  @Override protected void after() {
    core.close();
    folder.delete();
  }

  private void open() {
    db = LedgerFile.open(file);
    core = coreOf(db, phone, radio, maxRows);
    core.begin();
  }

  /** The ledger of a file with the inbox on it, as the app wires them. */
  public static RelayCore coreOf(SQLiteDatabase db, Phone phone, Radio radio, long maxRows) {
    return new RelayCore(db, phone, radio,
        core -> new InboxDesk(core.store, core.outbox, core.time, radio, core::config), maxRows);
  }

  public void pair(String gatewayId) {
    core.pair(new Pairing(gatewayId, "dev_1", "token-of-" + gatewayId, "aa", "127.0.0.1", 8643, 0));
  }

  public void welcome(long time) {
    welcome(time, 0);
  }

  public void welcome(long time, long lastSeq) {
    core.welcome(Json.object("time", time, "last_seq", lastSeq, "config", Json.object(
        "heartbeat_charging_seconds", 10L, "heartbeat_battery_seconds", 60L, "parts_per_minute", partsPerMinute,
        "inbox", Json.object("sims", inboxSims, "stop_words", List.of("STOP", "रोक")))));
  }

  /** The app dies and starts again, with what is in the files at this moment and nothing else. */
  public void kill() throws IOException {
    File copy = folder.newFolder("life-" + ++copies);
    for (File each : file.getParentFile().listFiles()) {
      boolean isLedger = each.getName().startsWith("ledger.db") && !each.getName().endsWith("-shm");
      if (isLedger) Files.copy(each.toPath(), new File(copy, each.getName()).toPath());
    }
    core.close();
    file = new File(copy, "ledger.db");
    open();
  }

  /** The phone restarts: nothing is known of the time until the next welcome. */
  public void reboot() throws IOException {
    phone.bootId = "boot-" + (copies + 2);
    phone.elapsed = 20_000;
    kill();
  }

  public void pass(long ms) {
    phone.elapsed += ms;
    phone.wall += ms;
  }

  public static Map<String, Object> frame(String attemptId) {
    return Json.object("session", 7L, "attempt_id", attemptId, "request_id", "req_" + attemptId, "to", TO, "text", TEXT,
        "sim", Json.object("id", 1L, "mcc_mnc", "42902"), "max_parts", 6L, "delivery_report", true, "sensitive", false,
        "not_after", START + 60 * MINUTE);
  }

  public void send(String attemptId) {
    send(frame(attemptId));
  }

  /** A frame with some fields changed: name, value, … */
  public void send(String attemptId, Object... changes) {
    Map<String, Object> frame = frame(attemptId);
    frame.putAll(Json.object(changes));
    send(frame);
  }

  public void send(Map<String, Object> frame) {
    core.send(GATEWAY, frame, answers::add);
  }

  public void cancel(String attemptId) {
    core.cancel(GATEWAY, Json.object("session", 7L, "attempt_id", attemptId), answers::add);
  }

  public void query(String... attemptIds) {
    core.query(GATEWAY, Json.object("session", 7L, "query_id", "q", "attempt_ids", List.of((Object[]) attemptIds)),
        answers::add);
  }

  public Attempt row(String attemptId) {
    return core.store.attempts.find(GATEWAY, attemptId);
  }

  /** The state of an attempt, with its reason where it has one. */
  public String state(String attemptId) {
    Attempt row = row(attemptId);
    if (row == null) return "none";
    return row.reason == null ? row.state : row.state + ": " + row.reason;
  }

  /** The states that the last answer gave, in its order. */
  public List<Object> answered() {
    List<Object> states = new ArrayList<>();
    for (Object entry : (List<?>) answers.get(answers.size() - 1).get("entries")) {
      states.add(((Map<?, ?>) entry).get("state"));
    }
    return states;
  }

  /** All frames of the outbox above a seq. */
  public List<Map<?, ?>> outbox(long above) {
    List<Map<?, ?>> frames = new ArrayList<>();
    try {
      for (LinkLedger.Waiting each : core.store.outboxAfter(GATEWAY, above, 10_000)) {
        frames.add((Map<?, ?>) Json.parse(each.body()));
      }
    } catch (JsonException broken) {
      throw new AssertionError(broken);
    }
    return frames;
  }

  /** The states reported of an attempt so far, in order. */
  public List<Object> reports(String attemptId) {
    List<Object> states = new ArrayList<>();
    for (Map<?, ?> each : outbox(0)) if (attemptId.equals(each.get("attempt_id"))) states.add(each.get("state"));
    return states;
  }

  public Map<?, ?> lastReport() {
    List<Map<?, ?>> all = outbox(0);
    return all.get(all.size() - 1);
  }
}
