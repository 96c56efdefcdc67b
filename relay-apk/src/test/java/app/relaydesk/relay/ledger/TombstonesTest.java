package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.support.LedgerWorld.Killed;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 7: to answer `query` and `cancel` is to promise. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class TombstonesTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule7_whatWasSaidNeverToBeSeenIsNeverSubmitted() throws Exception {
    world.query("att_1");
    assertEquals(List.of("never_seen"), world.answered());
    world.kill();
    world.send("att_1");
    assertEquals("revoked", world.lastReport().get("reason"));
    assertEquals(List.of("rejected"), world.reports("att_1"));
    world.reboot();
    world.welcome(START + 1);
    world.send("att_1");
    assertTrue(world.radio.submitted.isEmpty());
    world.query("att_1");
    assertEquals(List.of("never_seen"), world.answered());
  }

  @Test public void rule7_theTombstoneIsInTheFileBeforeTheAnswer() throws Exception {
    assertThrows(Killed.class, () -> world.core.query(LedgerWorld.GATEWAY,
        Json.object("session", 7L, "query_id", "q", "attempt_ids", List.of("att_1")), answer -> {
          throw new Killed();
        }));
    assertThrows(Killed.class, () -> world.core.cancel(LedgerWorld.GATEWAY,
        Json.object("session", 7L, "attempt_id", "att_2"), answer -> {
          throw new Killed();
        }));
    world.kill();
    assertEquals("never_seen", world.state("att_1"));
    assertEquals("rejected: cancelled", world.state("att_2"));
  }

  @Test public void rule7_aCancelOfAnUnknownIdIsRejectedForGood() {
    world.cancel("att_1");
    assertEquals(List.of("rejected"), world.answered());
    world.send("att_1");
    assertEquals("revoked", world.lastReport().get("reason"));
    world.query("att_1");
    assertEquals("rejected: cancelled", world.state("att_1"));
    assertTrue(world.radio.submitted.isEmpty());
  }

  @Test public void rule7_aCancelAfterAQueryStaysNeverSeen() {
    world.query("att_1");
    world.cancel("att_1");
    assertEquals(List.of("never_seen"), world.answered());
  }

  @Test public void rule7_anotherAttemptOfTheRequestMayFollowATombstone() {
    world.query("att_1");
    world.send("att_2");
    assertEquals("submitting", world.state("att_2"));
  }

  @Test public void rule7_anAnswerComesInTheOrderAskedAndInOneFrame() {
    world.send("att_3");
    world.query("att_9", "att_3", "att_1");
    assertEquals(List.of("never_seen", "submitting", "never_seen"), world.answered());
    assertEquals("q", world.answers.get(0).get("query_id"));
    assertEquals(false, world.answers.get(0).get("more"));
    assertEquals(1, world.answers.size());
  }

  @Test public void rule7_whatTheGatewaySharesByIdIsTheGatewaysOwn() {
    world.send("att_1");
    world.core.query("wsp_2", Json.object("session", 7L, "query_id", "q", "attempt_ids", List.of("att_1")),
        world.answers::add);
    assertEquals(List.of("never_seen"), world.answered());
    assertEquals("submitting", world.state("att_1"));
  }

  @Test public void rule7_aQueryOfFiftyIsOneFrame() {
    String[] ids = new String[50];
    for (int i = 0; i < ids.length; i++) ids[i] = "att_" + (100 + i);
    world.query(ids);
    assertEquals(50, world.answered().size());
    assertEquals(1, world.answers.size());
    assertEquals(50, world.core.store.attempts.count());
  }

  @Test public void aListComesInPagesOfFiftyWithMoreOnAllButTheLast() {
    for (int i = 0; i < 101; i++) world.send("att_" + (100 + i));
    world.answers.clear();
    list(START);
    assertEquals(List.of(true, true, false), more());
    assertEquals(List.of(50, 50, 1), sizes());
  }

  @Test public void aListHoldsWhatChangedAtOrAfterTheTimeAndNothingElse() {
    world.send("att_1");
    world.query("att_2");
    world.pass(1_000);
    world.send("att_3");
    world.core.hearResult("att_1", 1, -1, null);
    list(START + 1_000);
    assertEquals(List.of("sent", "submitting"), world.answered());
    list(START);
    assertEquals(List.of("sent", "never_seen", "submitting"), world.answered());
    list(START + 1_001);
    assertEquals(List.of(), world.answered());
  }

  @Test public void aListGivesThePageThatWasAskedForAndSaysWhereTheNextBegins() {
    for (int i = 0; i < 3; i++) world.send("att_" + i);
    world.pass(1_000);
    world.core.hearResult("att_0", 1, -1, null);
    listPage(START, null);
    assertEquals(List.of("submitting", "submitting"), world.answered());
    assertEquals(Json.object("since", START, "after", "att_2"), world.answers.get(0).get("next"));
    listPage(START, "att_2");
    assertEquals(List.of("sent"), world.answered());
    assertEquals(List.of(false), more());
    assertEquals(null, world.answers.get(0).get("next"));
  }

  private void listPage(long since, String after) {
    Map<String, Object> query = Json.object("session", 7L, "query_id", "q", "since", since, "limit", 2L);
    if (after != null) query.put("after", after);
    world.answers.clear();
    world.core.query(LedgerWorld.GATEWAY, query, world.answers::add);
  }

  private void list(long since) {
    world.core.query(LedgerWorld.GATEWAY, Json.object("session", 7L, "query_id", "q", "since", since),
        world.answers::add);
  }

  private List<Object> more() {
    List<Object> more = new ArrayList<>();
    for (Map<String, Object> each : world.answers) more.add(each.get("more"));
    return more;
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (Map<String, Object> each : world.answers) sizes.add(((List<?>) each.get("entries")).size());
    return sizes;
  }
}
