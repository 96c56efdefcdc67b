package app.relaydesk.relay.service;

/**
 * What notification and screen tell of the link.
 *
 * @param gateway host and port; null when there is none
 * @param problem why the last dial, pairing or hello did not work out, as the link names it; null when it did
 */
public record LinkState(Kind kind, String gateway, String problem) {
  public enum Kind {
    /** The ledger can't be trusted, so nothing is sent. */
    NO_LEDGER,
    UNPAIRED,
    /** The desktop handed over a code that is being tried. */
    PAIRING,
    /** Paired; the gateway is being dialled. */
    SEARCHING,
    /** Welcomed, and the connection stands. */
    LINKED
  }
}
