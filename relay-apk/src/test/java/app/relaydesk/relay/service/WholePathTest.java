package app.relaydesk.relay.service;

import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Application;
import android.app.PendingIntent;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.ResolveInfo;
import android.provider.Settings;
import android.provider.Telephony;
import android.telephony.SmsManager;
import android.telephony.SubscriptionManager;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.model.LinkLedger;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.support.Broadcasts;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.OneRelay;
import app.relaydesk.relay.support.SentTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowLog;
import org.robolectric.shadows.ShadowSmsManager.TextMultipartParams;
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder;

/** From a frame to Android's SmsManager and back by the receivers of the manifest. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, shadows = SentTexts.class)
public final class WholePathTest {
  private static final String TEXT = "Secret 471108";
  private static final String TO = "+15551234567";
  /** SMS-DELIVER of +15551234567 in two parts, "ab" and "cd" (3GPP TS 23.040). */
  private static final String HEAD = "00440B915155214365F7000062113221000000" + "09";
  /** SMS-STATUS-REPORT about +15551234567, delivered, of 2026-11-23 12:00:00 UTC. */
  private static final String REPORT = "00" + "062A" + "0B915155214365F7" + "62113221000000" + "62113221000000" + "00";
  @Rule public final OneRelay one = new OneRelay();
  private final Application app = RuntimeEnvironment.getApplication();
  private RelayCore core;

  @Before public void pair() {
    SentTexts.forget();
    shadowOf(app).grantPermissions(Manifest.permission.SEND_SMS, Manifest.permission.READ_PHONE_STATE);
    shadowOf(app.getSystemService(SubscriptionManager.class)).setActiveSubscriptionInfos(sim(1, 0), sim(2, 1));
    core = Relay.of(app).core();
    core.pair(new Pairing(GATEWAY, "dev_1", "token-471108", "aa", "127.0.0.1", 1, 0));
    core.welcome(Json.object("time", START, "last_seq", 0L, "config", Json.object("heartbeat_charging_seconds", 10L,
        "heartbeat_battery_seconds", 60L, "parts_per_minute", null,
        "inbox", Json.object("sims", List.of(2L), "stop_words", List.of("ABCD")))));
  }

  @Test public void aTextGoesOutByTheSimNamedAndComesBackSentAndDelivered() throws Exception {
    send("att_1", 2);
    assertNull(SentTexts.by(1));
    TextMultipartParams sent = SentTexts.by(2);
    assertEquals(TO, sent.getDestinationAddress());
    assertEquals(List.of(TEXT), sent.getParts());
    answer(sent.getSentIntents().get(0), new Intent(), -1);
    answer(sent.getDeliveryIntents().get(0), new Intent().putExtra("pdu", bytes(REPORT)).putExtra("format", "3gpp"), -1);
    assertEquals(List.of("accepted", "submitting", "sent", "delivered"), reports());
  }

  @Test public void theAppMayDieBetweenTheHandOverAndItsAnswer() throws Exception {
    send("att_1", 1);
    PendingIntent intent = SentTexts.by(1).getSentIntents().get(0);
    one.end();
    answer(intent, new Intent(), -1);
    core = Relay.of(app).core();
    assertEquals("sent", state("att_1"));
  }

  @Test public void inAirplaneModeTheTextFailsProvenUnsent() throws Exception {
    Settings.Global.putInt(app.getContentResolver(), Settings.Global.AIRPLANE_MODE_ON, 1);
    send("att_1", 1);
    answer(SentTexts.by(1).getSentIntents().get(0), new Intent(), SmsManager.RESULT_ERROR_RADIO_OFF);
    assertEquals("failed", state("att_1"));
    assertTrue(core.store.attempts.find(GATEWAY, "att_1").isProvenUnsent());
  }

  @Test public void anErrorOfTheRadioIsToldAsItCame() throws Exception {
    send("att_1", 1);
    answer(SentTexts.by(1).getSentIntents().get(0), new Intent().putExtra("errorCode", 38),
        SmsManager.RESULT_ERROR_GENERIC_FAILURE);
    assertEquals(Long.valueOf(38), core.store.attempts.find(GATEWAY, "att_1").partResults.get(0).error());
  }

  @Test public void withoutThePermissionTheTextIsRefused() {
    shadowOf(app).denyPermissions(Manifest.permission.SEND_SMS);
    send("att_1", 1);
    assertEquals("permission_missing", core.store.attempts.find(GATEWAY, "att_1").reason);
    assertNull(SentTexts.by(1));
  }

  @Test public void aSimThatIsNotThereIsNotReplacedByTheOther() {
    send("att_1", 3);
    assertEquals("sim_changed", core.store.attempts.find(GATEWAY, "att_1").reason);
    assertNull(SentTexts.by(1));
    assertNull(SentTexts.by(2));
  }

  @Test public void aReceivedTextOfTwoPartsIsStoredAsOne() throws Exception {
    receive(2);
    receive(2);
    List<Map<?, ?>> frames = outbox();
    assertEquals(1, frames.size());
    assertEquals(List.of("inbound", "+15551234567", "abcd", 2L, 2L, 1_795_435_200_000L),
        List.of(frames.get(0).get("t"), frames.get(0).get("from"), frames.get(0).get("body"),
            frames.get(0).get("sim_id"), frames.get(0).get("parts"), frames.get(0).get("smsc_at")));
  }

  @Test public void aReceivedTextOfASimThatIsOffStaysOnThePhone() throws Exception {
    receive(1);
    assertEquals(List.of(), outbox());
  }

  @Test public void onlyThePhoneMayTellOfReceivedTexts() {
    List<ResolveInfo> hearing = app.getPackageManager()
        .queryBroadcastReceivers(new Intent(Telephony.Sms.Intents.SMS_RECEIVED_ACTION).setPackage(app.getPackageName()), 0);
    assertEquals(1, hearing.size());
    ActivityInfo receiver = hearing.get(0).activityInfo;
    assertEquals(SmsReceiver.class.getName(), receiver.name);
    assertEquals("android.permission.BROADCAST_SMS", receiver.permission);
  }

  @Test public void nothingOfATextOrANumberIsLogged() throws Exception {
    aTextGoesOutByTheSimNamedAndComesBackSentAndDelivered();
    receive(2);
    send("att_1", 1);
    shadowOf(app).denyPermissions(Manifest.permission.SEND_SMS);
    send("att_2", 1);
    for (ShadowLog.LogItem each : ShadowLog.getLogs()) {
      String all = each.msg + each.throwable;
      assertFalse(all, all.contains("471108") || all.contains("1234567") || all.contains("abcd"));
    }
  }

  private void send(String id, long sim) {
    Map<String, Object> frame = LedgerWorld.frame(id);
    frame.putAll(Json.object("to", TO, "text", TEXT, "sim", Json.object("id", sim, "mcc_mnc", null)));
    core.send(GATEWAY, frame, answer -> { });
  }

  private void answer(PendingIntent pending, Intent filledIn, int result) throws Exception {
    Intent intent = new Intent(shadowOf(pending).getSavedIntent());
    intent.fillIn(filledIn, 0);
    Broadcasts.deliver(app, SmsResultReceiver.class, intent, result);
  }

  private void receive(int sim) throws Exception {
    Object[] pdus = {bytes(HEAD + "050003070201" + "C262"), bytes(HEAD + "050003070202" + "C664")};
    Intent intent = new Intent(Telephony.Sms.Intents.SMS_RECEIVED_ACTION).putExtra("pdus", pdus)
        .putExtra("format", "3gpp").putExtra(SubscriptionManager.EXTRA_SUBSCRIPTION_INDEX, sim);
    Broadcasts.deliver(app, SmsReceiver.class, intent, -1);
  }

  private String state(String id) {
    return core.store.attempts.find(GATEWAY, id).state;
  }

  private List<Object> reports() throws Exception {
    List<Object> states = new ArrayList<>();
    for (Map<?, ?> each : outbox()) states.add(each.get("state"));
    return states;
  }

  private List<Map<?, ?>> outbox() throws Exception {
    List<Map<?, ?>> frames = new ArrayList<>();
    for (LinkLedger.Waiting each : core.store.outboxAfter(GATEWAY, 0, 100)) {
      frames.add((Map<?, ?>) Json.parse(each.body()));
    }
    return frames;
  }

  private static android.telephony.SubscriptionInfo sim(int id, int slot) {
    return SubscriptionInfoBuilder.newBuilder().setId(id).setSimSlotIndex(slot).buildSubscriptionInfo();
  }

  private static byte[] bytes(String hex) {
    byte[] out = new byte[hex.length() / 2];
    for (int i = 0; i < out.length; i++) out[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return out;
  }
}
