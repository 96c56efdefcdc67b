package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import java.io.File;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/** Rule 1: the file is WAL with FULL, and says so itself. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class LedgerFileTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private File file;

  @Before public void name() {
    file = new File(folder.getRoot(), "ledger.db");
  }

  @Test public void rule1_aNewFileAndAnOldOneReadBackWalAndFull() {
    for (int open = 0; open < 2; open++) {
      try (SQLiteDatabase db = LedgerFile.open(file)) {
        assertEquals("wal", ask(db, "PRAGMA journal_mode"));
        assertEquals("2", ask(db, "PRAGMA synchronous"));
      }
    }
  }

  @Test public void rule1_withoutFullTheFileIsRefused() {
    for (String mode : new String[] {"OFF", "NORMAL"}) {
      try (SQLiteDatabase db = open("WAL", mode)) {
        IllegalStateException refused = assertThrows(mode, IllegalStateException.class, () -> LedgerFile.checkDurable(db));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("the ledger is not durable"));
      }
    }
  }

  @Test public void rule1_withoutWalTheFileIsRefused() {
    for (String mode : new String[] {"DELETE", "MEMORY", "OFF"}) {
      try (SQLiteDatabase db = open(mode, "FULL")) {
        assertThrows(mode, IllegalStateException.class, () -> LedgerFile.checkDurable(db));
      }
    }
  }

  @Test public void rule1_aFileThatCannotHaveWalIsNotOpenedAtAll() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> LedgerFile.open(new File(":memory:")));
    assertEquals("the ledger is not durable: memory, synchronous 2", refused.getMessage());
  }

  @Test public void rule1_aTransactionOfATurnIsOfTheConnectionThatWasChecked() {
    try (SQLiteDatabase db = LedgerFile.open(file)) {
      new Turn(db).run(() -> assertEquals("2", ask(db, "PRAGMA synchronous")));
    }
  }

  @Test public void rule11_whatIsDeletedIsOverwritten() {
    try (SQLiteDatabase db = LedgerFile.open(file)) {
      new Turn(db).run(() -> assertEquals("1", ask(db, "PRAGMA secure_delete")));
    }
  }

  @Test public void aFileOfANewerVersionIsLeftAlone() {
    try (SQLiteDatabase db = LedgerFile.open(file)) {
      db.setVersion(99);
    }
    assertThrows(IllegalStateException.class, () -> LedgerFile.open(file));
    try (SQLiteDatabase db = open("WAL", "FULL")) {
      assertEquals(99, db.getVersion());
    }
  }

  @Test public void whatAKillCutShortIsMadeAnew() {
    open("WAL", "FULL").close();
    try (SQLiteDatabase db = LedgerFile.open(file)) {
      assertEquals("2", ask(db, "PRAGMA user_version"));
      assertEquals("0", ask(db, "SELECT count(*) FROM attempts"));
    }
  }

  @Test public void rule10_liesInStorageThatNoBackupTakes() {
    Context app = RuntimeEnvironment.getApplication();
    assertEquals(app.getNoBackupFilesDir(), LedgerFile.of(app).getParentFile());
  }

  private SQLiteDatabase open(String journal, String synchronous) {
    return SQLiteDatabase.openDatabase(file, new SQLiteDatabase.OpenParams.Builder()
        .addOpenFlags(SQLiteDatabase.CREATE_IF_NECESSARY).setJournalMode(journal).setSynchronousMode(synchronous).build());
  }

  private static String ask(SQLiteDatabase db, String pragma) {
    try (Cursor cursor = db.rawQuery(pragma, null)) {
      cursor.moveToFirst();
      return cursor.getString(0);
    }
  }
}
