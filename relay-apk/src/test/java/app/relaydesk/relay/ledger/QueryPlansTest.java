package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.DAY;
import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static app.relaydesk.relay.support.LedgerWorld.MINUTE;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static app.relaydesk.relay.support.LedgerWorld.TEXT;
import static app.relaydesk.relay.support.LedgerWorld.TO;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.database.Cursor;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.SeenSql;
import app.relaydesk.relay.support.TestRadio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** What the ledger asks of SQLite, and how SQLite means to answer it: as fast at 250,000 rows as at one. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE, shadows = SeenSql.class)
public final class QueryPlansTest {
  /** A scan that ends: over the few open attempts, or in the order asked for up to a LIMIT. */
  private static final String ENDS = ".*USING (COVERING )?INDEX attempts_open.*";
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void noStatementOfTheLedgerScansATableThatGrows() throws Exception {
    SeenSql.forget();
    useAll();
    Set<String> seen = SeenSql.seen();
    for (String part : List.of("FROM attempt_count", "substr(recipient, -7) = ?", "WHERE sent_row = ?", "sent_row IS NULL",
        "changed_at >= ? ORDER BY", "DELETE FROM outbox WHERE", "DELETE FROM attempts WHERE", "submitted_elapsed > ?")) {
      assertTrue(part, seen.stream().anyMatch(each -> each.contains(part)));
    }
    List<String> scans = new ArrayList<>();
    for (String sql : seen) {
      boolean isWhole = sql.startsWith("DELETE") && !sql.contains("WHERE"); // wipe
      boolean isLimited = sql.contains("ORDER BY changed_at DESC LIMIT");
      if (!sql.startsWith("PRAGMA") && !isWhole && !isLimited) scans.addAll(scansOf(sql));
    }
    assertEquals(List.of(), scans);
  }

  @Test public void whatIsAskedAtEachTextIsAnsweredByItsOwnIndex() throws Exception {
    SeenSql.forget();
    useAll();
    Map<String, String> indexes = Map.of("substr(recipient, -7) = ?", "attempts_texted", "sent_row = ? AND NOT",
        "attempts_by_row", "state IN ('sent', 'failed', 'unknown')", "attempts_rowless", "changed_at >= ? ORDER BY",
        "attempts_by_gateway");
    for (Map.Entry<String, String> each : indexes.entrySet()) {
      for (String sql : SeenSql.seen()) {
        if (!sql.contains(each.getKey())) continue;
        String plan = String.join("; ", planOf(sql));
        assertTrue(plan + " for " + sql, plan.contains("INDEX " + each.getValue() + " "));
        if (sql.contains("ORDER BY changed_at, attempt_id")) assertFalse(plan, plan.contains("TEMP B-TREE"));
      }
    }
  }

  @Test public void theCountFollowsWhatIsKeptAndWhatGoes() throws Exception {
    world.send("att_1");
    world.query("att_2");
    assertEquals(2, world.core.store.attempts.count());
    world.kill();
    assertEquals(2, world.core.store.attempts.count());
    world.core.unpair(true);
    assertEquals(0, world.core.store.attempts.count());
  }

  @Test public void aLedgerOfTheFirstVersionIsCountedWhenItIsOpened() throws Exception {
    world.send("att_1");
    world.send("att_2");
    world.db.execSQL("DROP TABLE attempt_count");
    for (String each : List.of("TRIGGER attempts_in", "TRIGGER attempts_out", "INDEX attempts_by_gateway",
        "INDEX attempts_texted", "INDEX attempts_by_row", "INDEX attempts_rowless", "INDEX outbox_by_age",
        "INDEX inbound_by_age")) {
      world.db.execSQL("DROP " + each);
    }
    world.db.setVersion(1);
    world.kill();
    assertEquals(2, world.core.store.attempts.count());
    assertEquals(2, world.db.getVersion());
  }

  /** Every way by which the app comes to the ledger. */
  private void useAll() throws Exception {
    world.inboxSims = List.of(1L);
    world.partsPerMinute = 30L;
    world.welcome(START);
    world.send("att_1");
    world.send("att_2", "request_id", "req_att_1");
    world.cancel("att_3");
    world.query("att_1", "att_4");
    world.core.query(GATEWAY, Json.object("session", 7L, "query_id", "q", "since", START), world.answers::add);
    world.core.query(GATEWAY, Json.object("session", 7L, "query_id", "q", "since", START, "limit", 2L),
        world.answers::add);
    world.core.claim("att_1", 41);
    world.core.hearResult("att_1", 1, -1, null);
    world.send("att_5");
    world.radio.sent.add(new TestRadio.Row(42, 1, TO, TEXT, "sent", null));
    world.core.receive(ReceivedText.of(1, TO, "yes", START, 1));
    world.core.newestId(GATEWAY);
    world.core.outboxAfter(GATEWAY, 0, 10);
    world.core.store.attempts.latest(5);
    world.core.store.attempts.openCount();
    world.core.store.unackedCount(world.core.pairing());
    world.pass(20 * MINUTE);
    world.core.tick();
    world.core.ack(world.core.ledgerId(), 100);
    world.pass(40 * DAY);
    world.core.tick();
  }

  private List<String> scansOf(String sql) {
    List<String> scans = new ArrayList<>();
    for (String step : planOf(sql)) {
      boolean isScan = step.matches("SCAN (TABLE )?(attempts|outbox|inbound)\\b.*");
      if (isScan && !step.matches(ENDS)) scans.add(step + " for " + sql);
    }
    return scans;
  }

  private List<String> planOf(String sql) {
    List<String> steps = new ArrayList<>();
    try (Cursor plan = world.db.rawQuery("EXPLAIN QUERY PLAN " + sql, null)) {
      while (plan.moveToNext()) steps.add(plan.getString(plan.getColumnIndexOrThrow("detail")));
    }
    return steps;
  }
}
