package app.relaydesk.relay.support;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import app.relaydesk.relay.service.BroadcastWork;
import java.lang.reflect.Method;
import org.robolectric.util.ReflectionHelpers.ClassParameter;
import org.robolectric.util.ReflectionHelpers;

/** Calls a receiver of the manifest as Android does, with a result code, and waits for its work. */
public final class Broadcasts {
  private Broadcasts() {}

  public static void deliver(Context context, Class<? extends BroadcastReceiver> type, Intent intent, int result)
      throws Exception {
    BroadcastReceiver receiver = type.getDeclaredConstructor().newInstance();
    Class<?> shadow = Class.forName("org.robolectric.shadows.ShadowBroadcastPendingResult");
    Method create = shadow.getDeclaredMethod("create", int.class, String.class, Bundle.class, boolean.class);
    create.setAccessible(true);
    Object pending = create.invoke(null, result, null, null, false);
    ReflectionHelpers.callInstanceMethod(BroadcastReceiver.class, receiver, "setPendingResult",
        ClassParameter.from(BroadcastReceiver.PendingResult.class, pending));
    receiver.onReceive(context, intent);
    BroadcastWork.await();
  }
}
