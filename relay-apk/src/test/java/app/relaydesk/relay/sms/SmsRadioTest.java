package app.relaydesk.relay.sms;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.ContentProvider;
import android.content.ContentValues;
import android.content.Context;
import android.content.Intent;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.net.Uri;
import android.telephony.SmsMessage;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.support.SentTexts;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowPendingIntent;
import org.robolectric.shadows.ShadowSmsManager;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE, shadows = SentTexts.class)
public final class SmsRadioTest {
  private static final int SIM = 2;
  private final Context app = RuntimeEnvironment.getApplication();
  private final SmsRadio radio = new SmsRadio(app, Answers.class);
  private Folder open;

  @Before public void forget() {
    SentTexts.forget();
  }

  @After public void close() {
    if (open != null) open.rows.close();
  }

  @Test public void countsPartsAsAndroidCutsThem() {
    for (String text : List.of("a".repeat(160), "a".repeat(161), "{".repeat(80), "{".repeat(81), "न".repeat(70),
        "न".repeat(71), "न".repeat(134), "न".repeat(135), "a".repeat(306), "a".repeat(307))) {
      assertEquals(text.length() + text.substring(0, 1), SmsMessage.calculateLength(text, false)[0],
          radio.countParts(text, SIM));
    }
  }

  @Test public void aVendorsMethodThatThrowsBeforeTheRadioSaysThatNothingWasHandedOver() {
    for (RuntimeException vendors : List.of(new NullPointerException(), new IllegalArgumentException("encoding"))) {
      SentTexts.failToDivide(vendors);
      assertThrows(Radio.NotHandedOver.class, () -> radio.countParts("a", SIM));
      assertThrows(Radio.NotHandedOver.class, () -> radio.submit("A", "+9779801234567", "a", SIM, true));
      assertNull(SentTexts.by(SIM));
    }
  }

  @Test public void withoutTelephonyOnePartIsCountedAndNothingIsSubmitted() {
    SentTexts.failToDivide(new UnsupportedOperationException("no telephony"));
    assertEquals(1, radio.countParts("a", SIM));
    assertThrows(UnsupportedOperationException.class, () -> radio.submit("A", "+9779801234567", "a", SIM, true));
  }

  @Test public void asksForAResultAndAReportOfEachPartByItsOwnIntent() {
    radio.submit("ATTEMPT/1", "+9779801234567", "a".repeat(200), SIM, true);
    ShadowSmsManager.TextMultipartParams sent = SentTexts.by(SIM);
    assertEquals("+9779801234567", sent.getDestinationAddress());
    assertEquals(2, sent.getParts().size());
    for (int part = 1; part <= 2; part++) {
      check(sent.getSentIntents().get(part - 1), new ResultIntents.Address("sent", "ATTEMPT/1", part));
      check(sent.getDeliveryIntents().get(part - 1), new ResultIntents.Address("delivered", "ATTEMPT/1", part));
    }
    assertNotEquals(sent.getSentIntents().get(0), sent.getSentIntents().get(1));
    assertNotEquals(sent.getSentIntents().get(0), sent.getDeliveryIntents().get(0));
  }

  @Test public void asksForNoReportThatNobodyWants() {
    radio.submit("A", "12345", "Hello", SIM, false);
    assertNull(SentTexts.by(SIM).getDeliveryIntents());
    assertEquals(1, SentTexts.by(SIM).getSentIntents().size());
  }

  @Test public void handsOverNothingOfATextOfSixteenParts() {
    String text = "a".repeat(153 * 15 + 1);
    assertThrows(IllegalArgumentException.class, () -> radio.submit("A", "12345", text, SIM, false));
    assertNull(SentTexts.by(SIM));
  }

  @Test public void anAddressThatIsNotOursIsNoResult() {
    assertNull(ResultIntents.read(null));
    assertNull(ResultIntents.read(Uri.parse("other:sent/A/1")));
    assertNull(ResultIntents.read(Uri.parse("relaydesk:sent/A")));
    assertNull(ResultIntents.read(Uri.parse("relaydesk:sent/A/x")));
  }

  @Test public void foldersThatMayNotBeReadAreNoAnswer() {
    assertNull(radio.mark());
    assertNull(radio.receivedAbove(0));
    assertEquals(List.of(), radio.findSent(0, "12345", "Hello", SIM));
  }

