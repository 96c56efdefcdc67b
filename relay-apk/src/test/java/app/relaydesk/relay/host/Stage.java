package app.relaydesk.relay.host;

import android.app.Application;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ProviderInfo;
import android.os.Bundle;
import android.os.Looper;
import android.os.SystemClock;
import android.provider.Settings;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.service.BroadcastWork;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.Shadows;
import org.robolectric.shadows.ShadowBinder;
import org.robolectric.shadows.ShadowContentResolver;
import org.robolectric.shadows.ShadowSystemClock;
import org.robolectric.util.ReflectionHelpers;

/** The phone around the app in this process: its clock, its programs' calls, its broadcasts. On the main thread only. */
final class Stage {
  private static final int SHELL_UID = 2000;
  private static final String PROVIDER = "content://app.relaydesk.relay.shell";

  private final Application app = RuntimeEnvironment.getApplication();
  private final Components components;
  private final Phone phone;
  private final SmsTable sms;

  /** Starts the process: nothing of the app runs yet. */
  Stage(Wire wire, Map<?, ?> begin) throws Exception {
    phone = new Phone(app);
    components = new Components(app, wire);
    moveInto(new File((String) begin.get("directory")));
    setClock(begin);
    Settings.Global.putInt(app.getContentResolver(), Settings.Global.BOOT_COUNT, number(begin, "boot_count"));
    Settings.Secure.putString(app.getContentResolver(), Settings.Secure.ANDROID_ID, (String) begin.get("android_id"));
    if (begin.get("max_rows") instanceof Long rows) Steps.Room.leave(rows, RelayCore.MAX_ROWS);
    else Steps.Room.leave(0, 0);
    Steps.killAt((String) begin.get("kill_at"));
    phone.set(begin);
    ProviderInfo info = new ProviderInfo();
    info.authority = "sms";
    sms = new SmsTable(wire);
    sms.attachInfo(app, info);
    ShadowContentResolver.registerProviderInternal("sms", sms);
    RadioDoor.open(app, wire);
  }

  /** The app's data outlives this process. */
  private void moveInto(File directory) {
    if (!directory.isDirectory() && !directory.mkdirs()) throw new IllegalStateException("no " + directory);
    Object loaded = ReflectionHelpers.getField(app.getBaseContext(), "mPackageInfo");
    for (String field : new String[] {"mDataDirFile", "mDeviceProtectedDataDirFile", "mCredentialProtectedDataDirFile"}) {
      ReflectionHelpers.setField(loaded, field, directory);
    }
    app.getApplicationInfo().dataDir = directory.getPath();
  }

  private void setClock(Map<?, ?> order) {
    SystemTime.set((Long) order.get("wall"), (Long) order.get("elapsed"));
  }

  /** Lets real time pass for the app: clock, looper, alarms, services that it asked for. */
  void pump() throws Exception {
    long behind = SystemTime.now() - SystemClock.elapsedRealtime();
    if (behind > 0) ShadowSystemClock.advanceBy(Duration.ofMillis(behind));
    components.fireAlarms();
    Shadows.shadowOf(Looper.getMainLooper()).idle();
    components.reap();
    components.startAndStop();
  }

  Map<String, Object> obey(Map<?, ?> order) throws Exception {
    String what = (String) order.get("do");
    switch (what) {
      case "clock":
        setClock(order);
        // Alarms that fell due have done their work when the order is answered.
        pump();
        BroadcastWork.await();
        return ok();
      case "phone":
        phone.set(order);
        return ok();
      case "call":
        return call(order);
      case "start_service":
        String name = (String) order.get("class");
        if (Boolean.TRUE.equals(order.get("sticky"))) components.startAgain(name);
        else components.start(new Intent().setComponent(new ComponentName(app, name)));
        return ok();
      case "broadcast":
        components.system(new Intent((String) order.get("action")));
        return ok();
      case "fire":
        components.fire(order);
        return ok();
      case "sms":
        components.receiveSms((List<?>) order.get("pdus"), number(order, "sim"));
        return ok();
      case "facts":
        return components.facts();
      default:
        return Json.object("ok", false, "problem", "unknown order " + what);
    }
  }

  /** {@code content call} by the shell. */
  private Map<String, Object> call(Map<?, ?> order) {
    Bundle extras = new Bundle();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) order.get("extras")).entrySet()) {
      String name = (String) each.getKey();
      if (each.getValue() instanceof Long number) extras.putInt(name, number.intValue());
      else if (each.getValue() instanceof Boolean flag) extras.putBoolean(name, flag);
      else extras.putString(name, (String) each.getValue());
    }
    Object uid = order.get("uid");
    ShadowBinder.setCallingUid(uid instanceof Long number ? number.intValue() : SHELL_UID);
    try {
      Bundle answer = app.getContentResolver()
          .call(android.net.Uri.parse(PROVIDER), (String) order.get("method"), null, extras);
      if (answer == null) return Json.object("ok", true, "bundle", null);
      Map<String, Object> bundle = Json.object();
      for (String key : answer.keySet()) bundle.put(key, answer.get(key));
      return Json.object("ok", true, "bundle", bundle);
    } finally {
      ShadowBinder.setCallingUid(app.getApplicationInfo().uid);
    }
  }

  /** Ends the app without a kill, so that the next life finds this process clean. */
  void end() throws Exception {
    components.end();
    sms.close();
  }

  private static Map<String, Object> ok() {
    return Json.object("ok", true);
  }

  static int number(Map<?, ?> order, String name) {
    return ((Long) order.get(name)).intValue();
  }
}
