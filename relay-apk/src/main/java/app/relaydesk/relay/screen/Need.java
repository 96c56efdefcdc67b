package app.relaydesk.relay.screen;

import android.Manifest;
import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.os.Build;
import android.os.PowerManager;
import android.provider.Settings;
import app.relaydesk.relay.R;
import app.relaydesk.relay.device.Permissions;
import app.relaydesk.relay.service.BeatAlarm;
import java.util.ArrayList;
import java.util.List;

/** Something that the phone does not allow yet. {@code permissions} is empty for what Android asks in its settings. */
public record Need(int name, int why, List<String> permissions) {
  private static final Need[] PERMISSIONS = {
    new Need(R.string.permission_send, R.string.permission_send_why, List.of(Manifest.permission.SEND_SMS)),
    new Need(R.string.permission_receive, R.string.permission_receive_why, List.of(Manifest.permission.RECEIVE_SMS)),
    new Need(R.string.permission_read, R.string.permission_read_why, List.of(Manifest.permission.READ_SMS)),
    new Need(R.string.permission_phone, R.string.permission_phone_why,
        List.of(Manifest.permission.READ_PHONE_STATE, Manifest.permission.READ_PHONE_NUMBERS)),
    new Need(R.string.permission_notifications, R.string.permission_notifications_why,
        List.of(Manifest.permission.POST_NOTIFICATIONS)),
  };

  static List<Need> missing(Context context) {
    List<Need> missing = new ArrayList<>();
    for (Need need : PERMISSIONS) if (need.isKnown() && !need.isHeld(context)) missing.add(need);
    PowerManager power = context.getSystemService(PowerManager.class);
    if (!power.isIgnoringBatteryOptimizations(context.getPackageName())) {
      missing.add(new Need(R.string.permission_battery, R.string.permission_battery_why, List.of()));
    }
    if (!BeatAlarm.isExact(context)) {
      missing.add(new Need(R.string.permission_alarm, R.string.permission_alarm_why, List.of()));
    }
    return missing;
  }

  /** Asks the person, by Android's own dialog or settings. */
  public void ask(Activity activity, int requestCode) {
    if (!permissions.isEmpty()) {
      activity.requestPermissions(permissions.toArray(new String[0]), requestCode);
      return;
    }
    String action = name == R.string.permission_battery
        ? Settings.ACTION_REQUEST_IGNORE_BATTERY_OPTIMIZATIONS : Settings.ACTION_REQUEST_SCHEDULE_EXACT_ALARM;
    open(activity, action);
  }

  /** For a permission that Android no longer asks about. */
  public static void openSettings(Activity activity) {
    open(activity, Settings.ACTION_APPLICATION_DETAILS_SETTINGS);
  }

  /** Some makers left these pages out; the app's own page leads to the same switches. */
  private static void open(Activity activity, String action) {
    Uri app = Uri.fromParts("package", activity.getPackageName(), null);
    try {
      activity.startActivity(new Intent(action, app));
    } catch (ActivityNotFoundException | SecurityException missing) {
      if (!action.equals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS)) openSettings(activity);
    }
  }

  private boolean isKnown() {
    return Build.VERSION.SDK_INT >= 33 || !permissions.contains(Manifest.permission.POST_NOTIFICATIONS);
  }

  private boolean isHeld(Context context) {
    for (String permission : permissions) if (!Permissions.isHeld(context, permission)) return false;
    return true;
  }
}
