package app.relaydesk.relay.link;

import java.util.function.Supplier;

/** Keeps one connection up, on one thread: dials by the backoff, from its start only after a welcome, at once when poked. */
public final class Dialler {
  private final Supplier<RelayLink.End> dial;
  private Thread thread;
  private boolean isPoked;
  private boolean isStopped;
  private int failures;

  /** {@code dial} returns when its connection is over. */
  public Dialler(Supplier<RelayLink.End> dial) {
    this.dial = dial;
  }

  /** Dials now, or right after the dial under way. */
  public synchronized void poke() {
    if (isStopped) return;
    isPoked = true;
    notifyAll();
    if (thread == null) {
      thread = new Thread(this::run, "relay-dialler");
      thread.start();
    }
  }

  /** The gateway took us in. */
  public synchronized void welcomed() {
    failures = 0;
    isPoked = false;
  }

  /** Ends after the dial under way, which the caller closes. */
  public synchronized void stop() {
    isStopped = true;
    notifyAll();
  }

  private void run() {
    try {
      while (waitForTurn()) {
        RelayLink.End end = dial.get();
        synchronized (this) {
          failures++;
          if (end == RelayLink.End.REDIAL_NOW) isPoked = true;
          if (end == RelayLink.End.STOP) failures = 0;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a dial is due; false when there will be none. */
  private synchronized boolean waitForTurn() throws InterruptedException {
    long dueAt = System.nanoTime() + 1_000_000 * (failures == 0 ? 0 : Backoff.delayMs(failures, Math.random()));
    while (!isStopped && !isPoked) {
      if (failures == 0) {
        wait();
        continue;
      }
      long leftMs = (dueAt - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) break;
      wait(leftMs);
    }
    isPoked = false;
    return !isStopped;
  }
}
