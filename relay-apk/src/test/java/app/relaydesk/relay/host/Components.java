package app.relaydesk.relay.host;

import android.app.AlarmManager;
import android.app.Application;
import android.app.Notification;
import android.app.Service;
import android.content.BroadcastReceiver;
import android.content.ComponentName;
import android.content.Intent;
import android.content.pm.ActivityInfo;
import android.content.pm.PackageManager;
import android.content.pm.ResolveInfo;
import android.os.Bundle;
import android.os.SystemClock;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.service.BroadcastWork;
import app.relaydesk.relay.service.Relay;
import app.relaydesk.relay.support.OneRelay;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.robolectric.Robolectric;
import org.robolectric.Shadows;
import org.robolectric.android.controller.ServiceController;
import org.robolectric.shadows.ShadowAlarmManager.ScheduledAlarm;
import org.robolectric.shadows.ShadowAlarmManager;
import org.robolectric.util.ReflectionHelpers.ClassParameter;
import org.robolectric.util.ReflectionHelpers;

/** Starts the app's components as Android would, and holds them to Android's rules. On the main thread only. */
final class Components {
  private static final long FOREGROUND_DEADLINE_MS = 5_000;
  private static final String SMS_RECEIVED = "android.provider.Telephony.SMS_RECEIVED";

  private final Application app;
  private final Wire wire;
  private final Map<Class<?>, ServiceController<? extends Service>> services = new HashMap<>();
  private final Map<Class<?>, Long> foregroundDue = new HashMap<>();
  private final List<String> offences = new ArrayList<>();
  /** Number of the last start of each service; Android's own counts are per service, too. */
  private static final Map<Class<?>, Integer> LAST_STARTS = new HashMap<>();
  private int wakeups;

  Components(Application app, Wire wire) {
    this.app = app;
    this.wire = wire;
  }

  /** {@code am start-foreground-service}, or the app's own call. */
  void start(Intent intent) throws Exception {
    Class<? extends Service> type = Class.forName(intent.getComponent().getClassName()).asSubclass(Service.class);
    start(type, intent, true);
  }

  /** As Android brings back a sticky service of a killed process: without the intent. */
  void startAgain(String name) throws Exception {
    start(Class.forName(name).asSubclass(Service.class), null, false);
  }

  private void start(Class<? extends Service> type, Intent intent, boolean isForeground) throws Exception {
    if (isForeground) foregroundDue.putIfAbsent(type, SystemClock.elapsedRealtime() + FOREGROUND_DEADLINE_MS);
    ServiceController<? extends Service> controller = services.get(type);
    if (controller == null) {
      controller = Robolectric.buildService(type, intent).create();
      services.put(type, controller);
      tellService(type, true);
    }
    controller.get().onStartCommand(intent, 0, LAST_STARTS.merge(type, 1, Integer::sum));
  }

  /** Whether nothing has started the service since, be it on its way yet. */
  static boolean isLastStart(Service service, int id) {
    Intent next = Shadows.shadowOf(service.getApplication()).peekNextStartedService();
    boolean isStartedAgain = next != null && service.getClass().getName().equals(next.getComponent().getClassName());
    return !isStartedAgain && LAST_STARTS.getOrDefault(service.getClass(), id) == id;
  }

  /** What the app asked for since the last time. */
  void startAndStop() throws Exception {
    var shadow = Shadows.shadowOf(app);
    for (Intent next = shadow.getNextStartedService(); next != null; next = shadow.getNextStartedService()) {
      start(next);
    }
    for (Intent next = shadow.getNextStoppedService(); next != null; next = shadow.getNextStoppedService()) {
      if (next.getComponent() != null) destroy(Class.forName(next.getComponent().getClassName()));
    }
  }

  /** Ends services that stopped themselves, and notes those that broke a promise. */
  void reap() {
    for (Class<?> type : new ArrayList<>(services.keySet())) {
      Service service = services.get(type).get();
      boolean isForeground = Shadows.shadowOf(service).getLastForegroundNotification() != null;
      Long due = foregroundDue.get(type);
      if (isForeground) {
        foregroundDue.remove(type);
      } else if (due != null && SystemClock.elapsedRealtime() > due) {
        foregroundDue.remove(type);
        offend("ForegroundServiceDidNotStartInTimeException: " + type.getName());
      }
      if (Shadows.shadowOf(service).isStoppedBySelf()) destroy(type);
    }
  }

  private void destroy(Class<?> type) {
    ServiceController<? extends Service> controller = services.remove(type);
    if (controller == null) return;
    if (foregroundDue.remove(type) != null && Shadows.shadowOf(controller.get()).getLastForegroundNotification() == null) {
      offend("a foreground service was stopped before it showed itself: " + type.getName());
    }
    controller.destroy();
    tellService(type, false);
  }

  private void tellService(Class<?> type, boolean runs) {
    wire.tell(Json.object("event", "service", "class", type.getName(), "runs", runs));
  }

  private void offend(String offence) {
    offences.add(offence);
    wire.tell(Json.object("event", "offence", "what", offence));
  }

  // -- alarms

