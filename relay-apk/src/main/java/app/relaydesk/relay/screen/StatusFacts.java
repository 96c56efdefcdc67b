package app.relaydesk.relay.screen;

import android.content.Context;
import app.relaydesk.relay.service.LinkState;
import app.relaydesk.relay.service.Relay;
import java.util.List;

/** All that the status screen shows. {@code isPaired} also while the gateway is away. */
public record StatusFacts(LinkState state, boolean isPaired, List<Need> needs, List<RecentText> texts) {
  private static final int SHOWN_TEXTS = 10;

  /** Reads the ledger: off the main thread. */
  public static StatusFacts gather(Context context, Relay relay) {
    LinkState state = relay.state();
    boolean hasLedger = state.kind() != LinkState.Kind.NO_LEDGER;
    return new StatusFacts(state, hasLedger && relay.core().pairing() != null, Need.missing(context),
        hasLedger ? RecentText.of(relay.core().store.attempts.latest(SHOWN_TEXTS)) : List.of());
  }
}
