package app.relaydesk.relay.model;

import java.util.List;

/** What the ledger must know of the phone that it is on. */
public interface Phone {
  PhoneClock clock();

  List<Sim> sims();

  /** Whether every permission that sending needs is held. */
  boolean maySend();

  /** ANDROID_ID: another one when the app's data was moved to another phone. Empty when not readable. */
  String androidId();
}
