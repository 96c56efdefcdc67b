package app.relaydesk.relay.service;

/** Calls every two seconds on its own thread while the processor is awake; alarms do it when it sleeps. */
final class Ticker {
  private static final long EVERY_MS = 2_000;

  private final Runnable tick;
  private Thread thread;

  Ticker(Runnable tick) {
    this.tick = tick;
  }

  /** Safe twice. */
  synchronized void start() {
    if (thread != null) return;
    thread = new Thread(this::run, "relay-ticker");
    thread.start();
  }

  /** Ends after the call under way. Safe twice and before the start. */
  synchronized void stop() {
    thread = null;
    notifyAll();
  }

  private void run() {
    try {
      while (waitForTurn()) tick.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean waitForTurn() throws InterruptedException {
    if (thread == Thread.currentThread()) wait(EVERY_MS);
    return thread == Thread.currentThread();
  }
}
