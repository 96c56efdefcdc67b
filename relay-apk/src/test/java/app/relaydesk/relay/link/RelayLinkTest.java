package app.relaydesk.relay.link;

import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import app.relaydesk.relay.model.LinkLedger;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.TlsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.ConscryptMode;

/** One connection over real TLS, to a gateway that says what a test tells it to. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
@ConscryptMode(ConscryptMode.Mode.ON) // the TLS that Android has, unlike PinnedTlsTest
public final class RelayLinkTest implements LinkHost {
  private static final String[] NEW = {"TLSv1.2", "TLSv1.3"};
  @Rule public final LedgerWorld world = new LedgerWorld();
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<PairRequest> ended = new ArrayList<>();
  private final List<Map<?, ?>> heard = new CopyOnWriteArrayList<>();
  private int welcomes;
  private String problem;

  @Test public void aHelloIsWelcomedAndTheHeartbeatComesFirst() throws Exception {
    world.send("att_1");
    RelayLink.End end = run(true, gateway -> {
      gateway.read();
      gateway.write(welcome(1, 9));
      for (int i = 0; i < 4; i++) gateway.read();
    });
    assertEquals(RelayLink.End.REDIAL, end);
    assertEquals(List.of("hello", "heartbeat", "ping", "report", "report"), types());
    assertEquals("token-of-" + GATEWAY, heard.get(0).get("token"));
    assertEquals("att_1", heard.get(0).get("newest_attempt_id"));
    for (Map<?, ?> each : heard.subList(1, heard.size())) assertEquals(9L, each.get("session"));
    assertEquals(1, welcomes);
  }

  @Test public void framesOfAnotherSessionAreDropped() throws Exception {
    run(true, gateway -> {
      gateway.read();
      gateway.write(welcome(1, 9));
      Map<String, Object> send = LedgerWorld.frame("att_1");
      send.put("t", "send");
      send.put("session", 8L);
      gateway.write(send);
      send.put("attempt_id", "att_2");
      send.put("session", 9L);
      gateway.write(send);
      while (!"accepted".equals(gateway.read().get("state"))) { }
    });
    assertEquals("none", world.state("att_1"));
    assertEquals("submitting", world.state("att_2"));
  }

  @Test public void anUnknownTypeIsAnsweredAndSkippedAndAnErrorIsNot() throws Exception {
    run(true, gateway -> {
      gateway.read();
      gateway.write(welcome(1, 9));
      gateway.write(Json.object("t", "error", "session", 9L, "code", "x"));
      gateway.write(Json.object("t", "dance", "session", 9L));
      while (!"error".equals(gateway.read().get("t"))) { }
    });
    assertEquals("unknown_frame", heard.get(heard.size() - 1).get("code"));
    assertEquals(1, types().stream().filter("error"::equals).count());
  }

  @Test public void aLineThatIsNoFrameEndsIt() throws Exception {
    run(true, gateway -> {
      gateway.read();
      gateway.write(welcome(1, 9));
      gateway.writeLine("hello?");
      while (gateway.read() != null) { }
    });
    assertNotEquals(null, world.core.pairing());
  }

  @Test public void rule10_aRefusedTokenUnpairsAndDialsNoMore() throws Exception {
    for (String reason : List.of("bad_token", "removed")) {
      heard.clear();
      assertEquals(RelayLink.End.STOP, run(true, refuse(reason)));
      assertNull(reason, world.core.pairing());
    }
  }

  @Test public void anotherRefusalUnpairsNothing() throws Exception {
    assertEquals(RelayLink.End.REDIAL, run(true, refuse("version")));
    assertNotEquals(null, world.core.pairing());
  }

  @Test public void aWelcomeOfAVersionThatWasNeverOfferedIsNone() throws Exception {
    run(true, gateway -> {
      gateway.read();
      gateway.write(welcome(2, 9));
      while (gateway.read() != null) { }
    });
    assertEquals(List.of("hello"), types());
    assertEquals(0, welcomes);
  }

  @Test public void aWrongKeyHearsNothing() throws Exception {
    assertEquals(RelayLink.End.REDIAL, run(false, Gateway::read));
    assertEquals(List.of(), types());
    assertNotEquals(null, world.core.pairing());
    assertEquals("pin_mismatch", problem);
  }

  @Test public void aPairIsFollowedByHelloOnTheSameConnection() throws Exception {
    world.core.unpair(false);
    try (TlsServer server = serve(gateway -> {
      gateway.read();
      gateway.write(Json.object("t", "paired", "device_id", "dev_2", "token", "new token", "gateway_id", "wsp_2"));
      gateway.read();
    })) {
      PairRequest request = new PairRequest("code-1", server.pin, "127.0.0.1", server.port, false, 0);
      new RelayLink(this, request).run();
      assertEquals(List.of(request), ended);
      assertEquals(new Pairing("wsp_2", "dev_2", "new token", server.pin, "127.0.0.1", server.port, 0),
          world.core.pairing());
    }
    assertEquals(List.of("pair", "hello"), types());
    assertEquals("code-1", heard.get(0).get("code"));
    assertEquals("new token", heard.get(1).get("token"));
  }

  @Test public void aWrongCodeIsNotTriedAgainAndUnpairsNobody() throws Exception {
    try (TlsServer server = serve(refuse("bad_code"))) {
      RelayLink link = new RelayLink(this, new PairRequest("code-1", server.pin, "127.0.0.1", server.port, true, 0));
      assertEquals(RelayLink.End.REDIAL, link.run());
      assertEquals("bad_code", link.problem());
    }
    assertEquals(1, ended.size());
    assertEquals(GATEWAY, world.core.pairing().gatewayId());
  }

  @Test public void anUnpairEndsItForGood() throws Exception {
    RelayLink.End end = run(true, gateway -> {
      gateway.read();
      gateway.write(welcome(1, 9));
      gateway.write(Json.object("t", "unpair", "session", 9L, "wipe_ledger", false));
      while (gateway.read() != null) { }
    });
    assertEquals(RelayLink.End.STOP, end);
    assertNull(world.core.pairing());
  }

  /** What the gateway does with the connection. */
  private interface Play {
    void play(Gateway gateway) throws IOException;
  }

  /** The gateway's end of the wire; what it reads is kept. */
  private final class Gateway {
    private final SSLSocket socket;
    private final LineReader lines;

    Gateway(SSLSocket socket) throws IOException {
      this.socket = socket;
      this.lines = new LineReader(socket.getInputStream());
    }

    /** Null when the relay is gone. */
    Map<?, ?> read() throws IOException {
      String line = lines.next();
      if (line == null) return null;
      try {
        Map<?, ?> frame = (Map<?, ?>) Json.parse(line);
        heard.add(frame);
        return frame;
      } catch (JsonException broken) {
        throw new IOException(broken);
      }
    }

    void write(Map<String, Object> frame) throws IOException {
      writeLine(Json.write(frame));
    }

    void writeLine(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Play refuse(String reason) {
    return gateway -> {
      gateway.read();
      gateway.write(Json.object("t", "refused", "reason", reason, "message", "No."));
    };
  }

  private static Map<String, Object> welcome(long version, long session) {
    return Json.object("t", "welcome", "v", version, "session", session, "time", START, "last_seq", 0L, "config",
        Json.object("heartbeat_charging_seconds", 10L, "heartbeat_battery_seconds", 60L, "parts_per_minute", null,
            "inbox", Json.object("sims", List.of(), "stop_words", List.of())));
  }

  private TlsServer serve(Play play) throws Exception {
    return new TlsServer(folder.getRoot(), NEW, socket -> play.play(new Gateway(socket)));
  }

  private RelayLink.End run(boolean isRightKey, Play play) throws Exception {
    try (TlsServer server = serve(play)) {
      world.core.pair(new Pairing(GATEWAY, "dev_1", "token-of-" + GATEWAY, isRightKey ? server.pin : "ab".repeat(32),
          "127.0.0.1", server.port, 0));
      RelayLink link = new RelayLink(this, null);
      RelayLink.End end = link.run();
      problem = link.problem();
      return end;
    }
  }

  private List<Object> types() {
    List<Object> types = new ArrayList<>();
    for (Map<?, ?> each : heard) types.add(each.get("t"));
    return types;
  }

  // -- the app around the connection

  @Override public LinkLedger ledger() {
    return world.core;
  }

  @Override public Map<String, Object> helloFacts() {
    return Json.object("app_version", "1", "android", 34, "model", "Test", "boot_id", "b", "sims", List.of());
  }

  @Override public Map<String, Object> heartbeatFacts() {
    return Json.object("battery_percent", 80);
  }

  @Override public boolean isCharging() {
    return true;
  }

  @Override public void welcomed() {
    welcomes++;
  }

  @Override public void pairingEnded(PairRequest request) {
    ended.add(request);
  }

  @Override public void awake(Runnable work) {
    work.run();
  }
}
