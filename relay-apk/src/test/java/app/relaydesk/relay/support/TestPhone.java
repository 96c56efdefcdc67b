package app.relaydesk.relay.support;

import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.PhoneClock;
import app.relaydesk.relay.model.Sim;
import java.util.ArrayList;
import java.util.List;

/** A phone whose every fact a test may set. */
public final class TestPhone implements Phone, PhoneClock {
  public String androidId = "phone-1";
  public String bootId = "boot-1";
  public long elapsed = 500_000;
  public long wall = 1_795_000_000_000L;
  public boolean maySend = true;
  public final List<Sim> sims = new ArrayList<>(List.of(new Sim(1, 1, "Ncell", "42902", null)));

  @Override public PhoneClock clock() {
    return this;
  }

  @Override public List<Sim> sims() {
    return sims;
  }

  @Override public boolean maySend() {
    return maySend;
  }

  @Override public String androidId() {
    return androidId;
  }

  @Override public long elapsed() {
    return elapsed;
  }

  @Override public long wall() {
    return wall;
  }

  @Override public String bootId() {
    return bootId;
  }
}
