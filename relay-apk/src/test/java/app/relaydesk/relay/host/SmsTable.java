package app.relaydesk.relay.host;

import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteQueryBuilder;
import android.net.Uri;
import app.relaydesk.relay.json.Json;
import java.util.List;
import java.util.Map;

/**
 * content://sms of the phone: its rows are the virtual phone's, which outlive this process. Here is a copy that takes
 * over what changed before each query.
 */
public final class SmsTable extends ContentProvider {
  private final SQLiteDatabase rows = SQLiteDatabase.create(null);
  private final Wire wire;

  SmsTable(Wire wire) {
    this.wire = wire;
  }

  @Override public boolean onCreate() {
    rows.execSQL("CREATE TABLE sms (_id INTEGER PRIMARY KEY, address TEXT, body TEXT, type INTEGER, sub_id INTEGER,"
        + " creator TEXT, error_code INTEGER DEFAULT 0, status INTEGER DEFAULT -1, date INTEGER, date_sent INTEGER,"
        + " thread_id INTEGER DEFAULT 1, read INTEGER DEFAULT 0, seen INTEGER DEFAULT 0)");
    return true;
  }

  void close() {
    rows.close();
  }

  private void put(List<?> news) {
    for (Object each : news) {
      ContentValues values = new ContentValues();
      for (Map.Entry<?, ?> field : ((Map<?, ?>) each).entrySet()) {
        String name = (String) field.getKey();
        if (field.getValue() == null) values.putNull(name);
        else if (field.getValue() instanceof Long number) values.put(name, number);
        else values.put(name, (String) field.getValue());
      }
      rows.replace("sms", null, values);
    }
  }

  @Override public synchronized Cursor query(Uri uri, String[] columns, String selection, String[] values, String order) {
    if (getContext().checkSelfPermission("android.permission.READ_SMS") != PackageManager.PERMISSION_GRANTED) {
      throw new SecurityException("Permission Denial: reading SmsProvider requires android.permission.READ_SMS");
    }
    put((List<?>) wire.ask(Json.object("ask", "rows")).get("rows"));
    SQLiteQueryBuilder query = new SQLiteQueryBuilder();
    query.setTables("sms");
    String folder = uri.getLastPathSegment();
    if ("inbox".equals(folder)) query.appendWhere("type = 1");
    else if ("sent".equals(folder)) query.appendWhere("type = 2");
    else if (folder != null) query.appendWhere("_id = " + Long.parseLong(folder));
    return query.query(rows, columns, selection, values, null, null, order == null ? "date DESC" : order);
  }

  @Override public String getType(Uri uri) {
    return "vnd.android.cursor.dir/sms";
  }

  @Override public Uri insert(Uri uri, ContentValues values) {
    return null; // Only the SMS app may write; for others the provider does nothing.
  }

  @Override public int delete(Uri uri, String selection, String[] values) {
    return 0;
  }

  @Override public int update(Uri uri, ContentValues values, String selection, String[] selectionValues) {
    return 0;
  }
}
