package app.relaydesk.relay.sms;

import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.os.Build;

/**
 * The intents by which Android answers a submit: one for each attempt, part and kind, told apart by their address
 * {@code relaydesk:sent/ATTEMPT/PART} and {@code relaydesk:delivered/ATTEMPT/PART}. They start the app if it died.
 */
public final class ResultIntents {
  public static final String SENT = "sent";
  public static final String DELIVERED = "delivered";
  private static final String SCHEME = "relaydesk";

  /** {@code kind}: {@link #SENT} or {@link #DELIVERED}; {@code part} is 1-based. */
  public record Address(String kind, String attemptId, int part) {}

  private ResultIntents() {}

  /**
   * Mutable, else Android can't add pdu, format and errorCode. Not one-shot: reports of `still trying` come before
   * the last one, and a late report of another text must not use up the intent.
   */
  static PendingIntent make(Context context, Class<?> receiver, String kind, String attemptId, int part) {
    Intent intent = new Intent(context, receiver);
    intent.setData(Uri.fromParts(SCHEME, kind + "/" + attemptId + "/" + part, null));
    int flags = Build.VERSION.SDK_INT >= 31 ? PendingIntent.FLAG_MUTABLE : 0;
    return PendingIntent.getBroadcast(context, 0, intent, flags);
  }

  /** Null for an address that {@link #make} never gave. */
  public static Address read(Uri data) {
    if (data == null || !SCHEME.equals(data.getScheme())) return null;
    String path = data.getSchemeSpecificPart();
    int first = path.indexOf('/');
    int last = path.lastIndexOf('/');
    if (first < 0 || last == first) return null;
    try {
      return new Address(path.substring(0, first), path.substring(first + 1, last),
          Integer.parseInt(path.substring(last + 1)));
    } catch (NumberFormatException notOurs) {
      return null;
    }
  }
}
