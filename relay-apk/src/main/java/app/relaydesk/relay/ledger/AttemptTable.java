package app.relaydesk.relay.ledger;

import android.database.Cursor;
import java.util.ArrayList;
import java.util.List;

/** The SQL of `attempts`. */
public final class AttemptTable {
  private static final String COLUMNS = "gateway_id, attempt_id, request_id, hash, recipient, text, sim_id, sim_mcc_mnc,"
      + " parts, delivery_report, sensitive, not_after, state, reason, earlier_id, earlier_state, boot_id,"
      + " submitted_elapsed, submitted_at, mark, sent_row, part_results, changed_at, last_seq";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM attempts WHERE ";
  private static final String OPEN = "state IN ('accepted', 'submitting')";

  private final Sql sql;

  AttemptTable(Sql sql) {
    this.sql = sql;
  }

  /** Null when the ledger does not hold it. */
  public Attempt find(String gatewayId, String attemptId) {
    List<Attempt> found = read(SELECT + "gateway_id = ? AND attempt_id = ?", gatewayId, attemptId);
    return found.isEmpty() ? null : found.get(0);
  }

  public List<Attempt> ofRequest(String gatewayId, String requestId) {
    return read(SELECT + "gateway_id = ? AND request_id = ? ORDER BY attempt_id", gatewayId, requestId);
  }

  /** Only for `accepted` and `submitting`, which are few. */
  public List<Attempt> in(String openState) {
    return read(SELECT + OPEN + " AND state = ? ORDER BY attempt_id", openState);
  }

  /** Changed at or after a gateway time. The plus has SQLite look for the time and sort, not read all in order of id. */
  public List<Attempt> since(String gatewayId, long at) {
    return read(SELECT + "gateway_id = ? AND changed_at >= ? ORDER BY +attempt_id", gatewayId, at);
  }

  /** The first that changed after a gateway time, or at it with ids above {@code after}, in the order of the changes. */
  public List<Attempt> page(String gatewayId, long at, String after, int limit) {
    return read(SELECT + "gateway_id = ? AND (changed_at > ? OR attempt_id > ?) AND changed_at >= ?"
        + " ORDER BY changed_at, attempt_id LIMIT " + limit, gatewayId, at, after, at);
  }

  /** The last changed, newest first, tombstones left out. */
  public List<Attempt> latest(int count) {
    return read(SELECT + "hash IS NOT NULL ORDER BY changed_at DESC LIMIT " + count);
  }

  public String newestId(String gatewayId) {
    return sql.text("SELECT attempt_id FROM attempts WHERE gateway_id = ? AND hash IS NOT NULL"
        + " ORDER BY attempt_id DESC LIMIT 1", gatewayId);
  }

  /** Kept by triggers. */
  public long count() {
    return sql.number("SELECT n FROM attempt_count");
  }

  public long openCount() {
    return sql.number("SELECT count(*) FROM attempts WHERE " + OPEN);
  }

  /** Parts accepted and not yet submitted. */
  public long promisedParts() {
    return sql.number("SELECT coalesce(sum(parts), 0) FROM attempts WHERE " + OPEN + " AND state = 'accepted'");
  }

  /** Submits of this boot after an elapsedRealtime, oldest first. */
  public List<Pacing.Use> submittedAfter(String bootId, long elapsed) {
    List<Pacing.Use> uses = new ArrayList<>();
    try (Cursor cursor = sql.query("SELECT submitted_elapsed, parts FROM attempts"
        + " WHERE boot_id = ? AND submitted_elapsed > ? ORDER BY submitted_elapsed", bootId, elapsed)) {
      while (cursor.moveToNext()) uses.add(new Pacing.Use(cursor.getLong(0), cursor.getInt(1)));
    }
    return uses;
  }

  /** Rule 3: a row of content://sms may answer for one attempt only. */
  boolean isClaimedByOther(long sentRow, Attempt row) {
    return sql.number("SELECT count(*) FROM attempts WHERE sent_row = ? AND NOT (gateway_id = ? AND attempt_id = ?)",
        sentRow, row.gatewayId, row.attemptId) > 0;
  }

  /** Keeps which row of content://sms is this attempt's; the first word counts. Changes nothing else. */
  void claim(Attempt row, long sentRow) {
    sql.run("UPDATE attempts SET sent_row = ? WHERE gateway_id = ? AND attempt_id = ? AND sent_row IS NULL",
        sentRow, row.gatewayId, row.attemptId);
  }

