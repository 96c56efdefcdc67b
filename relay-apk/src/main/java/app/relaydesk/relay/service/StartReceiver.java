package app.relaydesk.relay.service;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import app.relaydesk.relay.LinkService;
import app.relaydesk.relay.device.ReceiverWork;

/**
 * Takes up the work after a boot, an update of the app, or a new permission for exact alarms. Android tells of the
 * boot only after the first unlock, when the ledger can be read.
 */
public final class StartReceiver extends BroadcastReceiver {
  @Override public void onReceive(Context context, Intent intent) {
    ReceiverWork.run(context, goAsync(), () -> {
      Relay relay = Relay.of(context);
      boolean hasLedger = relay.state().kind() != LinkState.Kind.NO_LEDGER;
      if (hasLedger && !relay.isWanted()) return;
      LinkService.start(context);
      if (hasLedger) relay.start();
      else BeatAlarm.set(context, null);
    });
  }
}
