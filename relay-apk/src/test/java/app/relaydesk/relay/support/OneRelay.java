package app.relaydesk.relay.support;

import app.relaydesk.relay.service.Relay;
import org.junit.rules.ExternalResource;
import org.robolectric.util.ReflectionHelpers;

/** Gives each test a process of its own, as far as the app can tell. */
public final class OneRelay extends ExternalResource {
  @Override protected void after() {
    end();
  }

  /** Ends the app without a word, as Android does. */
  public void end() {
    ReflectionHelpers.callStaticMethod(Relay.class, "endForTests");
  }
}
