package app.relaydesk.relay.link;

import app.relaydesk.relay.model.LinkLedger;
import java.util.Map;

/** What a connection needs of the app around it. */
public interface LinkHost {
  LinkLedger ledger();

  /** The fields of `hello` that tell of the phone: app_version, android, model, boot_id, sims. */
  Map<String, Object> helloFacts();

  /** The fields of `heartbeat`. */
  Map<String, Object> heartbeatFacts();

  boolean isCharging();

  void welcomed();

  /** The pairing code of this request was used up, for better or worse. */
  void pairingEnded(PairRequest request);

  /** Holds the processor awake while it runs (rule 1). */
  void awake(Runnable work);
}
