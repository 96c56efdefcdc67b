package app.relaydesk.relay.ledger;

import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One piece of work at a time, each in one transaction. What others may hear of it runs after its commit: an answer
 * before the commit would be a promise that a kill could break.
 */
public final class Turn {
  private final SQLiteDatabase db;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Runnable> after = new ArrayList<>();

  public Turn(SQLiteDatabase db) {
    this.db = db;
  }

  /** Joins the turn under way on this thread, if there is one. */
  public void run(Runnable work) {
    lock.lock();
    try {
      if (db.inTransaction()) {
        work.run();
        return;
      }
      runAll(commit(work));
    } finally {
      lock.unlock();
    }
  }

  /** One that fails must not keep the others from being told: what they tell of is committed. */
  private static void runAll(List<Runnable> due) {
    RuntimeException first = null;
    for (Runnable each : due) {
      try {
        each.run();
      } catch (RuntimeException problem) {
        if (first == null) first = problem;
      }
    }
    if (first != null) throw first;
  }

  /** Runs once the turn under way is committed; never when it is not. */
  public void afterCommit(Runnable hearing) {
    after.add(hearing);
  }

  /**
   * Waits for the turn under way, then moves the log into the file and empties it: it still holds the pages as they
   * were before a text was erased. False when a reader was in the way.
   */
  boolean emptyLog() {
    lock.lock();
    try (Cursor busy = db.rawQuery("PRAGMA wal_checkpoint(TRUNCATE)", null)) {
      return busy.moveToFirst() && busy.getInt(0) == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the turn under way, then closes the file. */
  public void close() {
    lock.lock();
    try {
      db.close();
    } finally {
      lock.unlock();
    }
  }

  private List<Runnable> commit(Runnable work) {
    after = new ArrayList<>();
    db.beginTransactionNonExclusive();
    try {
      work.run();
      db.setTransactionSuccessful();
    } catch (RuntimeException | Error problem) {
      rollBack(problem);
      throw problem;
    }
    db.endTransaction();
    return after;
  }

  /** A full disk has SQLite roll back by itself, and Android's own rollback then fails: the first problem is told. */
  private void rollBack(Throwable problem) {
    try {
      db.endTransaction();
    } catch (SQLiteException already) {
      problem.addSuppressed(already);
    }
  }
}
