package app.relaydesk.relay.ledger;

import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.os.Build;
import java.io.File;

/** The ledger file: WAL with FULL, so that a commit is on the disk before anybody hears of it (rule 1). */
public final class LedgerFile {
  private static final int VERSION = 2;
  private static final int SYNCHRONOUS_FULL = 2;

  // No STRICT, no UPSERT: Android 8 carries SQLite 3.18.
  private static final String[] SCHEMA = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE gateways (gateway_id TEXT PRIMARY KEY, device_id TEXT NOT NULL, token TEXT, pin TEXT NOT NULL,"
        + " host TEXT NOT NULL, port INTEGER NOT NULL, acked_seq INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
    "CREATE TABLE attempts (gateway_id TEXT NOT NULL, attempt_id TEXT NOT NULL, request_id TEXT, hash TEXT,"
        + " recipient TEXT NOT NULL, text TEXT NOT NULL, sim_id INTEGER NOT NULL, sim_mcc_mnc TEXT,"
        + " parts INTEGER NOT NULL, delivery_report INTEGER NOT NULL, sensitive INTEGER NOT NULL,"
        + " not_after INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('never_seen', 'accepted', 'submitting',"
        + " 'sent', 'failed', 'rejected', 'unknown')), reason TEXT, earlier_id TEXT, earlier_state TEXT, boot_id TEXT,"
        + " submitted_elapsed INTEGER, submitted_at INTEGER, mark INTEGER, sent_row INTEGER,"
        + " part_results TEXT NOT NULL, changed_at INTEGER NOT NULL, last_seq INTEGER NOT NULL,"
        + " PRIMARY KEY (gateway_id, attempt_id)) WITHOUT ROWID",
    "CREATE INDEX attempts_by_request ON attempts (gateway_id, request_id)",
    "CREATE INDEX attempts_open ON attempts (state) WHERE state IN ('accepted', 'submitting')",
    "CREATE INDEX attempts_by_submit ON attempts (boot_id, submitted_elapsed)",
    "CREATE INDEX attempts_by_change ON attempts (changed_at)",
    "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, gateway_id TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL)",
    "CREATE TABLE inbound (inbound_id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
  };

  /** Version 2: what is asked at each text or heartbeat costs the same at 250,000 rows as at one. */
  private static final String[] GROWTH = {
    "CREATE TABLE attempt_count (n INTEGER NOT NULL)",
    "INSERT INTO attempt_count SELECT count(*) FROM attempts",
    "CREATE TRIGGER attempts_in AFTER INSERT ON attempts BEGIN UPDATE attempt_count SET n = n + 1; END",
    "CREATE TRIGGER attempts_out AFTER DELETE ON attempts BEGIN UPDATE attempt_count SET n = n - 1; END",
    "CREATE INDEX attempts_by_gateway ON attempts (gateway_id, changed_at)",
    "CREATE INDEX attempts_texted ON attempts (substr(recipient, -7), changed_at) WHERE submitted_at IS NOT NULL",
    "CREATE INDEX attempts_by_row ON attempts (sent_row) WHERE sent_row IS NOT NULL",
    "CREATE INDEX attempts_rowless ON attempts (recipient, sim_id) WHERE submitted_at IS NOT NULL AND sent_row IS NULL",
    "CREATE INDEX outbox_by_age ON outbox (at)",
    "CREATE INDEX inbound_by_age ON inbound (at)",
  };

  private LedgerFile() {}

  /** Rule 10: storage that is in no backup and no move to another phone. */
  public static File of(Context context) {
    return new File(context.getNoBackupFilesDir(), "ledger.db");
  }

  /** Opens the file; throws when what it reads back would not be durable. */
  public static SQLiteDatabase open(File file) {
    SQLiteDatabase db = Build.VERSION.SDK_INT >= 28 ? openByParams(file) : openByPragma(file);
    try {
      checkDurable(db);
      migrate(db);
    } catch (RuntimeException problem) {
      db.close();
      throw problem;
    }
    return db;
  }

  /** Android's default, the compatibility WAL, would sync as NORMAL. */
  private static SQLiteDatabase openByParams(File file) {
    SQLiteDatabase.OpenParams params = new SQLiteDatabase.OpenParams.Builder()
        .addOpenFlags(SQLiteDatabase.CREATE_IF_NECESSARY)
        .setJournalMode("WAL").setSynchronousMode("FULL").build();
    return SQLiteDatabase.openDatabase(file, params);
  }

  private static SQLiteDatabase openByPragma(File file) {
    SQLiteDatabase db = SQLiteDatabase.openOrCreateDatabase(file, null);
    ask(db, "PRAGMA journal_mode = WAL");
    db.execSQL("PRAGMA synchronous = FULL");
    return db;
  }

  /** Rule 1: read back at start, no sending unless it is WAL and FULL. */
  static void checkDurable(SQLiteDatabase db) {
    String journal = ask(db, "PRAGMA journal_mode");
    String synchronous = ask(db, "PRAGMA synchronous");
    if (!"wal".equalsIgnoreCase(journal) || !Integer.toString(SYNCHRONOUS_FULL).equals(synchronous)) {
      throw new IllegalStateException("the ledger is not durable: " + journal + ", synchronous " + synchronous);
    }
  }

  private static void migrate(SQLiteDatabase db) {
    int found = db.getVersion();
    if (found > VERSION) throw new IllegalStateException("the ledger is of a newer version: " + found);
    if (found == VERSION) return;
    db.beginTransaction();
    try {
      if (found < 1) for (String statement : SCHEMA) db.execSQL(statement);
      for (String statement : GROWTH) db.execSQL(statement);
      db.setVersion(VERSION);
      db.setTransactionSuccessful();
    } finally {
      db.endTransaction();
    }
  }

  private static String ask(SQLiteDatabase db, String pragma) {
    try (Cursor cursor = db.rawQuery(pragma, null)) {
      return cursor.moveToFirst() ? cursor.getString(0) : null;
    }
  }
}
