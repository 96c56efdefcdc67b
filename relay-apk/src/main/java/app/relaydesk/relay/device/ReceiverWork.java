package app.relaydesk.relay.device;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.os.PowerManager;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work of a broadcast that writes the ledger: off the main thread, one after the other in the order of arrival, the
 * processor awake from the first moment. The broadcast is finished when the work is, so that Android neither kills
 * the app before nor holds the next one for long.
 */
public final class ReceiverWork {
  /** Longer than Android lets a broadcast take. */
  private static final long AWAKE_MS = 70_000;
  private static final ThreadPoolExecutor THREAD = oneThread();

  private ReceiverWork() {}

  /** Call from {@code onReceive}, on the main thread, with what {@code goAsync} gave. */
  public static void run(Context context, BroadcastReceiver.PendingResult pending, Runnable work) {
    PowerManager.WakeLock awake = context.getSystemService(PowerManager.class)
        .newWakeLock(PowerManager.PARTIAL_WAKE_LOCK, "RelayDesk:broadcast");
    awake.acquire(AWAKE_MS);
    THREAD.execute(() -> {
      try {
        work.run();
      } catch (RuntimeException problem) {
        // The ledger could not be opened or written. The SMS folders still hold what this broadcast told.
        android.util.Log.e("RelayDesk", "broadcast: lost, " + problem.getClass().getSimpleName());
      } finally {
        pending.finish();
        if (awake.isHeld()) awake.release();
      }
    });
  }

  private static ThreadPoolExecutor oneThread() {
    ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
        task -> new Thread(task, "relay-broadcasts"));
    one.allowCoreThreadTimeOut(true);
    return one;
  }
}
