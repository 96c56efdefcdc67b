package app.relaydesk.relay.sms;

import android.content.Context;
import android.database.Cursor;
import android.net.Uri;
import android.provider.Telephony.Sms;
import app.relaydesk.relay.device.SimReader;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import java.util.ArrayList;
import java.util.List;

/**
 * The phone's own memory of texts, content://sms. An app that is not the SMS app is shown received and sent rows
 * only (AOSP, TelephonyProvider, view sms_restricted): a failed or open text has no row here on most phones, which
 * leaves its attempt `unknown`. Not readable at all is an empty answer, never an exception: no text waits for it.
 */
final class SmsFolders {
  private final Context context;

  SmsFolders(Context context) {
    this.context = context;
  }

  Long mark() {
    return read(Sms.CONTENT_URI, new String[] {Sms._ID}, null, Sms._ID + " DESC LIMIT 1",
        row -> row.moveToFirst() ? row.getLong(0) : 0L);
  }

  List<Radio.SentRow> findSent(long above, String to, String text, int simId) {
    String[] columns = {Sms._ID, Sms.TYPE, Sms.ADDRESS, Sms.BODY, Sms.ERROR_CODE};
    String where = Sms._ID + " > " + above + " AND " + Sms.SUBSCRIPTION_ID + " = " + simId
        + " AND " + Sms.CREATOR + " = '" + context.getPackageName() + "'";
    List<Radio.SentRow> found = read(Sms.CONTENT_URI, columns, where, Sms._ID, row -> {
      List<Radio.SentRow> rows = new ArrayList<>();
      while (row.moveToNext()) {
        if (!isSameAddress(to, row.getString(2)) || !text.equals(row.getString(3))) continue;
        rows.add(new Radio.SentRow(row.getLong(0), state(row.getInt(1)), error(row)));
      }
      return rows;
    });
    return found == null ? List.of() : found;
  }

  /** Null when they may not be read. */
  List<ReceivedText> receivedAbove(long mark) {
    String[] columns = {Sms.ADDRESS, Sms.BODY, Sms.DATE_SENT, Sms.SUBSCRIPTION_ID};
    return read(Sms.Inbox.CONTENT_URI, columns, Sms._ID + " > " + mark, Sms._ID, row -> {
      List<ReceivedText> texts = new ArrayList<>();
      while (row.moveToNext()) {
        int simId = SimReader.simIdOr(row.isNull(3) ? -1 : row.getInt(3));
        texts.add(ReceivedText.of(simId, row.getString(0), row.getString(1), row.getLong(2), 1));
      }
      return texts;
    });
  }

  /** Android keeps the address as it was given to it; some phones format it. */
  static boolean isSameAddress(String ours, String theirs) {
    return ours.equals(theirs) || theirs != null && bare(ours).equals(bare(theirs));
  }

  private static String bare(String address) {
    return address.replaceAll("[\\s().\\-/]", "");
  }

  private static String state(int type) {
    if (type == Sms.MESSAGE_TYPE_SENT) return "sent";
    return type == Sms.MESSAGE_TYPE_FAILED ? "failed" : "open";
  }

  private static Long error(Cursor row) {
    boolean isNone = row.isNull(4) || row.getLong(4) == 0;
    return isNone ? null : row.getLong(4);
  }

  private interface Reading<T> {
    T of(Cursor row);
  }

  /** Null without the permission, without a provider, or when it fails. */
  private <T> T read(Uri uri, String[] columns, String where, String order, Reading<T> reading) {
    try (Cursor row = context.getContentResolver().query(uri, columns, where, null, order)) {
      return row == null ? null : reading.of(row);
    } catch (RuntimeException unreadable) {
      android.util.Log.i("RelayDesk", "SMS folders: not readable, " + unreadable.getClass().getSimpleName());
      return null;
    }
  }
}
