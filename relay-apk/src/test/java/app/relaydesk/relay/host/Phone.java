package app.relaydesk.relay.host;

import android.app.Application;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.os.BatteryManager;
import android.os.PowerManager;
import android.provider.Settings;
import android.telephony.ServiceState;
import android.telephony.SubscriptionInfo;
import android.telephony.SubscriptionManager;
import android.telephony.TelephonyManager;
import java.util.List;
import java.util.Map;
import org.robolectric.Shadows;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowAlarmManager;
import org.robolectric.shadows.ShadowApplication;
import org.robolectric.shadows.ShadowPackageManager;
import org.robolectric.shadows.ShadowSubscriptionManager.SubscriptionInfoBuilder;
import org.robolectric.shadows.ShadowTelephonyManager;

/** What the app can ask the phone about: SIMs, permissions, battery, airplane mode, doze. */
final class Phone {
  private static final List<String> RUNTIME = List.of("SEND_SMS", "RECEIVE_SMS", "READ_SMS", "READ_PHONE_STATE",
      "READ_PHONE_NUMBERS", "POST_NOTIFICATIONS");

  private final Application app;

  Phone(Application app) {
    this.app = app;
    ShadowPackageManager packages = Shadows.shadowOf(app.getPackageManager());
    packages.setSystemFeature(PackageManager.FEATURE_TELEPHONY, true);
    packages.setSystemFeature("android.hardware.telephony.messaging", true);
    packages.setSystemFeature("android.hardware.telephony.subscription", true);
    packages.setSystemFeature("android.hardware.telephony.radio.access", true);
  }

  /** Takes over what the order names: sims, permissions, power, airplane, doze, whitelisted. */
  void set(Map<?, ?> order) {
    if (order.get("permissions") instanceof List<?> held) setPermissions(held);
    boolean isAirplane = Boolean.TRUE.equals(order.get("airplane"));
    if (order.containsKey("airplane")) {
      Settings.Global.putInt(app.getContentResolver(), Settings.Global.AIRPLANE_MODE_ON, isAirplane ? 1 : 0);
    }
    if (order.get("sims") instanceof List<?> sims) setSims(sims, isAirplane);
    if (order.get("power") instanceof Map<?, ?> power) setPower(power);
    PowerManager manager = app.getSystemService(PowerManager.class);
    if (order.get("doze") instanceof Boolean doze) Shadows.shadowOf(manager).setIsDeviceIdleMode(doze);
    if (order.get("whitelisted") instanceof Boolean listed) {
      Shadows.shadowOf(manager).setIgnoringBatteryOptimizations(app.getPackageName(), listed);
      ShadowAlarmManager.setCanScheduleExactAlarms(listed);
    }
  }

  private void setPermissions(List<?> held) {
    ShadowApplication shadow = Shadows.shadowOf(app);
    for (String each : RUNTIME) {
      String name = "android.permission." + each;
      if (held.contains(each)) shadow.grantPermissions(name);
      else shadow.denyPermissions(name);
    }
    // Granted at the install, as the manifest asks for them.
    shadow.grantPermissions("android.permission.INTERNET", "android.permission.ACCESS_NETWORK_STATE",
        "android.permission.WAKE_LOCK", "android.permission.RECEIVE_BOOT_COMPLETED",
        "android.permission.FOREGROUND_SERVICE", "android.permission.FOREGROUND_SERVICE_REMOTE_MESSAGING");
  }

  private void setSims(List<?> sims, boolean isAirplane) {
    SubscriptionInfo[] infos = new SubscriptionInfo[sims.size()];
    TelephonyManager all = app.getSystemService(TelephonyManager.class);
    for (int i = 0; i < infos.length; i++) {
      Map<?, ?> sim = (Map<?, ?>) sims.get(i);
      int id = Stage.number(sim, "id");
      String network = (String) sim.get("mcc_mnc");
      SubscriptionInfoBuilder builder = SubscriptionInfoBuilder.newBuilder().setId(id)
          .setSimSlotIndex(Stage.number(sim, "slot") - 1).setCarrierName((String) sim.get("carrier"))
          .setDisplayName((String) sim.get("carrier")).setNumber((String) sim.get("number"));
      if (network != null) builder.setMcc(network.substring(0, 3)).setMnc(network.substring(3));
      infos[i] = builder.buildSubscriptionInfo();
      ServiceState service = new ServiceState();
      service.setState(isAirplane ? ServiceState.STATE_POWER_OFF : ServiceState.STATE_IN_SERVICE);
      service.setOperatorName((String) sim.get("carrier"), (String) sim.get("carrier"), network);
      TelephonyManager own = Shadow.newInstanceOf(TelephonyManager.class);
      ShadowTelephonyManager shadow = Shadow.extract(own);
      shadow.setServiceState(service);
      shadow.setNetworkOperatorName((String) sim.get("carrier"));
      Shadows.shadowOf(all).setTelephonyManagerForSubscriptionId(id, own);
      Shadows.shadowOf(all).setServiceState(service);
    }
    Shadows.shadowOf(app.getSystemService(SubscriptionManager.class)).setActiveSubscriptionInfos(infos);
  }

  private void setPower(Map<?, ?> power) {
    boolean isCharging = Boolean.TRUE.equals(power.get("charging"));
    int percent = Stage.number(power, "percent");
    BatteryManager battery = app.getSystemService(BatteryManager.class);
    Shadows.shadowOf(battery).setIsCharging(isCharging);
    Shadows.shadowOf(battery).setIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY, percent);
    app.sendStickyBroadcast(new Intent(Intent.ACTION_BATTERY_CHANGED)
        .putExtra(BatteryManager.EXTRA_LEVEL, percent).putExtra(BatteryManager.EXTRA_SCALE, 100)
        .putExtra(BatteryManager.EXTRA_PLUGGED, isCharging ? BatteryManager.BATTERY_PLUGGED_USB : 0)
        .putExtra(BatteryManager.EXTRA_STATUS,
            isCharging ? BatteryManager.BATTERY_STATUS_CHARGING : BatteryManager.BATTERY_STATUS_DISCHARGING));
  }
}
