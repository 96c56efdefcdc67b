package app.relaydesk.relay.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import app.relaydesk.relay.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class LinkConfigTest {
  private static Map<String, Object> config(Object partsPerMinute) {
    return Json.object("heartbeat_charging_seconds", 10L, "heartbeat_battery_seconds", 60L,
        "parts_per_minute", partsPerMinute,
        "inbox", Json.object("sims", List.of(1L, 4_000_000_000L), "stop_words", List.of("STOP", "रोक")));
  }

  @Test public void isTheSameAfterTheLedgerKeptIt() {
    LinkConfig config = LinkConfig.of(config(25L));
    assertEquals(config, LinkConfig.ofJson(config.json()));
    assertEquals(Integer.valueOf(25), config.partsPerMinute());
    assertEquals(List.of(1L, 4_000_000_000L), config.inboxSims());
    assertEquals(List.of("STOP", "रोक"), config.stopWords());
  }

  @Test public void withoutANumberOfPartsNothingIsPaced() {
    LinkConfig config = LinkConfig.ofJson(Json.write(config(null)));
    assertNull(config.partsPerMinute());
  }

  @Test public void whatAnotherVersionKeptIsNone() {
    for (String kept : new String[] {null, "", "[]", "{}", "{\"inbox\":{}}", Json.write(config(0L))}) {
      assertNull(kept, LinkConfig.ofJson(kept));
    }
  }
}