  /** Those that fell due, each once; the phone's own clock decides. */
  void fireAlarms() {
    ShadowAlarmManager alarms = Shadows.shadowOf(app.getSystemService(AlarmManager.class));
    for (ScheduledAlarm each : new ArrayList<>(alarms.getScheduledAlarms())) {
      boolean isElapsed = each.getType() == AlarmManager.ELAPSED_REALTIME_WAKEUP
          || each.getType() == AlarmManager.ELAPSED_REALTIME;
      long now = isElapsed ? SystemClock.elapsedRealtime() : System.currentTimeMillis();
      if (each.getTriggerAtMs() > now) continue;
      boolean isWakeup = each.getType() == AlarmManager.ELAPSED_REALTIME_WAKEUP
          || each.getType() == AlarmManager.RTC_WAKEUP;
      if (isWakeup) wakeups++;
      alarms.fireAlarm(each);
    }
  }

  // -- broadcasts

  /** A broadcast of the system to every receiver of the manifest that asked for it. */
  void system(Intent intent) throws Exception {
    intent.setPackage(app.getPackageName());
    for (ResolveInfo each : app.getPackageManager().queryBroadcastReceivers(intent, 0)) {
      deliver(each.activityInfo, new Intent(intent), 0, null);
    }
  }

  /** A PendingIntent of an earlier call to SmsManager fires, perhaps in a later process. */
  void fire(Map<?, ?> order) throws Exception {
    Intent intent = Intent.parseUri((String) order.get("uri"), Intent.URI_INTENT_SCHEME);
    // An immutable intent takes nothing of what the phone would fill in.
    if (Boolean.TRUE.equals(order.get("mutable"))) {
      if (order.get("error") instanceof Long error) intent.putExtra("errorCode", error.intValue());
      if (order.get("row") instanceof Long row) intent.putExtra("uri", "content://sms/" + row);
      if (order.get("pdu") instanceof String pdu) {
        intent.putExtra("pdu", bytes(pdu)).putExtra("format", "3gpp");
      }
    }
    ActivityInfo receiver = app.getPackageManager().getReceiverInfo(intent.getComponent(), 0);
    deliver(receiver, intent, Stage.number(order, "result"), null);
  }

  /** SMS_RECEIVED; only for an app that holds RECEIVE_SMS, to a receiver that only the phone may call. */
  void receiveSms(List<?> pdus, int sim) throws Exception {
    if (app.checkSelfPermission("android.permission.RECEIVE_SMS") != PackageManager.PERMISSION_GRANTED) return;
    Object[] raw = new Object[pdus.size()];
    for (int i = 0; i < raw.length; i++) raw[i] = bytes((String) pdus.get(i));
    Intent intent = new Intent(SMS_RECEIVED).setPackage(app.getPackageName());
    Bundle extras = new Bundle();
    extras.putSerializable("pdus", raw);
    extras.putString("format", "3gpp");
    extras.putInt("subscription", sim);
    extras.putInt("android.telephony.extra.SUBSCRIPTION_INDEX", sim);
    intent.putExtras(extras);
    for (ResolveInfo each : app.getPackageManager().queryBroadcastReceivers(intent, 0)) {
      if (!"android.permission.BROADCAST_SMS".equals(each.activityInfo.permission)) {
        offend("a receiver of texts that any app may call: " + each.activityInfo.name);
      }
      deliver(each.activityInfo, new Intent(intent), -1, null);
    }
  }

  private void deliver(ActivityInfo info, Intent intent, int result, Bundle extras) throws Exception {
    intent.setComponent(new ComponentName(info.packageName, info.name));
    BroadcastReceiver receiver =
        Class.forName(info.name).asSubclass(BroadcastReceiver.class).getDeclaredConstructor().newInstance();
    Class<?> shadow = Class.forName("org.robolectric.shadows.ShadowBroadcastPendingResult");
    Method create = shadow.getDeclaredMethod("create", int.class, String.class, Bundle.class, boolean.class);
    create.setAccessible(true);
    Object pending = create.invoke(null, result, null, extras, false);
    ReflectionHelpers.callInstanceMethod(BroadcastReceiver.class, receiver, "setPendingResult",
        ClassParameter.from(BroadcastReceiver.PendingResult.class, pending));
    wire.tell(Json.object("event", "received"));
    receiver.onReceive(app, intent);
  }

  static byte[] bytes(String hex) {
    byte[] out = new byte[hex.length() / 2];
    for (int i = 0; i < out.length; i++) out[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return out;
  }

  // -- what an outside judge may ask

  Map<String, Object> facts() {
    List<Object> running = new ArrayList<>();
    String notification = null;
    for (ServiceController<? extends Service> each : services.values()) {
      running.add(each.get().getClass().getName());
      Notification shown = Shadows.shadowOf(each.get()).getLastForegroundNotification();
      if (shown != null) notification = String.valueOf(shown.extras.getCharSequence(Notification.EXTRA_TITLE)) + "\n"
          + shown.extras.getCharSequence(Notification.EXTRA_TEXT);
    }
    return Json.object("ok", true, "services", running, "notification", notification, "wakeups", wakeups,
        "offences", new ArrayList<>(offences));
  }

  /** Stops what runs, and lets go of what the process holds in static fields. */
  void end() throws Exception {
    for (Class<?> type : new ArrayList<>(services.keySet())) destroy(type);
    BroadcastWork.await();
    OneRelay.settle();
    ReflectionHelpers.callStaticMethod(Relay.class, "endForTests");
  }
}
