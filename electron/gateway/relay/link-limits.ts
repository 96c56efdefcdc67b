/** Bounds of the relay link; tests make them small. */
export interface LinkLimits {
  /** From the TCP connection to an accepted `hello`, TLS included. */
  readonly helloDeadlineMs: number;
  /** How long the answer to a wrong pairing code is held back; a connection has one try. */
  readonly wrongCodePauseMs: number;
  /** Sockets that have not proved who they are. */
  readonly unauthenticatedSockets: number;
  readonly unansweredSends: number;
  /** Heartbeats a phone may miss before it is cut. */
  readonly silentHeartbeats: number;
  /** How often deadlines are looked at. */
  readonly sweepMs: number;
  /** How long a phone may take to close after the gateway did. */
  readonly lingerMs: number;
  /** Bytes read and not yet stored, for each phone, before reading pauses. */
  readonly heldBytes: number;
  /** A jump of the gateway's clock that phones are told at once. */
  readonly clockStepMs: number;
}

export const LINK_LIMITS: LinkLimits = {
  helloDeadlineMs: 10_000,
  wrongCodePauseMs: 1_000,
  unauthenticatedSockets: 128,
  unansweredSends: 8,
  silentHeartbeats: 3.5,
  sweepMs: 1_000,
  lingerMs: 1_000,
  heldBytes: 256 * 1024,
  clockStepMs: 5_000,
};
