package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.MINUTE;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.support.LedgerWorld.Killed;
import app.relaydesk.relay.support.LedgerWorld;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 11: a sensitive text is gone when no attempt can follow, from the table and from the bytes of the files. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class ErasureTest {
  private static final String CODE = "Your code is 471108";
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule11_theTextIsHeldWhileTheSentFolderMayHaveToBeSearchedForIt() {
    send("att_1");
    assertEquals(CODE, world.row("att_1").text);
  }

  @Test public void rule11_whatEndsAnAttemptErasesItsText() throws Exception {
    send("att_sent");
    world.core.hearResult("att_sent", 1, -1, null);
    send("att_failed");
    world.core.hearResult("att_failed", 1, 4, null);
    world.radio.during = () -> {
      throw new SecurityException("no");
    };
    send("att_refused_by_android");
    world.radio.during = () -> { };
    world.phone.maySend = false;
    send("att_rejected");
    world.phone.maySend = true;
    send("att_expired", "not_after", LedgerWorld.START - 1);
    send("att_unknown");
    world.pass(15 * MINUTE);
    world.core.tick();
    for (String id : List.of("att_sent", "att_failed", "att_refused_by_android", "att_rejected", "att_expired",
        "att_unknown")) {
      assertEquals(id, "", world.row(id).text);
    }
  }

  @Test public void rule11_unpairErasesWhatWasOnlyAccepted() throws Exception {
    world.core.outbox.onNews(() -> {
      throw new Killed();
    });
    assertThrows(Killed.class, () -> send("att_1"));
    world.core.outbox.onNews(() -> { });
    world.core.unpair(false);
    assertEquals("rejected: unpaired", world.state("att_1"));
    assertEquals("", world.row("att_1").text);
  }

  @Test public void rule11_anErasedTextIsStillKnownByItsHash() {
    send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    send("att_1");
    assertEquals(List.of("sent"), world.answered());
    send("att_1", "text", "Your code is 471109");
    assertEquals("attempt_mismatch", world.answers.get(1).get("code"));
  }

  @Test public void rule11_otherTextsStay() {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    assertEquals(LedgerWorld.TEXT, world.row("att_1").text);
  }

  @Test public void rule11_noFileHoldsAnErasedText() throws Exception {
    for (int i = 10; i < 40; i++) {
      send("att_" + i, "request_id", "r" + i);
      world.send("att_" + (i + 100), "request_id", "r" + (i + 100));
    }
    assertTrue("it is written as it is", isOnDisk());
    for (int i = 10; i < 40; i++) world.core.hearResult("att_" + i, 1, -1, null);
    world.core.tick();
    assertEquals(false, isOnDisk());
    assertEquals(LedgerWorld.TEXT, world.row("att_110").text);
  }

  private void send(String id, Object... changes) {
    java.util.Map<String, Object> frame = LedgerWorld.frame(id);
    frame.put("sensitive", true);
    frame.put("text", CODE);
    frame.putAll(app.relaydesk.relay.json.Json.object(changes));
    world.send(frame);
  }

  private boolean isOnDisk() throws IOException {
    List<String> found = new ArrayList<>();
    for (File each : world.file.getParentFile().listFiles()) {
      if (!each.isFile()) continue;
      String bytes = new String(Files.readAllBytes(each.toPath()), StandardCharsets.ISO_8859_1);
      if (bytes.contains(CODE)) found.add(each.getName());
    }
    return !found.isEmpty();
  }
}
