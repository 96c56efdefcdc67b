package app.relaydesk.relay.model;

/** The clocks of the phone. */
public interface PhoneClock {
  /** Milliseconds since boot, deep sleep included. */
  long elapsed();

  /** What the phone shows as time: milliseconds since 1970. */
  long wall();

  /** Another one after each boot. Holds no space. */
  String bootId();
}
