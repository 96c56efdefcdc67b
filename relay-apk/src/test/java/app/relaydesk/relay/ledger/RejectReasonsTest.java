package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The reasons that this app rejects with are those that the gateway knows. */
public final class RejectReasonsTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("relay.examples"));
  /** A literal that is handed on as the reason of a reject. */
  private static final Pattern REASON = Pattern.compile(
      "(?:reject\\w*\\([^;\\n\"]*|new Verdict\\(|REJECTED, |\"rejected\", \"reason\", )\"([a-z_]+)\"");

  @Test public void everyReasonThatTheAppSaysIsInTheListOfBothSides() throws Exception {
    Set<String> said = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).collect(Collectors.toList())) {
        Matcher found = REASON.matcher(read(file));
        while (found.find()) said.add(found.group(1));
      }
    }
    assertTrue("only " + said, said.containsAll(List.of("paced", "ledger_full", "sim_changed", "revoked", "unpaired")));
    Set<String> known = new TreeSet<>();
    for (Object each : (List<?>) Json.parse(read(EXAMPLES.resolve("reject-reasons.json")))) {
      known.add((String) ((Map<?, ?>) each).get("reason"));
    }
    said.removeAll(known);
    assertEquals(Set.of(), said);
  }

  private static String read(Path file) throws java.io.IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
