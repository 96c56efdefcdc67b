package app.relaydesk.relay.host;

import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.os.Binder;
import android.os.Build;
import android.os.IInterface;
import app.relaydesk.relay.json.Json;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.robolectric.Shadows;
import org.robolectric.shadows.ShadowPendingIntent;
import org.robolectric.shadows.ShadowServiceManager;

/**
 * The phone process behind SmsManager: a binder named {@code isms}. Android's own SmsManager runs above it; what
 * reaches it goes to the radio of the virtual phone, which logs it and answers before the call returns.
 */
final class RadioDoor implements InvocationHandler {
  private final Context app;
  private final Wire wire;

  private RadioDoor(Context app, Wire wire) {
    this.app = app;
    this.wire = wire;
  }

  /** Takes the place of the telephony service. {@code ISms} is no part of the SDK, so it is met by name. */
  static void open(Context app, Wire wire) throws ClassNotFoundException {
    Class<? extends IInterface> isms =
        Class.forName("com.android.internal.telephony.ISms").asSubclass(IInterface.class);
    Object door = Proxy.newProxyInstance(isms.getClassLoader(), new Class<?>[] {isms}, new RadioDoor(app, wire));
    ShadowServiceManager.addBinderService("isms", isms, (IInterface) door);
  }

  @Override public Object invoke(Object proxy, Method method, Object[] given) {
    switch (method.getName()) {
      case "sendTextForSubscriber":
        // subId, package, attribution, to, service centre, text, sent, delivered, …
        submit((Integer) given[0], (String) given[3], List.of((String) given[5]), one(given[6]), one(given[7]));
        return null;
      case "sendMultipartTextForSubscriber":
        submit((Integer) given[0], (String) given[3], list(given[5], String.class),
            list(given[6], PendingIntent.class), list(given[7], PendingIntent.class));
        return null;
      case "asBinder":
        return new Binder();
      case "isSmsSimPickActivityNeeded":
      case "isImsSmsSupportedForSubscriber":
        return false;
      case "getPreferredSmsSubscription":
        return -1;
      case "hashCode":
        return System.identityHashCode(this);
      case "equals":
        return proxy == given[0];
      case "toString":
        return "isms";
      default:
        throw new UnsupportedOperationException("the virtual phone's telephony has no " + method.getName());
    }
  }

  private static List<PendingIntent> one(Object intent) {
    return intent == null ? List.of() : List.of((PendingIntent) intent);
  }

  private static <T> List<T> list(Object given, Class<T> type) {
    List<T> out = new ArrayList<>();
    if (given instanceof List<?> values) for (Object each : values) out.add(type.cast(each));
    return out;
  }

  private void submit(int sim, String to, List<String> parts, List<PendingIntent> sent, List<PendingIntent> delivered) {
    Steps.reached("submitting_committed");
    if (app.checkSelfPermission("android.permission.SEND_SMS") != PackageManager.PERMISSION_GRANTED) {
      throw new SecurityException("Sending SMS message: uid " + app.getApplicationInfo().uid
          + " does not have android.permission.SEND_SMS.");
    }
    Map<?, ?> answer = wire.ask(Json.object("ask", "submit", "sim", sim, "to", to, "parts", parts,
        "sent", describe(sent), "delivered", describe(delivered)));
    Steps.reached("radio_called");
    if (answer.get("throws") instanceof String name) throw exception(name);
  }

  private static RuntimeException exception(String name) {
    switch (name) {
      case "SecurityException":
        return new SecurityException("refused by the phone");
      case "IllegalArgumentException":
        return new IllegalArgumentException("refused by the phone");
      case "UnsupportedOperationException":
        return new UnsupportedOperationException("refused by the phone");
      default:
        return new RuntimeException("the binder died");
    }
  }

  /** What the phone must keep of an intent to fire it later, perhaps at another process of the app. */
  private List<Object> describe(List<PendingIntent> intents) {
    List<Object> out = new ArrayList<>();
    for (PendingIntent each : intents) {
      ShadowPendingIntent shadow = Shadows.shadowOf(each);
      Intent intent = shadow.getSavedIntent();
      if (!shadow.isBroadcast() || intent.getComponent() == null) {
        throw new AssertionError("a result intent must be an explicit broadcast");
      }
      boolean isMutable = Build.VERSION.SDK_INT < 31 || (shadow.getFlags() & PendingIntent.FLAG_MUTABLE) != 0;
      boolean isOnce = (shadow.getFlags() & PendingIntent.FLAG_ONE_SHOT) != 0;
      out.add(Json.object("uri", intent.toUri(Intent.URI_INTENT_SCHEME), "data", intent.getDataString(), "mutable", isMutable, "once", isOnce));
    }
    return out;
  }
}
