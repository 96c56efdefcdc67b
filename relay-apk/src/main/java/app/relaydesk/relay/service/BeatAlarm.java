package app.relaydesk.relay.service;

import android.app.AlarmManager;
import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.os.Build;
import android.os.PowerManager;
import android.os.SystemClock;
import app.relaydesk.relay.LinkService;
import app.relaydesk.relay.device.ReceiverWork;
import app.relaydesk.relay.model.LinkConfig;

/**
 * The heartbeat of a phone that sleeps: an alarm through doze, one at a time, at most one a minute. It also brings
 * back a link or service that Android or the phone's maker ended.
 */
public final class BeatAlarm extends BroadcastReceiver {
  private static final long SHORTEST_MS = 60_000;
  private static final long LONGEST_MS = 15 * 60_000;
  /** For a heartbeat and its answer. */
  private static final long BEAT_MS = 3_000;
  /** For a dial as well. */
  private static final long DIAL_MS = 15_000;

  @Override public void onReceive(Context context, Intent intent) {
    ReceiverWork.run(context, goAsync(), () -> beat(context));
  }

  private static void beat(Context context) {
    Relay relay = Relay.of(context);
    if (relay.state().kind() == LinkState.Kind.NO_LEDGER) {
      set(context, null); // tried again then
      return;
    }
    if (!relay.isWanted()) return;
    LinkService.start(context);
    boolean isLinked = relay.tick(); // sets the next alarm
    PowerManager.WakeLock lock =
        context.getSystemService(PowerManager.class).newWakeLock(PowerManager.PARTIAL_WAKE_LOCK, "RelayDesk:beat");
    lock.acquire(isLinked ? BEAT_MS : DIAL_MS);
  }

  /** Sets the next one, in place of one that is set. {@code config} may be null. */
  static void set(Context context, LinkConfig config) {
    AlarmManager alarms = context.getSystemService(AlarmManager.class);
    long at = SystemClock.elapsedRealtime() + everyMs(config == null ? 0 : config.batterySeconds());
    PendingIntent intent = intent(context);
    try {
      if (isExact(context)) {
        alarms.setExactAndAllowWhileIdle(AlarmManager.ELAPSED_REALTIME_WAKEUP, at, intent);
        return;
      }
    } catch (SecurityException takenAway) {
      // The permission went between the question and the call: the inexact alarm it is.
    }
    alarms.setAndAllowWhileIdle(AlarmManager.ELAPSED_REALTIME_WAKEUP, at, intent);
  }

  static void cancel(Context context) {
    context.getSystemService(AlarmManager.class).cancel(intent(context));
  }

  static long everyMs(long batterySeconds) {
    return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, Math.min(batterySeconds, LONGEST_MS) * 1_000));
  }

  /** Whether Android lets the alarm come on time: permitted, or exempt from battery optimisation. */
  public static boolean isExact(Context context) {
    if (Build.VERSION.SDK_INT < 31) return true;
    return context.getSystemService(AlarmManager.class).canScheduleExactAlarms()
        || context.getSystemService(PowerManager.class).isIgnoringBatteryOptimizations(context.getPackageName());
  }

  private static PendingIntent intent(Context context) {
    return PendingIntent.getBroadcast(context, 0, new Intent(context, BeatAlarm.class),
        PendingIntent.FLAG_IMMUTABLE | PendingIntent.FLAG_UPDATE_CURRENT);
  }
}
