package app.relaydesk.relay.link;

/** What the desktop handed over by ADB. The code is good for one use. {@code madeAt}: elapsedRealtime. */
public record PairRequest(String code, String pin, String host, int port, boolean replace, long madeAt) {
  /** How long the gateway takes the code. */
  public static final long VALID_MS = 5 * 60_000;
}
