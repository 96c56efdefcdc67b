package app.relaydesk.relay.device;

import android.Manifest;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.PackageManager;
import android.os.BatteryManager;
import android.os.Build;
import android.os.PowerManager;
import android.os.SystemClock;
import android.provider.Settings;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.PhoneClock;
import app.relaydesk.relay.model.Sim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The phone that the app runs on. */
public final class AndroidPhone implements Phone {
  private static final int LONGEST_MODEL = 128;

  private final Context context;
  private final PhoneClock clock;
  private final SimReader simReader;

  public AndroidPhone(Context context) {
    this.context = context.getApplicationContext();
    this.clock = new Clock(BootId.read(this.context.getContentResolver()));
    this.simReader = new SimReader(this.context);
  }

  @Override public PhoneClock clock() {
    return clock;
  }

  @Override public List<Sim> sims() {
    return simReader.sims();
  }

  @Override public boolean maySend() {
    return Permissions.isHeld(context, Manifest.permission.SEND_SMS);
  }

  /** Of this app, user and phone; it stays when the app is updated. */
  @Override public String androidId() {
    String id = Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
    return id == null ? "" : id;
  }

  /** Plugged in, whatever the battery takes: only then Android does not doze. */
  public boolean isCharging() {
    Intent battery = battery();
    return battery != null && isPlugged(battery);
  }

  /** The fields of `hello` that tell of the phone. */
  public Map<String, Object> helloFacts() {
    List<Object> sims = new ArrayList<>();
    for (Sim sim : sims()) sims.add(sim.toJson());
    return Json.object("app_version", appVersion(), "android", Build.VERSION.SDK_INT, "model", model(),
        "boot_id", clock.bootId(), "sims", sims);
  }

  /** The fields of `heartbeat` that tell of the phone. */
  public Map<String, Object> heartbeatFacts() {
    Intent battery = battery();
    PowerManager power = context.getSystemService(PowerManager.class);
    return Json.object("battery_percent", percent(battery), "charging", battery == null ? null : isPlugged(battery),
        "sims", simReader.health(), "permissions", Permissions.all(context), "doze", power.isDeviceIdleMode(),
        "battery_optimised", !power.isIgnoringBatteryOptimizations(context.getPackageName()));
  }

  /** Null on a phone without a battery service. */
  private Intent battery() {
    return context.registerReceiver(null, new IntentFilter(Intent.ACTION_BATTERY_CHANGED));
  }

  private static boolean isPlugged(Intent battery) {
    return battery.getIntExtra(BatteryManager.EXTRA_PLUGGED, 0) != 0;
  }

  private static Integer percent(Intent battery) {
    if (battery == null) return null;
    int level = battery.getIntExtra(BatteryManager.EXTRA_LEVEL, -1);
    int scale = battery.getIntExtra(BatteryManager.EXTRA_SCALE, 0);
    return level < 0 || scale <= 0 ? null : Math.min(100, level * 100 / scale);
  }

  private String appVersion() {
    try {
      String name = context.getPackageManager().getPackageInfo(context.getPackageName(), 0).versionName;
      return name == null || name.isEmpty() ? "0" : name;
    } catch (PackageManager.NameNotFoundException impossible) {
      return "0";
    }
  }

  private static String model() {
    String model = Build.MODEL == null || Build.MODEL.isEmpty() ? "Android" : Build.MODEL;
    return model.length() > LONGEST_MODEL ? model.substring(0, LONGEST_MODEL) : model;
  }

  private record Clock(String bootId) implements PhoneClock {
    @Override public long elapsed() {
      return SystemClock.elapsedRealtime();
    }

    @Override public long wall() {
      return System.currentTimeMillis();
    }
  }
}
