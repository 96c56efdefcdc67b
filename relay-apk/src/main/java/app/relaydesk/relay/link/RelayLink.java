package app.relaydesk.relay.link;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.LinkLedger;
import app.relaydesk.relay.model.Pairing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** One dial and the connection that comes of it: pair when asked, hello, then frames until it ends. */
public final class RelayLink {
  /** How it went: dial again by the backoff, dial again at once, or dial no more. */
  public enum End { REDIAL, REDIAL_NOW, STOP }

  private static final int CONNECT_MS = 10_000;
  private static final int WELCOME_MS = 15_000;
  private static final double SILENT_BEATS = 3.5;

  private final LinkHost host;
  private final LinkLedger ledger;
  private final PairRequest pairRequest;
  private final Socket plainSocket = new Socket();
  private volatile LinkWriter writer;
  /** The same connection above TLS, once it stands. */
  private volatile Socket secured = plainSocket;
  private boolean isPairing;
  private boolean isOver;
  private End end = End.REDIAL;
  private volatile long session = -1;
  private volatile String problem;

  /** {@code pairRequest} is null for a phone that is paired already. */
  public RelayLink(LinkHost host, PairRequest pairRequest) {
    this.host = host;
    this.ledger = host.ledger();
    this.pairRequest = pairRequest;
    this.isPairing = pairRequest != null;
  }

  public boolean isLinked() {
    return session >= 0;
  }

  /** Why it ended without a welcome; null when it had one. */
  public String problem() {
    return problem;
  }

  /** Dials and works until the connection is over. */
  public End run() {
    Pairing pairing = ledger.pairing();
    if (pairRequest == null && pairing == null) return End.STOP;
    String hostName = pairRequest == null ? pairing.host() : pairRequest.host();
    int port = pairRequest == null ? pairing.port() : pairRequest.port();
    String pin = pairRequest == null ? pairing.pin() : pairRequest.pin();
    try {
      plainSocket.setTcpNoDelay(true);
      plainSocket.setSoTimeout(WELCOME_MS);
      plainSocket.connect(new InetSocketAddress(hostName, port), CONNECT_MS);
      work(PinnedTls.wrap(plainSocket, hostName, port, pin));
    } catch (IOException | RuntimeException gone) {
      ended(gone);
    } finally {
      PinnedTls.close(secured, plainSocket);
      close();
    }
    return writer != null && writer.isSilent() ? End.REDIAL_NOW : end;
  }

  private void ended(Exception gone) {
    boolean isWrongKey = PinnedTls.isPinMismatch(gone);
    if (isWrongKey && isPairing) host.pairingEnded(pairRequest);
    String why = isWrongKey ? "pin_mismatch" : gone.getClass().getSimpleName();
    if (session < 0 && problem == null) problem = why;
    android.util.Log.i("RelayDesk", "link: ended, " + why);
  }

  /** Asks the gateway whether it is there. */
  public void poke() {
    LinkWriter current = writer;
    if (current != null) current.poke();
  }

  /** A heartbeat now. */
  public void beat() {
    LinkWriter current = writer;
    if (current != null) current.beat();
  }

  /** Ends it at once, from any thread. */
  public void close() {
    synchronized (this) {
      isOver = true;
    }
    session = -1;
    if (writer != null) writer.stop();
    try {
      plainSocket.close();
    } catch (IOException closed) {
      android.util.Log.d("RelayDesk", "link: closing failed, which loses nothing");
    }
  }

  private void work(SSLSocket socket) throws IOException {
    synchronized (this) {
      if (isOver) return;
      secured = socket;
      writer = new LinkWriter(socket.getOutputStream(), host, this::closeSocket, this::watchSilence);
    }
    waitFor(WELCOME_MS);
    ledger.onNews(writer::news);
    new Thread(writer, "relay-writer").start();
    if (isPairing) sendPair();
    else sendHello();
    LineReader lines = new LineReader(socket.getInputStream());
    String line = lines.next();
    while (line != null && read(line)) line = lines.next();
  }

  private void closeSocket() {
    try {
      plainSocket.close();
    } catch (IOException closed) {
      android.util.Log.d("RelayDesk", "link: closing failed, which loses nothing");
    }
  }

  /** Silence for 3.5 heartbeats cuts; the interval changes with the charger. */
  private void watchSilence() {
    try {
      waitFor((int) Math.min(Integer.MAX_VALUE, Math.max(5_000, SILENT_BEATS * writer.everyMs())));
    } catch (IOException closed) {
      android.util.Log.d("RelayDesk", "link: already closed");
    }
  }

  /** How long a read may take; set on both, as not every TLS socket heeds the time of the one under it. */
  private void waitFor(int silentMs) throws IOException {
    plainSocket.setSoTimeout(silentMs);
    secured.setSoTimeout(silentMs);
  }

