/** Where a SIM stands, and of which network it is. */
interface SimPlace {
  readonly slot: number;
  readonly carrier: string | null;
  readonly mcc_mnc: string | null;
}

/**
 * The SIM that stands where another one stood: in the same slot, of the same carrier. A phone whose ledger was cleared
 * tells of its old SIM as of a new one. Null where no SIM does, or nothing says of which carrier they are. Pure.
 */
export function successorOf<S extends SimPlace>(gone: SimPlace, present: readonly S[]): S | null {
  return present.find((sim) => sim.slot === gone.slot && isOfOneCarrier(gone, sim)) ?? null;
}

/** The SIM that stood where this one stands, of those that are gone, the newest first. */
export function predecessorOf<S extends SimPlace>(sim: SimPlace, gone: readonly S[]): S | null {
  return gone.find((one) => one.slot === sim.slot && isOfOneCarrier(one, sim)) ?? null;
}

/** By the network's code where both have one: a carrier's name is written as the phone likes. */
function isOfOneCarrier(one: SimPlace, other: SimPlace): boolean {
  if (one.mcc_mnc !== null && other.mcc_mnc !== null) return one.mcc_mnc === other.mcc_mnc;
  return one.carrier !== null && one.carrier === other.carrier;
}
