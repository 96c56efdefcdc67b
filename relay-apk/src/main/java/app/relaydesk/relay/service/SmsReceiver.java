package app.relaydesk.relay.service;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.provider.Telephony;
import android.telephony.SmsMessage;
import android.telephony.SubscriptionManager;
import app.relaydesk.relay.device.ReceiverWork;
import app.relaydesk.relay.device.SimReader;
import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.service.Relay;

/** Hears received texts. Each is in the ledger before Android takes the broadcast as done. */
public final class SmsReceiver extends BroadcastReceiver {
  /** What Android has called the extra since version 5; not part of the SDK. */
  private static final String OLD_SIM_EXTRA = "subscription";
  private static final int NONE = SubscriptionManager.INVALID_SUBSCRIPTION_ID;

  @Override public void onReceive(Context context, Intent intent) {
    if (!Telephony.Sms.Intents.SMS_RECEIVED_ACTION.equals(intent.getAction())) return;
    ReceivedText text = read(intent);
    if (text == null) return;
    ReceiverWork.run(context, goAsync(), () -> Relay.of(context).core().receive(text));
  }

  /** Joins the parts; null when there is none that can be read. */
  static ReceivedText read(Intent intent) {
    SmsMessage[] parts = Telephony.Sms.Intents.getMessagesFromIntent(intent);
    if (parts == null || parts.length == 0 || parts[0] == null) return null;
    StringBuilder body = new StringBuilder();
    for (SmsMessage part : parts) {
      String piece = part == null ? null : part.getDisplayMessageBody();
      if (piece != null) body.append(piece);
    }
    int simId = intent.getIntExtra(SubscriptionManager.EXTRA_SUBSCRIPTION_INDEX,
        intent.getIntExtra(OLD_SIM_EXTRA, NONE));
    return ReceivedText.of(SimReader.simIdOr(simId), parts[0].getDisplayOriginatingAddress(), body.toString(),
        parts[0].getTimestampMillis(), parts.length);
  }
}
