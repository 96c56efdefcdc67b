package app.relaydesk.relay.service;

import app.relaydesk.relay.device.ReceiverWork;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.robolectric.shadows.ShadowLooper;
import org.robolectric.util.ReflectionHelpers;

/** Waits for what broadcasts do off the main thread. */
public final class BroadcastWork {
  private BroadcastWork() {}

  /** Their work is done in order of arrival, by one thread: what comes after it waits for it. */
  public static void await() throws Exception {
    ExecutorService thread = ReflectionHelpers.getStaticField(ReceiverWork.class, "THREAD");
    thread.submit(() -> { }).get(10, TimeUnit.SECONDS);
    ShadowLooper.idleMainLooper();
  }
}
