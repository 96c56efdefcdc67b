package app.relaydesk.relay.mutants;

/** One planted mutation. {@code place}: `ledger/SendRules.java:31`; {@code what}: what it does to the code there. */
record Mutation(int id, String place, String method, String what) {
  /** The package within the app's, such as {@code ledger}. */
  String folder() {
    return place.substring(0, place.indexOf('/'));
  }

  @Override public String toString() {
    return place + " " + method + ": " + what;
  }
}
