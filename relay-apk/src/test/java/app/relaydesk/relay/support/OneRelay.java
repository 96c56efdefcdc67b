package app.relaydesk.relay.support;

import app.relaydesk.relay.service.Relay;
import java.util.Set;
import org.junit.rules.ExternalResource;
import org.robolectric.util.ReflectionHelpers;

/** Gives each test a process of its own, as far as the app can tell. */
public final class OneRelay extends ExternalResource {
  /** Threads that ask for the relay by themselves, and would make a new one with the context of a test that is over. */
  private static final Set<String> ASKING = Set.of("relay-service", "relay-screen", "relay-pair-screen");
  private static final long DEADLINE_MS = 10_000;

  @Override protected void before() throws InterruptedException {
    settle();
    end();
  }

  @Override protected void after() {
    end();
  }

  /** Ends the app without a word, as Android does. */
  public void end() {
    ReflectionHelpers.callStaticMethod(Relay.class, "endForTests");
  }

  /** What the test before left running comes to its end. */
  public static void settle() throws InterruptedException {
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (ASKING.contains(each.getName())) each.join(DEADLINE_MS);
    }
  }
}
