package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import android.database.sqlite.SQLiteDatabase;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.PhoneClock;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.model.Sim;
import app.relaydesk.relay.support.LedgerWorld;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 3: one row of the sent folder answers for one attempt, and for the right one. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class SettleClaimTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final TestPhone phone = new TestPhone();
  private final TestRadio radio = new TestRadio();
  private SQLiteDatabase db;
  private RelayCore core;

  @Before public void pair() {
    core = open();
    core.pair(new Pairing("gateway", "device", "token", "pin", "127.0.0.1", 8643, 0));
    core.welcome(Json.object("time", 1_000_000L, "last_seq", 0L, "config", Json.object(
        "heartbeat_charging_seconds", 10L, "heartbeat_battery_seconds", 60L, "parts_per_minute", null,
        "inbox", Json.object("sims", List.of(), "stop_words", List.of()))));
  }

  @After public void close() {
    core.close();
  }

  @Test public void aRowThatAndroidNamedForAnotherAttemptIsNotTaken() {
    send("A");
    send("B");
    radio.rows.add(new Radio.SentRow(11, "sent", null));
    core.claim("A", 11);
    core.hearResult("A", 1, -1, null);
    reboot();
    assertEquals("unknown", row("B").state);
  }

  @Test public void aRowOfAnAttemptThatEndedAfterTheSubmitIsNotTakenEither() {
    send("A");
    send("B");
    radio.rows.add(new Radio.SentRow(11, "sent", null));
    core.hearResult("A", 1, -1, null);
    reboot();
    assertEquals("unknown", row("B").state);
  }

  @Test public void anOpenAttemptThatWasSubmittedWhenTheRowWasThereIsNoRival() {
    send("A");
    radio.rows.add(new Radio.SentRow(11, "sent", null));
    radio.mark = 11;
    send("B");
    reboot();
    assertEquals("sent", row("A").state);
    assertEquals("unknown", row("B").state);
  }

  @Test public void aSettledAttemptThatWasSubmittedWhenTheRowWasThereIsNoRivalEither() {
    send("A");
    radio.rows.add(new Radio.SentRow(11, "sent", null));
    radio.mark = 11;
    send("B");
    core.hearResult("B", 1, 1, null);
    reboot();
    assertEquals("sent", row("A").state);
  }

  @Test public void anAttemptThatWasOverBeforeTheSubmitIsNoRival() {
    send("A");
    core.hearResult("A", 1, -1, null);
    phone.elapsed += 1_000;
    radio.mark = 11;
    send("B");
    radio.rows.add(new Radio.SentRow(12, "sent", null));
    reboot();
    assertEquals("sent", row("B").state);
    assertEquals(Long.valueOf(12), row("B").sentRow);
  }

  @Test public void theRowThatAndroidNamedSettlesItsAttemptEvenBesideAnother() {
    send("A");
    send("B");
    radio.rows.add(new Radio.SentRow(11, "sent", null));
    radio.rows.add(new Radio.SentRow(12, "failed", 38L));
    core.claim("B", 12);
    reboot();
    assertEquals("failed", row("B").state);
    assertEquals(Long.valueOf(1), row("B").partResults.get(0).result());
    assertEquals(Long.valueOf(38), row("B").partResults.get(0).error());
    assertEquals("sent", row("A").state);
  }

  @Test public void ofTwoRowsTheOneThatAndroidNamedCounts() {
    send("A");
    radio.rows.add(new Radio.SentRow(11, "failed", null));
    radio.rows.add(new Radio.SentRow(12, "sent", null));
    core.claim("A", 12);
    reboot();
    assertEquals("sent", row("A").state);
  }

  @Test public void aCallThatFailsBesideOthersLeavesTheOthersTheirTurn() {
    radio.isBroken = true;
    send("A");
    assertEquals("submitting", row("A").state);
    List<String> heard = new ArrayList<>();
    Turn turn = new Turn(db);
    try {
      turn.run(() -> {
        turn.afterCommit(() -> {
          throw new IllegalStateException("first");
        });
        turn.afterCommit(() -> heard.add("second"));
      });
      heard.add("no exception");
    } catch (IllegalStateException first) {
      heard.add(first.getMessage());
    }
    assertEquals(List.of("second", "first"), heard);
  }

  @Test public void whatAFailedTurnWantedTellsNobody() {
    List<String> heard = new ArrayList<>();
    Turn turn = new Turn(db);
    try {
      turn.run(() -> {
        turn.afterCommit(() -> heard.add("never"));
        throw new IllegalStateException("work");
      });
    } catch (IllegalStateException work) {
      heard.add(work.getMessage());
    }
    turn.run(() -> turn.afterCommit(() -> heard.add("next")));
    assertEquals(List.of("work", "next"), heard);
  }

  @Test public void aTextOfSixteenPartsIsRefusedWhateverTheGatewayAllows() {
    radio.parts = 16;
    send("A");
    assertEquals("too_many_parts", row("A").reason);
    assertTrue(radio.submitted.isEmpty());
  }

  @Test public void anAndroidIdThatCannotBeReadDropsNothing() {
    send("A");
    String ledgerId = core.ledgerId();
    phone.androidId = "";
    restart();
    assertEquals(ledgerId, core.ledgerId());
    phone.androidId = "other";
    restart();
    assertNull(core.pairing());
  }

  private RelayCore open() {
    db = LedgerFile.open(new File(folder.getRoot(), "ledger.db"));
    RelayCore opened = LedgerWorld.coreOf(db, phone, radio, 100);
    opened.begin();
    return opened;
  }

  private void restart() {
    core.close();
    core = open();
  }

  private void reboot() {
    phone.bootId = "boot2";
    phone.elapsed = 1_000;
    restart();
  }

  private void send(String id) {
    Map<String, Object> send = Json.object("attempt_id", id, "request_id", "r" + id, "to", "+9779801234567",
        "text", "Same", "sim", Json.object("id", 1L, "mcc_mnc", null), "max_parts", 255L, "delivery_report", false,
        "sensitive", false, "not_after", 9_000_000L, "session", 1L);
    core.send("gateway", send, answer -> { });
  }

  private Attempt row(String id) {
    return core.store.attempts.find("gateway", id);
  }

  private static final class TestPhone implements Phone, PhoneClock {
    private String androidId = "id";
    private String bootId = "boot1";
    private long elapsed = 500_000;

    @Override public PhoneClock clock() {
      return this;
    }

    @Override public List<Sim> sims() {
      return List.of(new Sim(1, 1, null, null, null));
    }

    @Override public boolean maySend() {
      return true;
    }

    @Override public String androidId() {
      return androidId;
    }

    @Override public long elapsed() {
      return elapsed;
    }

    @Override public long wall() {
      return 2_000_000;
    }

    @Override public String bootId() {
      return bootId;
    }
  }

  private static final class TestRadio implements Radio {
    private final List<SentRow> rows = new ArrayList<>();
    private final List<String> submitted = new ArrayList<>();
    private long mark = 10;
    private int parts = 1;
    private boolean isBroken;

    @Override public int countParts(String text, int simId) {
      return parts;
    }

    @Override public Long mark() {
      return mark;
    }

    @Override public void submit(String attemptId, String to, String text, int simId, boolean deliveryReport) {
      submitted.add(attemptId);
      if (isBroken) throw new IllegalStateException("the binder died");
    }

    @Override public List<SentRow> findSent(long above, String to, String text, int simId) {
      List<SentRow> found = new ArrayList<>();
      for (SentRow each : rows) if (each.id() > above) found.add(each);
      return found;
    }

    @Override public List<ReceivedText> receivedAbove(long above) {
      return List.of();
    }
  }
}
