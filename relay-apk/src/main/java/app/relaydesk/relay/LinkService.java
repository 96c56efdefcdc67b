package app.relaydesk.relay;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.app.Service;
import android.content.Context;
import android.content.Intent;
import android.content.pm.ServiceInfo;
import android.net.ConnectivityManager;
import android.net.Network;
import android.os.Build;
import android.os.Handler;
import android.os.IBinder;
import android.os.Looper;
import android.util.Log;
import app.relaydesk.relay.service.LinkState;
import app.relaydesk.relay.service.Relay;

/** Keeps the app running while it is paired, and says in the notification how the link is. Ends itself when unpaired. */
public final class LinkService extends Service {
  private static final String TAG = "RelayDesk";
  private static final String CHANNEL = "link";
  private static final int NOTIFICATION = 1;

  private final Handler main = new Handler(Looper.getMainLooper());
  private final Runnable watcher = this::hearChange;
  private final ConnectivityManager.NetworkCallback network = new ConnectivityManager.NetworkCallback() {
    @Override public void onAvailable(Network found) {
      inBackground(() -> Relay.of(LinkService.this).poke(0));
    }
  };
  private volatile Relay relay;
  private volatile boolean isOver;
  private LinkState shown;
  private int lastStart;

  /** Starts it if Android allows that now; the link itself needs no service, only the app's life does. */
  public static void start(Context context) {
    try {
      context.startForegroundService(new Intent(context, LinkService.class));
    } catch (IllegalStateException notNow) { // from API 31 ForegroundServiceStartNotAllowedException
      Log.w(TAG, "service: Android does not let it start now");
    }
  }

  @Override public IBinder onBind(Intent intent) {
    return null;
  }

  @Override public void onCreate() {
    NotificationChannel channel =
        new NotificationChannel(CHANNEL, getString(R.string.channel_name), NotificationManager.IMPORTANCE_LOW);
    channel.setShowBadge(false);
    getSystemService(NotificationManager.class).createNotificationChannel(channel);
    try {
      getSystemService(ConnectivityManager.class).registerDefaultNetworkCallback(network);
    } catch (RuntimeException refused) { // some makers limit callbacks; the redial goes by its backoff then
      Log.w(TAG, "service: no word of networks, " + refused.getClass().getSimpleName());
    }
  }

  @Override public int onStartCommand(Intent intent, int flags, int startId) {
    lastStart = startId;
    if (!showItself()) {
      stopSelf(startId);
      return START_NOT_STICKY;
    }
    inBackground(this::work);
    return START_STICKY;
  }

  /** Android wants it within seconds, before the ledger is read. */
  private boolean showItself() {
    Notification notification = notification(shown);
    try {
      if (Build.VERSION.SDK_INT >= 34) {
        startForeground(NOTIFICATION, notification, ServiceInfo.FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING);
      } else {
        startForeground(NOTIFICATION, notification);
      }
      return true;
    } catch (IllegalStateException | SecurityException notNow) { // started again by the next alarm
      Log.w(TAG, "service: may not be shown now, " + notNow.getClass().getSimpleName());
      return false;
    }
  }

  private void work() {
    Relay found = Relay.of(this);
    if (relay == null) {
      relay = found;
      found.watch(watcher);
    }
    found.start();
    hearChange();
  }

  /** Reads the state where it changed, shows it on the main thread. */
  private void hearChange() {
    Relay now = relay;
    if (now == null || isOver) return;
    LinkState state = now.state();
    main.post(() -> show(state));
  }

  private void show(LinkState state) {
    if (isOver) return;
    if (state.kind() == LinkState.Kind.UNPAIRED) {
      stopSelf(lastStart); // not when a start is under way: it comes from a pairing made meanwhile
      return;
    }
    if (state.equals(shown)) return;
    shown = state;
    getSystemService(NotificationManager.class).notify(NOTIFICATION, notification(state));
  }

  /** Never anything of a message. {@code state} is null while the ledger is being read. */
  private Notification notification(LinkState state) {
    PendingIntent screen = PendingIntent.getActivity(this, 0, new Intent(this, MainActivity.class),
        PendingIntent.FLAG_IMMUTABLE | PendingIntent.FLAG_UPDATE_CURRENT);
    Notification.Builder builder = new Notification.Builder(this, CHANNEL)
        .setSmallIcon(R.drawable.status)
        .setContentTitle(getString(StateText.title(state)))
        .setContentText(getString(StateText.advice(state)))
        .setStyle(new Notification.BigTextStyle().bigText(getString(StateText.advice(state))))
        .setContentIntent(screen)
        .setOngoing(true)
        .setShowWhen(false)
        .setOnlyAlertOnce(true)
        .setCategory(Notification.CATEGORY_SERVICE);
    if (Build.VERSION.SDK_INT >= 31) builder.setForegroundServiceBehavior(Notification.FOREGROUND_SERVICE_IMMEDIATE);
    return builder.build();
  }

  @Override public void onDestroy() {
    isOver = true;
    if (relay != null) relay.unwatch(watcher);
    try {
      getSystemService(ConnectivityManager.class).unregisterNetworkCallback(network);
    } catch (IllegalArgumentException notRegistered) {
      Log.d(TAG, "service: no word of networks to end");
    }
  }

  private static void inBackground(Runnable work) {
    new Thread(() -> {
      try {
        work.run();
      } catch (RuntimeException failed) {
        Log.e(TAG, "service: failed, " + failed.getClass().getSimpleName());
      }
    }, "relay-service").start();
  }
}
