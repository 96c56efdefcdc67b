package app.relaydesk.relay.model;

/** What the relay itself must know of Android's `RESULT_*` numbers; the gateway reads the rest. */
public final class ResultCodes {
  /** Accepted by the network's message centre, not delivered. Activity.RESULT_OK. */
  public static final int OK = -1;
  /** Failed, and nothing more is known. */
  public static final int GENERIC_FAILURE = 1;

  private ResultCodes() {}

  /**
   * The closed list of rule 2, codes that prove that nothing left the phone: RADIO_OFF, NO_SERVICE, LIMIT_EXCEEDED,
   * RADIO_NOT_AVAILABLE, RIL_NETWORK_NOT_READY, RIL_SIM_ABSENT, RIL_NO_SUBSCRIPTION, RIL_NO_NETWORK_FOUND.
   */
  public static boolean isRetry(long result) {
    return result == 2 || result == 4 || result == 5 || result == 9
        || result == 116 || result == 120 || result == 134 || result == 135;
  }
}
