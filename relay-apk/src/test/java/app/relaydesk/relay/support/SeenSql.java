package app.relaydesk.relay.support;

import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteStatement;
import java.util.Set;
import java.util.TreeSet;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/** Android's SQLite, which also remembers what was asked of it. */
@Implements(SQLiteDatabase.class)
public final class SeenSql {
  private static final Set<String> SEEN = new TreeSet<>();
  @RealObject private SQLiteDatabase real;

  /** Since the last {@link #forget}. */
  public static Set<String> seen() {
    return Set.copyOf(SEEN);
  }

  /** Before each test. */
  public static void forget() {
    SEEN.clear();
  }

  @Implementation protected Cursor rawQuery(String sql, String[] values) {
    SEEN.add(sql);
    return Shadow.directlyOn(real, SQLiteDatabase.class, "rawQuery", ClassParameter.from(String.class, sql),
        ClassParameter.from(String[].class, values));
  }

  @Implementation protected SQLiteStatement compileStatement(String sql) {
    SEEN.add(sql);
    return Shadow.directlyOn(real, SQLiteDatabase.class, "compileStatement", ClassParameter.from(String.class, sql));
  }
}
