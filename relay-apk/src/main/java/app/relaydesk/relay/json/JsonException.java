package app.relaydesk.relay.json;

/** A text is not the JSON that it should be. */
public final class JsonException extends Exception {
  public JsonException(String message) {
    super(message);
  }
}