  @Test public void anEmptyFolderHasAMarkBelowEveryRow() {
    folder();
    assertEquals(Long.valueOf(0), radio.mark());
  }

  @Test public void findsOnlyOurOwnRowsOfThisSimAddressAndTextAboveTheMark() {
    Folder folder = folder();
    String own = app.getPackageName();
    folder.add(1, 2, "12345", "Hello", SIM, own, 0);
    folder.add(2, 2, "12345", "Hello", SIM, own, 0);
    folder.add(3, 5, "123-45", "Hello", SIM, own, 38);
    folder.add(4, 6, "12345", "Hello", SIM, own, 0);
    folder.add(5, 2, "12345", "Other", SIM, own, 0);
    folder.add(6, 2, "12346", "Hello", SIM, own, 0);
    folder.add(7, 2, "12345", "Hello", SIM + 1, own, 0);
    folder.add(8, 2, "12345", "Hello", SIM, "other.app", 0);
    assertEquals(Long.valueOf(8), radio.mark());
    assertEquals(List.of(new Radio.SentRow(2, "sent", null), new Radio.SentRow(3, "failed", 38L),
        new Radio.SentRow(4, "open", null)), radio.findSent(1, "12345", "Hello", SIM));
  }

  @Test public void listsReceivedTextsOldestFirst() {
    Folder folder = folder();
    folder.add(1, 1, "+9779800000001", "before", SIM, null, 0);
    folder.add(2, 2, "+9779800000001", "sent", SIM, null, 0);
    folder.add(3, 1, "+9779800000001", "one", SIM, null, 0);
    folder.add(4, 1, "+9779800000001", "two\f", SIM, null, 0);
    List<ReceivedText> found = radio.receivedAbove(1);
    assertEquals(List.of(new ReceivedText(SIM, "+9779800000001", "one", 3_000, 1),
        new ReceivedText(SIM, "+9779800000001", "two\n", 4_000, 1)), found);
  }

  private void check(PendingIntent pending, ResultIntents.Address address) {
    ShadowPendingIntent shadow = shadowOf(pending);
    Intent intent = shadow.getSavedIntent();
    assertTrue(shadow.isBroadcast());
    assertEquals(PendingIntent.FLAG_MUTABLE, shadow.getFlags());
    assertEquals(Answers.class.getName(), intent.getComponent().getClassName());
    assertEquals(address, ResultIntents.read(intent.getData()));
  }

  /** Stands for the component that hears the answers. */
  public static final class Answers extends BroadcastReceiver {
    @Override public void onReceive(Context context, Intent intent) {
      throw new AssertionError("nothing is answered here");
    }
  }

  private Folder folder() {
    open = Robolectric.buildContentProvider(Folder.class).create("sms").get();
    return open;
  }

  /** content://sms as a phone has it, as far as the radio asks. */
  public static final class Folder extends ContentProvider {
    private final SQLiteDatabase rows = SQLiteDatabase.create(null);

    @Override public boolean onCreate() {
      rows.execSQL("CREATE TABLE sms (_id INTEGER PRIMARY KEY, type INTEGER, address TEXT, body TEXT, sub_id INTEGER,"
          + " creator TEXT, error_code INTEGER, date_sent INTEGER)");
      return true;
    }

    void add(long id, int type, String address, String body, int sim, String creator, int error) {
      rows.execSQL("INSERT INTO sms VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          new Object[] {id, type, address, body, sim, creator, error, id * 1_000});
    }

    @Override public Cursor query(Uri uri, String[] columns, String where, String[] values, String order) {
      String folder = "inbox".equals(uri.getLastPathSegment()) ? "type = 1" : "1";
      return rows.query("sms", columns, where == null ? folder : folder + " AND " + where, values, null, null, order);
    }

    @Override public String getType(Uri uri) {
      return null;
    }

    @Override public Uri insert(Uri uri, ContentValues values) {
      return null;
    }

    @Override public int delete(Uri uri, String where, String[] values) {
      return 0;
    }

    @Override public int update(Uri uri, ContentValues values, String where, String[] arguments) {
      return 0;
    }
  }
}
