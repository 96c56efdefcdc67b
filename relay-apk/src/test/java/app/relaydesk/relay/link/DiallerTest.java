package app.relaydesk.relay.link;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

public final class DiallerTest {
  private static final long SHORTER_THAN_A_BACKOFF_MS = 500;
  /** When each dial began, in milliseconds. */
  private final BlockingQueue<Long> dials = new LinkedBlockingQueue<>();
  /** How each dial ends; a dial waits for its word. */
  private final BlockingQueue<RelayLink.End> ends = new LinkedBlockingQueue<>();
  private final Dialler dialler = new Dialler(this::dial);

  private RelayLink.End dial() {
    dials.add(System.nanoTime() / 1_000_000);
    try {
      return ends.poll(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      return RelayLink.End.STOP;
    }
  }

  @After public void stop() {
    dialler.stop();
    ends.add(RelayLink.End.STOP);
  }

  @Test public void dialsNothingUntilItIsPoked() throws Exception {
    assertNull(dials.poll(50, TimeUnit.MILLISECONDS));
    dialler.poke();
    next();
  }

  @Test public void afterAFailureItWaitsAboutASecond() throws Exception {
    dialler.poke();
    long first = next();
    ends.add(RelayLink.End.REDIAL);
    long wait = next() - first;
    assertTrue(wait + " ms", wait >= 790 && wait < 5_000);
  }

  @Test public void aPokeCutsTheWaitShort() throws Exception {
    dialler.poke();
    next();
    ends.add(RelayLink.End.REDIAL);
    assertNull(dials.poll(50, TimeUnit.MILLISECONDS));
    long poked = System.nanoTime() / 1_000_000;
    dialler.poke();
    assertTrue(next() - poked < SHORTER_THAN_A_BACKOFF_MS);
  }

  @Test public void aPokeDuringADialIsFollowedByAnother() throws Exception {
    dialler.poke();
    next();
    dialler.poke();
    ends.add(RelayLink.End.REDIAL);
    assertTrue(within(SHORTER_THAN_A_BACKOFF_MS));
  }

  @Test public void aPokeBeforeAWelcomeIsAnsweredByTheWelcome() throws Exception {
    dialler.poke();
    next();
    dialler.poke();
    dialler.welcomed();
    ends.add(RelayLink.End.REDIAL);
    assertEquals(false, within(SHORTER_THAN_A_BACKOFF_MS));
  }

  @Test public void aLinkThatWentSilentIsDialledAtOnce() throws Exception {
    dialler.poke();
    next();
    ends.add(RelayLink.End.REDIAL_NOW);
    assertTrue(within(SHORTER_THAN_A_BACKOFF_MS));
  }

  @Test public void afterAStopItDialsOnlyWhenPoked() throws Exception {
    dialler.poke();
    next();
    ends.add(RelayLink.End.STOP);
    assertEquals(false, within(1_500));
    dialler.poke();
    next();
  }

  @Test public void onceStoppedItNeverDialsAgain() throws Exception {
    dialler.stop();
    dialler.poke();
    assertEquals(false, within(100));
    dialler.stop();
  }

  private long next() throws InterruptedException {
    Long at = dials.poll(10, TimeUnit.SECONDS);
    if (at == null) throw new AssertionError("no dial");
    return at;
  }

  private boolean within(long ms) throws InterruptedException {
    return dials.poll(ms, TimeUnit.MILLISECONDS) != null;
  }
}
