package app.relaydesk.relay.pairing;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import app.relaydesk.relay.R;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.screen.Page;
import app.relaydesk.relay.service.LinkState;
import app.relaydesk.relay.service.Relay;

/**
 * Where a `relaydesk://pair` link leads: it shows who asks, and changes nothing. Pairing over Wi-Fi needs a gateway
 * that offers it.
 */
public final class PairActivity extends Activity {
  @Override protected void onCreate(Bundle saved) {
    super.onCreate(saved);
    read();
  }

  @Override protected void onNewIntent(Intent intent) {
    super.onNewIntent(intent);
    setIntent(intent);
    read();
  }

  private void read() {
    PairLink link = PairLink.parse(getIntent().getDataString());
    if (link == null) {
      show(null, R.string.pair_unreadable);
      return;
    }
    show(link, R.string.advice_starting);
    new Thread(() -> {
      int verdict = verdict(Relay.of(this).state().kind());
      runOnUiThread(() -> show(link, verdict));
    }, "relay-pair-screen").start();
  }

  private static int verdict(LinkState.Kind kind) {
    switch (kind) {
      case UNPAIRED:
        return R.string.pair_later;
      case NO_LEDGER:
        return R.string.advice_no_ledger;
      default:
        return R.string.pair_refused;
    }
  }

  private void show(PairLink link, int verdict) {
    Page page = new Page(this);
    page.heading(getString(R.string.pair_title));
    if (link != null) {
      page.text(getString(R.string.pair_asks));
      page.strong(getString(R.string.pair_name, link.name()), R.color.text);
      page.strong(getString(R.string.pair_address, link.address()), R.color.text);
    }
    page.text(getString(verdict));
    page.button(getString(R.string.close), null, this::finish);
    page.show();
  }
}