  private void sendPair() {
    Map<String, Object> facts = host.helloFacts();
    writer.send(Json.object("t", "pair", "v", GatewayFrames.LINK_VERSION, "code", pairRequest.code(),
        "ledger_id", ledger.ledgerId(), "android", facts.get("android"), "model", facts.get("model")));
  }

  private void sendHello() {
    Pairing pairing = ledger.pairing();
    if (pairing == null) return;
    Map<String, Object> hello = Json.object("t", "hello", "v", GatewayFrames.LINK_VERSION,
        "device_id", pairing.deviceId(), "token", pairing.token(), "ledger_id", ledger.ledgerId(),
        "newest_attempt_id", ledger.newestId(pairing.gatewayId()), "acked_seq", pairing.ackedSeq());
    hello.putAll(host.helloFacts());
    writer.send(hello);
  }

  /** False when the connection must end. */
  private boolean read(String line) {
    writer.heard();
    GatewayFrames.Parsed parsed = GatewayFrames.parse(line);
    if (parsed.verdict() == GatewayFrames.Verdict.CUT) {
      if (session < 0) problem = "bad_frame";
      return false;
    }
    if (parsed.verdict() == GatewayFrames.Verdict.UNKNOWN_TYPE) {
      String type = parsed.type().length() > 64 ? parsed.type().substring(0, 64) : parsed.type();
      writer.send(Json.object("t", "error", session < 0 ? null : "session", session, "code", "unknown_frame",
          "message", "unknown frame type " + type));
      return true;
    }
    boolean[] goesOn = {true};
    host.awake(() -> goesOn[0] = take(parsed.type(), parsed.fields()));
    return goesOn[0];
  }

  private boolean take(String type, Map<?, ?> frame) {
    switch (type) {
      case "paired":
        if (isPairing) paired(frame);
        return true;
      case "refused":
        refused((String) frame.get("reason"));
        return false;
      case "welcome":
        return session >= 0 || welcome(frame);
      default:
        Pairing pairing = ledger.pairing();
        boolean isOurs = pairing != null && session >= 0 && Long.valueOf(session).equals(frame.get("session"));
        return !isOurs || serve(type, frame, pairing.gatewayId());
    }
  }

  private void paired(Map<?, ?> frame) {
    isPairing = false;
    ledger.pair(new Pairing((String) frame.get("gateway_id"), (String) frame.get("device_id"),
        (String) frame.get("token"), pairRequest.pin(), pairRequest.host(), pairRequest.port(), 0));
    host.pairingEnded(pairRequest);
    sendHello();
  }

  private void refused(String reason) {
    problem = reason;
    if (isPairing) host.pairingEnded(pairRequest);
    else if (reason.equals("bad_token") || reason.equals("removed")) ledger.unpair(false); // rule 10
    end = ledger.pairing() == null ? End.STOP : End.REDIAL;
  }

  private boolean welcome(Map<?, ?> frame) {
    Pairing pairing = ledger.pairing();
    long version = (Long) frame.get("v");
    if (pairing == null || version < GatewayFrames.MINIMUM_LINK_VERSION || version > GatewayFrames.LINK_VERSION) {
      problem = "version";
      return false;
    }
    session = (Long) frame.get("session");
    ledger.welcome(frame);
    host.welcomed();
    watchSilence(); // here as well: the next read would still wait as long as for a welcome
    writer.open(session, pairing.gatewayId(), Math.max(pairing.ackedSeq(), (Long) frame.get("last_seq")));
    return true;
  }

  private boolean serve(String type, Map<?, ?> frame, String gatewayId) {
    switch (type) {
      case "send":
        ledger.send(gatewayId, frame, writer::send);
        return true;
      case "cancel":
        ledger.cancel(gatewayId, frame, writer::send);
        return true;
      case "query":
        ledger.query(gatewayId, frame, writer::send);
        return true;
      case "ack":
        ledger.ack((String) frame.get("ledger_id"), (Long) frame.get("seq"));
        return true;
      case "ping":
        writer.send(Json.object("t", "pong", "session", session));
        return true;
      case "pong":
        ledger.pong((Long) frame.get("time"));
        return true;
      case "config":
        ledger.configure(LinkConfig.of((Map<?, ?>) frame.get("config")));
        return true;
      case "unpair":
        unpair((Boolean) frame.get("wipe_ledger"));
        return true;
      default:
        return true; // an error is never answered
    }
  }

  /** The last reports still go out; then the phone belongs to nobody. */
  private void unpair(boolean isWipe) {
    ledger.unpair(isWipe);
    end = End.STOP;
    writer.finish();
  }
}