  /**
   * Whether an attempt that is over could own this row of content://sms as well: same number, SIM and text (one that
   * was erased may have been the same), no row of its own, and Android finished it after {@code row} was submitted,
   * or may still finish it in this boot. One that was over before had its row below {@code row}'s mark.
   */
  boolean hasSettledRival(Attempt row, long sentRow) {
    return sql.number("SELECT count(*) FROM attempts WHERE recipient = ? AND sim_id = ? AND (text = ? OR text = '')"
        + " AND state IN ('sent', 'failed', 'unknown') AND submitted_at IS NOT NULL AND sent_row IS NULL"
        + " AND (mark IS NULL OR mark < ?) AND (changed_at >= ? OR (state = 'unknown' AND boot_id = ?))"
        + " AND NOT (gateway_id = ? AND attempt_id = ?)", row.to, row.simId, row.text, sentRow, row.submittedAt,
        row.bootId, row.gatewayId, row.attemptId) > 0;
  }

  /** Rule 9: whether a number with these last 7 digits (a short code: all) was texted since a gateway time. */
  public boolean hasTexted(String tail, long since) {
    return sql.number("SELECT count(*) FROM attempts WHERE changed_at >= ? AND substr(recipient, -7) = ?"
        + " AND submitted_at IS NOT NULL", since, tail) > 0;
  }

  void insert(Attempt row) {
    sql.run("INSERT INTO attempts (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        row.gatewayId, row.attemptId, row.requestId, row.hash, row.to, row.mustErase() ? "" : row.text, row.simId,
        row.simMccMnc, row.parts, row.deliveryReport, row.sensitive, row.notAfter, row.state, row.reason,
        row.earlierId, row.earlierState, row.bootId, row.submittedElapsed, row.submittedAt, row.mark, row.sentRow,
        PartResult.write(row.partResults), row.changedAt, row.lastSeq);
  }

  /** Rule 3, compare-and-set: writes when the ledger still has the row in {@code from}; says whether it did. */
  boolean move(String from, Attempt row) {
    return sql.run("UPDATE attempts SET text = ?, state = ?, reason = ?, boot_id = ?, submitted_elapsed = ?,"
        + " submitted_at = ?, mark = ?, sent_row = ?, part_results = ?, changed_at = ?, last_seq = ?"
        + " WHERE gateway_id = ? AND attempt_id = ? AND state = ?",
        row.mustErase() ? "" : row.text, row.state, row.reason, row.bootId, row.submittedElapsed, row.submittedAt,
        row.mark, row.sentRow, PartResult.write(row.partResults), row.changedAt, row.lastSeq, row.gatewayId,
        row.attemptId, from) == 1;
  }

  private List<Attempt> read(String query, Object... values) {
    List<Attempt> rows = new ArrayList<>();
    try (Cursor cursor = sql.query(query, values)) {
      while (cursor.moveToNext()) rows.add(row(cursor));
    }
    return rows;
  }

  private static Attempt row(Cursor cursor) {
    Attempt row = new Attempt(cursor.getString(0), cursor.getString(1), cursor.getString(12), cursor.getString(13));
    row.requestId = cursor.getString(2);
    row.hash = cursor.getString(3);
    row.to = cursor.getString(4);
    row.text = cursor.getString(5);
    row.simId = cursor.getInt(6);
    row.simMccMnc = cursor.getString(7);
    row.parts = cursor.getInt(8);
    row.deliveryReport = cursor.getInt(9) == 1;
    row.sensitive = cursor.getInt(10) == 1;
    row.notAfter = cursor.getLong(11);
    row.earlierId = cursor.getString(14);
    row.earlierState = cursor.getString(15);
    row.bootId = cursor.getString(16);
    row.submittedElapsed = number(cursor, 17);
    row.submittedAt = number(cursor, 18);
    row.mark = number(cursor, 19);
    row.sentRow = number(cursor, 20);
    row.partResults = PartResult.read(cursor.getString(21));
    row.changedAt = cursor.getLong(22);
    row.lastSeq = cursor.getLong(23);
    return row;
  }

  private static Long number(Cursor cursor, int column) {
    return cursor.isNull(column) ? null : cursor.getLong(column);
  }
}
