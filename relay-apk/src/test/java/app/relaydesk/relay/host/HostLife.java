package app.relaydesk.relay.host;

import app.relaydesk.relay.json.Json;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/**
 * One life of the app's process, from its start to an order to end or to the kill of this JVM. The thread of the test
 * is the app's main thread: it runs the looper, the clock and the alarms, and does what the phone orders in between.
 */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, instrumentedPackages = "app.relaydesk.relay.device", shadows = {
    Steps.Reading.class, Steps.Submitting.class, Steps.Hearing.class, Steps.Room.class,
    ServiceRules.class, SystemTime.class, OwnSmsManager.class})
public final class HostLife {
  private static final long BEAT_MS = 4;

  @Test public void live() throws Exception {
    Wire wire = Wire.open();
    wire.tell(Json.object("event", "waiting"));
    Map<?, ?> begin = null;
    while (begin == null) begin = wire.order(60_000);
    Stage stage = new Stage(wire, begin);
    wire.answer(begin, Json.object("ok", true));
    while (true) {
      Map<?, ?> order = wire.order(BEAT_MS);
      stage.pump();
      if (order == null) continue;
      if ("end".equals(order.get("do"))) {
        stage.end();
        wire.answer(order, Json.object("ok", true));
        return;
      }
      wire.answer(order, obey(stage, order));
      stage.pump();
    }
  }

  private static Map<String, Object> obey(Stage stage, Map<?, ?> order) {
    try {
      return stage.obey(order);
    } catch (Exception problem) {
      problem.printStackTrace();
      return Json.object("ok", false, "problem", problem.toString());
    }
  }
}
