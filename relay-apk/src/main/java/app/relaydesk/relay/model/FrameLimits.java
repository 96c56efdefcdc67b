package app.relaydesk.relay.model;

/** How long a frame may be and how much a page of it may hold, on both sides of the link. */
public final class FrameLimits {
  /** Of a line, with its LF. */
  public static final int MAX_FRAME_BYTES = 64 * 1024;
  /** A query names at most this many attempts, and a ledger page holds at most this many entries. */
  public static final int MAX_LEDGER_PAGE = 50;

  private FrameLimits() {}
}
