package app.relaydesk.relay.model;

/** The one gateway that this phone belongs to (rule 10). {@code ackedSeq}: highest seq that it has stored. */
public record Pairing(
    String gatewayId, String deviceId, String token, String pin, String host, int port, long ackedSeq) {}
