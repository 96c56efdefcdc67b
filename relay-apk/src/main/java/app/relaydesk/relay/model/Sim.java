package app.relaydesk.relay.model;

import app.relaydesk.relay.json.Json;
import java.util.List;
import java.util.Map;

/** A SIM in the phone. {@code id} is Android's subscription id; what is not readable is null. */
public record Sim(int id, int slot, String carrier, String mccMnc, String number) {

  /** The `sims` entry of `hello`. */
  public Map<String, Object> toJson() {
    return Json.object("id", id, "slot", slot, "carrier", carrier, "mcc_mnc", mccMnc, "number", number);
  }

  /** Rule 6: the SIM named, with its network where both sides know it; never another. */
  public static boolean isThere(List<Sim> sims, int id, String mccMnc) {
    for (Sim sim : sims) {
      if (sim.id == id) return mccMnc == null || sim.mccMnc == null || sim.mccMnc.equals(mccMnc);
    }
    return false;
  }
}
