package app.relaydesk.relay.support;

import android.app.PendingIntent;
import android.telephony.SmsManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowSmsManager;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/**
 * What each SIM's SmsManager was given last. Android holds its managers weakly, so one that is asked for later may be
 * another one, which knows nothing.
 */
@Implements(SmsManager.class)
public final class SentTexts extends ShadowSmsManager {
  private static final Map<Integer, TextMultipartParams> BY_SIM = new HashMap<>();
  private static RuntimeException problem;
  @RealObject private SmsManager real;

  /** Null when nothing was sent by this SIM. */
  public static TextMultipartParams by(int simId) {
    return BY_SIM.get(simId);
  }

  /** Before each test. */
  public static void forget() {
    BY_SIM.clear();
    problem = null;
  }

  /** Android's own cutting fails from now on, as a vendor's may. */
  public static void failToDivide(RuntimeException with) {
    problem = with;
  }

  @Implementation protected ArrayList<String> divideMessage(String text) {
    if (problem != null) throw problem;
    return Shadow.directlyOn(real, SmsManager.class, "divideMessage", ClassParameter.from(String.class, text));
  }

  @Implementation @Override protected void sendMultipartTextMessage(String to, String centre, ArrayList<String> parts,
      ArrayList<PendingIntent> sent, ArrayList<PendingIntent> delivered) {
    super.sendMultipartTextMessage(to, centre, parts, sent, delivered);
    BY_SIM.put(real.getSubscriptionId(), getLastSentMultipartTextMessageParams());
  }
}
