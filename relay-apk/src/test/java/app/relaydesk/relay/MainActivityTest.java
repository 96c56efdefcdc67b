package app.relaydesk.relay;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.AlertDialog;
import android.app.Application;
import android.content.DialogInterface;
import android.content.pm.PackageManager;
import android.os.PowerManager;
import android.widget.Button;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.service.Relay;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.OneRelay;
import app.relaydesk.relay.support.Screen;
import java.util.List;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowAlertDialog;
import org.robolectric.shadows.ShadowLooper;

/** What the person at the phone reads, in English and Nepali. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34)
public final class MainActivityTest {
  @Rule public final OneRelay one = new OneRelay();
  private final Application app = RuntimeEnvironment.getApplication();
  private final ActivityController<MainActivity> controller = Robolectric.buildActivity(MainActivity.class);

  @After public void close() {
    controller.close();
  }

  @Test public void aNewPhoneIsToldHowToPair() throws Exception {
    List<String> rows = open("Not paired");
    assertTrue(rows.contains("Plug this phone into the computer with RelayDesk and click Pair there."));
    assertTrue(rows.contains("No text yet."));
    assertFalse(rows.contains("Unpair"));
  }

  @Test @Config(qualifiers = "ne") public void aNewPhoneIsToldInNepaliToo() throws Exception {
    List<String> rows = open("जोडिएको छैन");
    assertTrue(rows.contains("यो फोनलाई RelayDesk भएको कम्प्युटरमा तारले जोड्नुहोस् र त्यहाँ “जोड्नुहोस्” थिच्नुहोस्।"));
    for (String row : rows) assertFalse(row, row.matches("[ -~]*[a-z]{3}[ -~]*"));
  }

  @Test public void aPairedPhoneShowsItsGateway() throws Exception {
    pair();
    List<String> rows = open("Looking for the gateway");
    assertTrue(rows.contains("Gateway: 127.0.0.1:1"));
    assertTrue(rows.contains("Unpair"));
  }

  @Test @Config(qualifiers = "ne") public void aPairedPhoneShowsItInNepaliToo() throws Exception {
    pair();
    List<String> rows = open("गेटवे खोजिँदैछ");
    assertTrue(rows.contains("छुटाउनुहोस्"));
  }

  @Test public void whatIsNotAllowedIsListedWithItsReason() throws Exception {
    List<String> rows = open("Not paired");
    for (String need : List.of("Send texts", "Receive texts", "Read texts", "See the SIM cards", "Show notifications",
        "Run without battery limits", "Without it nothing can be sent.")) {
      assertTrue(need, rows.contains(need));
    }
    assertFalse(rows.contains("Everything that is needed is allowed."));
  }

  @Test public void whenAllIsAllowedItSaysSo() throws Exception {
    shadowOf(app).grantPermissions(Manifest.permission.SEND_SMS, Manifest.permission.RECEIVE_SMS,
        Manifest.permission.READ_SMS, Manifest.permission.READ_PHONE_STATE, Manifest.permission.READ_PHONE_NUMBERS,
        Manifest.permission.POST_NOTIFICATIONS);
    shadowOf(app.getSystemService(PowerManager.class)).setIgnoringBatteryOptimizations(app.getPackageName(), true);
    assertTrue(open("Everything that is needed is allowed.").contains("Not paired"));
  }

  @Test public void aTextIsShownByItsStateAndTheEndOfItsNumber() throws Exception {
    pair();
    core().send(LedgerWorld.GATEWAY, LedgerWorld.frame("att_1"), answer -> { });
    String all = open("Refused, not sent").toString();
    assertTrue(all, all.contains("567"));
    assertFalse(all, all.contains("4567") || all.contains(LedgerWorld.TEXT));
  }

  @Test public void unpairingIsAskedAboutFirst() throws Exception {
    pair();
    open("Looking for the gateway");
    press("Unpair");
    AlertDialog dialog = ShadowAlertDialog.getLatestAlertDialog();
    assertEquals("Unpair this phone?", String.valueOf(shadowOf(dialog).getTitle()));
    dialog.getButton(DialogInterface.BUTTON_NEGATIVE).performClick();
    ShadowLooper.idleMainLooper();
    assertTrue(core().pairing() != null);
    press("Unpair");
    ShadowAlertDialog.getLatestAlertDialog().getButton(DialogInterface.BUTTON_POSITIVE).performClick();
    Screen.waitFor(controller.get(), "Not paired");
    assertEquals(null, core().pairing());
  }

  @Test public void whatIsTouchedIsLargeAndSaysWhatItDoes() throws Exception {
    open("Not paired");
    List<Button> buttons = Screen.buttons(controller.get());
    assertFalse(buttons.isEmpty());
    float density = app.getResources().getDisplayMetrics().density;
    for (Button each : buttons) {
      assertTrue(each.getMinHeight() >= 48 * density);
      assertTrue(each.getText().toString(), String.valueOf(each.getContentDescription()).startsWith("Allow: "));
    }
  }

  @Test public void aPermissionIsAskedForByAndroidsOwnDialog() throws Exception {
    open("Not paired");
    Screen.buttons(controller.get()).get(0).performClick();
    assertTrue(shadowOf(controller.get()).getLastRequestedPermission().requestedPermissions.length > 0);
    assertEquals(PackageManager.PERMISSION_DENIED, app.checkSelfPermission(Manifest.permission.SEND_SMS));
  }

  private List<String> open(String text) throws Exception {
    controller.setup();
    return Screen.waitFor(controller.get(), text);
  }

  private void press(String text) {
    for (Button each : Screen.buttons(controller.get())) if (each.getText().toString().equals(text)) each.performClick();
    ShadowLooper.idleMainLooper();
  }

  private RelayCore core() {
    return Relay.of(app).core();
  }

  private void pair() {
    core().pair(new Pairing(LedgerWorld.GATEWAY, "dev_1", "token", "aa", "127.0.0.1", 1, 0));
  }
}
