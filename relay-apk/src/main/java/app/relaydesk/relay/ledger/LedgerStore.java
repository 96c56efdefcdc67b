package app.relaydesk.relay.ledger;

import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import app.relaydesk.relay.model.Hex;
import app.relaydesk.relay.model.LinkLedger.Waiting;
import app.relaydesk.relay.model.Pairing;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The SQL of all but `attempts`: who we belong to, what must still be told, what was received, and room. */
public final class LedgerStore {
  public final AttemptTable attempts;
  private final Sql sql;

  public LedgerStore(SQLiteDatabase db) {
    sql = new Sql(db);
    attempts = new AttemptTable(sql);
  }

  public String meta(String key) {
    return sql.text("SELECT value FROM meta WHERE key = ?", key);
  }

  public void setMeta(String key, String value) {
    sql.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", key, value);
  }

  public void dropMeta(String key) {
    sql.run("DELETE FROM meta WHERE key = ?", key);
  }

  /** Rule 8: a random 128-bit value in the file, made once. */
  public String ledgerId() {
    String known = meta("ledger_id");
    if (known != null) return known;
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    setMeta("ledger_id", Hex.of(bytes));
    return Hex.of(bytes);
  }

  // -- gateways

  /** The gateway with a token: at most one (rule 10). Null when unpaired. */
  public Pairing pairing() {
    try (Cursor row = sql.query("SELECT gateway_id, device_id, token, pin, host, port, acked_seq FROM gateways"
        + " WHERE token IS NOT NULL LIMIT 1")) {
      if (!row.moveToFirst()) return null;
      return new Pairing(row.getString(0), row.getString(1), row.getString(2), row.getString(3), row.getString(4),
          row.getInt(5), row.getLong(6));
    }
  }

  void savePairing(Pairing pairing) {
    dropTokens();
    sql.run("INSERT OR IGNORE INTO gateways (gateway_id, device_id, pin, host, port) VALUES (?, '', '', '', 0)",
        pairing.gatewayId());
    sql.run("UPDATE gateways SET device_id = ?, token = ?, pin = ?, host = ?, port = ? WHERE gateway_id = ?",
        pairing.deviceId(), pairing.token(), pairing.pin(), pairing.host(), pairing.port(), pairing.gatewayId());
  }

  /** A gateway on the network keeps its own port; 127.0.0.1 is where `adb reverse` listens. */
  void savePort(int port) {
    sql.run("UPDATE gateways SET port = ? WHERE token IS NOT NULL AND host = '127.0.0.1'", port);
  }

  void dropTokens() {
    sql.run("UPDATE gateways SET token = NULL");
  }

  public List<String> gatewayIds() {
    List<String> ids = new ArrayList<>();
    try (Cursor cursor = sql.query("SELECT gateway_id FROM gateways")) {
      while (cursor.moveToNext()) ids.add(cursor.getString(0));
    }
    return ids;
  }

  /** Never lowers it. */
  void saveAck(String gatewayId, long seq) {
    sql.run("UPDATE gateways SET acked_seq = ? WHERE gateway_id = ? AND acked_seq < ?", seq, gatewayId, seq);
  }

  // -- outbox (rule 4)

  /** A seq that was never used. */
  long nextSeq() {
    long highest = sql.number("SELECT coalesce(max(seq), 0) FROM outbox");
    return Math.max(highest, seqFloor()) + 1;
  }

  /** No new seq may be at or below one that the gateway has seen. */
  void raiseSeq(long seen) {
    if (seen >= nextSeq()) setMeta("seq_floor", Long.toString(seen));
  }

  private long seqFloor() {
    String floor = meta("seq_floor");
    return floor == null ? 0 : Long.parseLong(floor);
  }

  void addToOutbox(long seq, String gatewayId, String body, long at) {
    sql.run("INSERT INTO outbox (seq, gateway_id, body, at) VALUES (?, ?, ?, ?)", seq, gatewayId, body, at);
  }

  public List<Waiting> outboxAfter(String gatewayId, long seq, int limit) {
    List<Waiting> rows = new ArrayList<>();
    try (Cursor cursor = sql.query("SELECT seq, body FROM outbox WHERE seq > ? AND gateway_id = ? ORDER BY seq LIMIT "
        + limit, seq, gatewayId)) {
      while (cursor.moveToNext()) rows.add(new Waiting(cursor.getLong(0), cursor.getString(1)));
    }
    return rows;
  }

  public long unackedCount(Pairing pairing) {
    return sql.number("SELECT count(*) FROM outbox WHERE seq > ? AND gateway_id = ?", pairing.ackedSeq(),
        pairing.gatewayId());
  }

  // -- inbox (rule 9)

  /** False when it is there already. */
  public boolean addInbound(String inboundId, long at) {
    return sql.run("INSERT OR IGNORE INTO inbound (inbound_id, at) VALUES (?, ?)", inboundId, at) == 1;
  }

  // -- room (rule 8)

  /** Ids up to this one are forgotten unless held; null when nothing was pruned yet. */
  public String pruneMark() {
    return meta("prune_mark");
  }

  /** Drops final, acked rows and acked frames of before {@code cut} (gateway time), and raises the prune mark. */
  void prune(long cut) {
    String where = "state IN ('sent', 'failed', 'rejected', 'never_seen') AND changed_at < " + cut + " AND last_seq <="
        + " (SELECT acked_seq FROM gateways WHERE gateways.gateway_id = attempts.gateway_id)";
    String newest = sql.text("SELECT max(attempt_id) FROM attempts WHERE " + where);
    setMeta("seq_floor", Long.toString(nextSeq() - 1));
    if (newest != null) {
      String mark = pruneMark();
      if (mark == null || newest.compareTo(mark) > 0) setMeta("prune_mark", newest);
      sql.run("DELETE FROM attempts WHERE " + where);
    }
    sql.run("DELETE FROM outbox WHERE at < ? AND seq <="
        + " (SELECT acked_seq FROM gateways WHERE gateways.gateway_id = outbox.gateway_id)", cut);
    sql.run("DELETE FROM inbound WHERE at < ?", cut);
  }

  /** Forgets everything; the next ledger id is another. */
  void wipe() {
    for (String table : new String[] {"attempts", "outbox", "inbound", "gateways", "meta"}) {
      sql.run("DELETE FROM " + table);
    }
  }
}
