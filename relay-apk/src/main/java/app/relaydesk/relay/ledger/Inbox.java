package app.relaydesk.relay.ledger;

import app.relaydesk.relay.model.ReceivedText;

/** Rule 9, as far as the ledger must call it. Each within a turn. */
public interface Inbox {
  /** Takes in what the broadcast missed. */
  void scan();

  /** Another config is about to count: what came before it is judged by the one that did. */
  void closeOldConfig();

  void receive(ReceivedText text);
}
