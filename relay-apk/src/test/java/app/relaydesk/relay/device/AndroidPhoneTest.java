package app.relaydesk.relay.device;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.AppOpsManager;
import android.app.Application;
import android.content.Intent;
import android.os.BatteryManager;
import android.os.Process;
import android.provider.Settings;
import android.telephony.ServiceState;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;
import app.relaydesk.relay.model.Sim;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class AndroidPhoneTest {
  private final Application app = RuntimeEnvironment.getApplication();
  private final AndroidPhone phone = new AndroidPhone(app);

  @Test public void mayNotSendWithoutThePermission() {
    assertFalse(phone.maySend());
  }

  @Test public void mayNotSendWhenTheAppOpSaysNo() {
    shadowOf(app).grantPermissions(Manifest.permission.SEND_SMS);
    assertTrue(phone.maySend());
    shadowOf(app.getSystemService(AppOpsManager.class)).setMode(AppOpsManager.OPSTR_SEND_SMS, Process.myUid(),
        app.getPackageName(), AppOpsManager.MODE_IGNORED);
    assertFalse(phone.maySend());
    assertEquals(false, Permissions.all(app).get("SEND_SMS"));
  }

  @Test public void tellsOfThePermissionsThatThisAndroidKnows() {
    assertEquals(List.of("SEND_SMS", "RECEIVE_SMS", "READ_SMS", "READ_PHONE_STATE", "READ_PHONE_NUMBERS",
        "POST_NOTIFICATIONS"), List.copyOf(Permissions.all(app).keySet()));
  }

  @Test public void aPluggedPhoneIsChargingThoughItsBatteryIsFull() {
    battery(BatteryManager.BATTERY_PLUGGED_USB, BatteryManager.BATTERY_STATUS_FULL);
    assertTrue(phone.isCharging());
    battery(0, BatteryManager.BATTERY_STATUS_DISCHARGING);
    assertFalse(phone.isCharging());
  }

  @Test public void saysHelloWithItsSims() {
    sims();
    Map<String, Object> facts = phone.helloFacts();
    assertEquals(List.of("app_version", "android", "model", "boot_id", "sims"), List.copyOf(facts.keySet()));
    assertEquals(34, facts.get("android"));
    assertEquals(phone.clock().bootId(), facts.get("boot_id"));
    assertEquals(List.of(new Sim(4, 2, "Ncell", "42902", null).toJson()), facts.get("sims"));
  }

  @Test public void aSimIsOutOfServiceInAirplaneMode() {
    sims();
    TelephonyManager line = app.getSystemService(TelephonyManager.class);
    ServiceState state = new ServiceState();
    state.setState(ServiceState.STATE_IN_SERVICE);
    shadowOf(line).setServiceState(state);
    shadowOf(line).setTelephonyManagerForSubscriptionId(4, line);
    assertEquals(true, health().get("in_service"));
    Settings.Global.putInt(app.getContentResolver(), Settings.Global.AIRPLANE_MODE_ON, 1);
    assertEquals(false, health().get("in_service"));
    assertEquals(List.of("id", "in_service", "signal", "operator"), List.copyOf(health().keySet()));
  }

  @Test public void withoutAReadableStateASimIsOutOfService() {
    sims();
    assertEquals(false, health().get("in_service"));
    assertNull(health().get("signal"));
  }

  private Map<?, ?> health() {
    return (Map<?, ?>) new SimReader(app).health().get(0);
  }

  private void sims() {
    shadowOf(app).grantPermissions(Manifest.permission.READ_PHONE_STATE);
    shadowOf(app.getSystemService(SubscriptionManager.class)).setActiveSubscriptionInfos(
        SubscriptionInfoBuilder.newBuilder().setId(4).setSimSlotIndex(1).setCarrierName("Ncell").setMcc("429")
            .setMnc("02").buildSubscriptionInfo(),
        SubscriptionInfoBuilder.newBuilder().setId(5).setSimSlotIndex(-1).buildSubscriptionInfo());
  }

  @SuppressWarnings("deprecation")
  private void battery(int plugged, int status) {
    app.sendStickyBroadcast(new Intent(Intent.ACTION_BATTERY_CHANGED).putExtra(BatteryManager.EXTRA_PLUGGED, plugged)
        .putExtra(BatteryManager.EXTRA_STATUS, status));
  }
}
