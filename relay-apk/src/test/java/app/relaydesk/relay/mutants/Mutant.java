package app.relaydesk.relay.mutants;

import java.util.BitSet;

/**
 * The switch at every planted mutation. Robolectric loads the app's classes, this one too, by a class loader for each
 * Android; what they share is the JVM's properties.
 */
public final class Mutant {
  static final String CHOSEN = "relay.mutant";
  static final String REACHED = "relay.mutants.reached";

  private Mutant() {}

  /** Whether the mutation {@code id} is the one that is tried; notes that it was reached while somebody asks for that. */
  public static boolean on(int id) {
    if (System.getProperties().get(REACHED) instanceof BitSet reached) {
      synchronized (reached) {
        reached.set(id);
      }
    }
    return System.getProperties().get(CHOSEN) instanceof Integer chosen && chosen == id;
  }
}
