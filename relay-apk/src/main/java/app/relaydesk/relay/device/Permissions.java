package app.relaydesk.relay.device;

import android.Manifest;
import android.app.AppOpsManager;
import android.content.Context;
import android.content.pm.PackageManager;
import android.os.Build;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the app may do: a permission counts as held only if its app-op, which a person or a vendor sets, lets it work. */
public final class Permissions {
  private static final String[] WANTED = {
    Manifest.permission.SEND_SMS, Manifest.permission.RECEIVE_SMS, Manifest.permission.READ_SMS,
    Manifest.permission.READ_PHONE_STATE, Manifest.permission.READ_PHONE_NUMBERS,
    Manifest.permission.POST_NOTIFICATIONS,
  };

  private Permissions() {}

  /** The `permissions` of a heartbeat: those that this Android knows, by their short names. */
  public static Map<String, Object> all(Context context) {
    Map<String, Object> held = new LinkedHashMap<>();
    for (String permission : WANTED) {
      boolean isKnown = Build.VERSION.SDK_INT >= 33 || !permission.equals(Manifest.permission.POST_NOTIFICATIONS);
      if (isKnown) held.put(permission.substring(permission.lastIndexOf('.') + 1), isHeld(context, permission));
    }
    return held;
  }

  public static boolean isHeld(Context context, String permission) {
    if (context.checkSelfPermission(permission) != PackageManager.PERMISSION_GRANTED) return false;
    String op = AppOpsManager.permissionToOp(permission);
    if (op == null) return true;
    int mode = modeOf(context, op);
    return mode != AppOpsManager.MODE_IGNORED && mode != AppOpsManager.MODE_ERRORED;
  }

  @SuppressWarnings("deprecation") // the newer call exists from API 29
  private static int modeOf(Context context, String op) {
    AppOpsManager ops = context.getSystemService(AppOpsManager.class);
    int uid = context.getApplicationInfo().uid;
    return ops.checkOpNoThrow(op, uid, context.getPackageName());
  }
}
