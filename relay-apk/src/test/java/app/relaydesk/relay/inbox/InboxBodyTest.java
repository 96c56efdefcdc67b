package app.relaydesk.relay.inbox;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.ReceivedText;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public final class InboxBodyTest {
  @Test public void anOrdinaryBodyStaysAsItIs() {
    assertEquals("नमस्ते\nhello", InboxDesk.cutBody("नमस्ते\nhello"));
  }

  @Test public void aBodyOfLineBreaksIsCutUntilItsFrameMayBeSent() {
    String body = InboxDesk.cutBody("\n".repeat(39_015));
    assertTrue(Json.write(body).getBytes(StandardCharsets.UTF_8).length <= 60_000);
    assertTrue(body.length() > 8_000);
  }

  @Test public void aFormFeedIsALineBreakAsInTheSmsAppsOwnFolder() {
    ReceivedText heard = ReceivedText.of(1, "+9779800000001", "a\fb", 1_000, 2);
    ReceivedText stored = ReceivedText.of(1, "+9779800000001", "a\nb", 1_999, 1);
    assertEquals(stored.inboundId(), heard.inboundId());
  }
}
