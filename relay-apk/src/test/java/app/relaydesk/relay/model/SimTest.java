package app.relaydesk.relay.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import java.util.List;
import org.junit.Test;

public final class SimTest {
  private static final List<Sim> SIMS =
      List.of(new Sim(4, 1, "Ncell", "42902", null), new Sim(5, 2, null, null, null));

  @Test public void theSimNamedIsThereWithItsNetwork() {
    assertTrue(Sim.isThere(SIMS, 4, "42902"));
    assertTrue("the gateway does not know its network", Sim.isThere(SIMS, 4, null));
    assertTrue("the phone does not know its network", Sim.isThere(SIMS, 5, "42901"));
  }

  @Test public void anotherSimIsNeverTakenForIt() {
    assertFalse("another card in its place", Sim.isThere(SIMS, 4, "42901"));
    assertFalse("the same network in another slot", Sim.isThere(SIMS, 6, "42902"));
    assertFalse(Sim.isThere(List.of(), 4, null));
  }

  @Test public void tellsHelloWhatItKnows() {
    assertEquals("{\"id\":5,\"slot\":2,\"carrier\":null,\"mcc_mnc\":null,\"number\":null}",
        Json.write(SIMS.get(1).toJson()));
  }
}
