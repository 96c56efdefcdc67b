package app.relaydesk.relay.ledger;

import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteStatement;

/** Short forms of what the tables need. Values are bound by their own type. */
final class Sql {
  private final SQLiteDatabase db;

  Sql(SQLiteDatabase db) {
    this.db = db;
  }

  /** Writes; answers how many rows it changed. */
  int run(String sql, Object... values) {
    try (SQLiteStatement statement = db.compileStatement(sql)) {
      for (int i = 0; i < values.length; i++) bind(statement, i + 1, values[i]);
      return statement.executeUpdateDelete();
    }
  }

  private static void bind(SQLiteStatement statement, int index, Object value) {
    if (value == null) statement.bindNull(index);
    else if (value instanceof Number number) statement.bindLong(index, number.longValue());
    else if (value instanceof Boolean flag) statement.bindLong(index, flag ? 1 : 0);
    else statement.bindString(index, (String) value);
  }

  /** Android binds these as text; columns of INTEGER compare them as numbers. */
  Cursor query(String sql, Object... values) {
    String[] texts = new String[values.length];
    for (int i = 0; i < values.length; i++) texts[i] = String.valueOf(values[i]);
    return db.rawQuery(sql, texts);
  }

  /** The first column of the first row; null when there is none. */
  String text(String sql, Object... values) {
    try (Cursor cursor = query(sql, values)) {
      return cursor.moveToFirst() ? cursor.getString(0) : null;
    }
  }

  /** The same as a number; 0 when there is none. */
  long number(String sql, Object... values) {
    try (Cursor cursor = query(sql, values)) {
      return cursor.moveToFirst() ? cursor.getLong(0) : 0;
    }
  }
}
