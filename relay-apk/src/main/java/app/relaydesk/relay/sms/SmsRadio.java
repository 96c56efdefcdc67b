package app.relaydesk.relay.sms;

import android.app.PendingIntent;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.os.Build;
import android.telephony.SmsManager;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The phone's SmsManager, always that of the SIM named, and its SMS folders. */
public final class SmsRadio implements Radio {
  private final Context context;
  private final Class<?> receiver;
  private final SmsFolders folders;

  /** {@code receiver} is the component that hears the answers of {@link ResultIntents}. */
  public SmsRadio(Context context, Class<? extends BroadcastReceiver> receiver) {
    this.context = context.getApplicationContext();
    this.receiver = receiver;
    this.folders = new SmsFolders(this.context);
  }

  /** A phone without telephony has no SIM either, which refuses the text whatever is counted here. */
  @Override public int countParts(String text, int simId) {
    try {
      return Math.max(1, prepare(() -> manager(simId).divideMessage(text)).size());
    } catch (UnsupportedOperationException noTelephony) {
      return 1;
    }
  }

  /**
   * A text of one part goes this way too; Android takes the short way then by itself. {@link Radio#MOST_PARTS} was
   * judged before `accepted`, so the check here is only the last door.
   */
  @Override public void submit(String attemptId, String to, String text, int simId, boolean deliveryReport) {
    SmsManager manager = prepare(() -> manager(simId));
    ArrayList<String> parts = prepare(() -> manager.divideMessage(text));
    if (parts.isEmpty() || parts.size() > MOST_PARTS) throw new IllegalArgumentException("too many parts");
    ArrayList<PendingIntent> sent = prepare(() -> intents(ResultIntents.SENT, attemptId, parts.size()));
    ArrayList<PendingIntent> delivered =
        deliveryReport ? prepare(() -> intents(ResultIntents.DELIVERED, attemptId, parts.size())) : null;
    manager.sendMultipartTextMessage(to, null, parts, sent, delivered);
  }

  @Override public Long mark() {
    return folders.mark();
  }

  @Override public List<SentRow> findSent(long above, String to, String text, int simId) {
    return folders.findSent(above, to, text, simId);
  }

  @Override public List<ReceivedText> receivedAbove(long mark) {
    return folders.receivedAbove(mark);
  }

  /** A step before the radio is called. Vendors change these methods, and theirs throw; that says nothing of the number. */
  private static <T> T prepare(Supplier<T> step) {
    try {
      return step.get();
    } catch (UnsupportedOperationException noTelephony) {
      throw noTelephony;
    } catch (RuntimeException failed) {
      throw new NotHandedOver(failed);
    }
  }

  private ArrayList<PendingIntent> intents(String kind, String attemptId, int parts) {
    ArrayList<PendingIntent> intents = new ArrayList<>();
    for (int part = 1; part <= parts; part++) intents.add(ResultIntents.make(context, receiver, kind, attemptId, part));
    return intents;
  }

  private SmsManager manager(int simId) {
    if (Build.VERSION.SDK_INT < 31) return managerBefore31(simId);
    SmsManager manager = context.getSystemService(SmsManager.class);
    if (manager == null) throw new UnsupportedOperationException("the phone has no SMS");
    return manager.createForSubscriptionId(simId);
  }

  @SuppressWarnings("deprecation")
  private static SmsManager managerBefore31(int simId) {
    return SmsManager.getSmsManagerForSubscriptionId(simId);
  }
}
