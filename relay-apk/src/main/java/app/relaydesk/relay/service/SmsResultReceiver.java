package app.relaydesk.relay.service;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;
import android.telephony.SmsMessage;
import app.relaydesk.relay.device.ReceiverWork;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.model.StatusReport;
import app.relaydesk.relay.sms.ResultIntents;

/** Hears what became of a part: the radio's result, and the network's delivery report. */
public final class SmsResultReceiver extends BroadcastReceiver {
  private static final String FORMAT_CDMA = "3gpp2";

  @Override public void onReceive(Context context, Intent intent) {
    ResultIntents.Address about = ResultIntents.read(intent.getData());
    if (about == null) return;
    if (about.kind().equals(ResultIntents.SENT)) {
      int result = getResultCode();
      Long error = intent.hasExtra("errorCode") ? (long) intent.getIntExtra("errorCode", 0) : null;
      Long sentRow = rowOf(intent.getStringExtra("uri"));
      ReceiverWork.run(context, goAsync(), () -> hearResult(Relay.of(context).core(), about, result, error, sentRow));
    } else if (about.kind().equals(ResultIntents.DELIVERED)) {
      StatusReport report = report(intent.getByteArrayExtra("pdu"), intent.getStringExtra("format"));
      if (report == null) return;
      ReceiverWork.run(context, goAsync(),
          () -> Relay.of(context).core().hearDelivery(about.attemptId(), about.part(), report));
    }
  }

  private static void hearResult(RelayCore core, ResultIntents.Address about, int result, Long error, Long sentRow) {
    if (sentRow != null) core.claim(about.attemptId(), sentRow);
    core.hearResult(about.attemptId(), about.part(), result, error);
  }

  /** The row of content://sms that Android kept the text in, which it names with the last part; null when it doesn't. */
  static Long rowOf(String uri) {
    if (uri == null) return null;
    try {
      return Long.valueOf(Uri.parse(uri).getLastPathSegment());
    } catch (NumberFormatException noRow) {
      return null;
    }
  }

  /** Null when it can't be read. */
  private static StatusReport report(byte[] pdu, String format) {
    if (pdu == null) return null;
    if (!FORMAT_CDMA.equals(format)) return StatusReport.parse(pdu);
    SmsMessage message = SmsMessage.createFromPdu(pdu, FORMAT_CDMA);
    String from = message == null ? null : message.getOriginatingAddress();
    return from == null ? null : StatusReport.ofCdma(from, message.getTimestampMillis(), message.getStatus());
  }
}
