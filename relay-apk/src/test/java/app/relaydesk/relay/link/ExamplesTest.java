package app.relaydesk.relay.link;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.ResultCodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** The examples of tests/relay-link, which the gateway's own tests read too. */
public final class ExamplesTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("relay.examples"));

  @Test public void everyFrameOfTheGatewayIsTakenOrRefusedAsTheExamplesSay() throws Exception {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (String line : read("frames.jsonl").split("\n")) {
      Map<?, ?> example = (Map<?, ?>) Json.parse(line);
      if (!example.get("from").equals("gateway")) continue;
      count++;
      GatewayFrames.Parsed parsed = GatewayFrames.parse((String) example.get("line"));
      boolean isRight = verdict((String) example.get("verdict")) == parsed.verdict()
          && (parsed.verdict() == GatewayFrames.Verdict.FRAME) == (parsed.fields() != null);
      if (!isRight) wrong.add(example.get("name") + ": " + parsed.verdict());
    }
    assertEquals(List.of(), wrong);
    assertTrue("only " + count + " examples", count >= 50);
  }

  @Test public void aFrameIsHandedOnWithItsFields() {
    GatewayFrames.Parsed ping = GatewayFrames.parse("{\"t\":\"ping\",\"session\":7,\"time\":8,\"colour\":\"blue\"}");
    assertEquals("ping", ping.type());
    assertEquals(8L, ping.fields().get("time"));
  }

  @Test public void theClosedListOfRetriesIsTheOneOfTheExamples() throws Exception {
    List<?> results = (List<?>) Json.parse(read("results.json"));
    List<Object> wrong = new ArrayList<>();
    for (Object each : results) {
      Map<?, ?> result = (Map<?, ?>) each;
      if (ResultCodes.isRetry((Long) result.get("result")) != result.get("class").equals("retry")) wrong.add(result);
    }
    assertEquals(List.of(), wrong);
    assertTrue(results.size() > 50);
  }

  @Test public void aCodeThatNobodyNamedProvesNothing() {
    for (long code : new long[] {-1, 0, 3, 100, 117, 136, 9_999, Long.MAX_VALUE}) {
      assertEquals(Long.toString(code), false, ResultCodes.isRetry(code));
    }
  }

  private static GatewayFrames.Verdict verdict(String name) {
    switch (name) {
      case "frame":
        return GatewayFrames.Verdict.FRAME;
      case "unknown_type":
        return GatewayFrames.Verdict.UNKNOWN_TYPE;
      default:
        return GatewayFrames.Verdict.CUT;
    }
  }

  private static String read(String name) throws java.io.IOException {
    return new String(Files.readAllBytes(EXAMPLES.resolve(name)), StandardCharsets.UTF_8);
  }
}
