package app.relaydesk.relay.model;


/**
 * A whole received text. {@code smscAt}: the message centre's time, milliseconds since 1970; 0 when not known.
 */
public record ReceivedText(int simId, String from, String body, long smscAt, int parts) {

  /** As a phone gives it. SMS apps keep a form feed as a line break; so it is here, wherever the text comes from. */
  public static ReceivedText of(int simId, String from, String body, long smscAt, int parts) {
    return new ReceivedText(simId, from == null ? "" : from, body == null ? "" : body.replace('\f', '\n'), smscAt, parts);
  }

  /**
   * Rule 9: the same from the broadcast and from the provider. SHA-256 of SIM, address, message centre's time in
   * seconds and joined body, one per line, the body last.
   */
  public String inboundId() {
    return Hex.sha256(simId + "\n" + from + "\n" + Math.floorDiv(smscAt, 1000L) + "\n" + body);
  }
}
