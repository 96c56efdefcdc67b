package app.relaydesk.relay;

import app.relaydesk.relay.service.LinkState;

/** The link's state in plain words: what is, and what to do next. Resource ids. */
final class StateText {
  private StateText() {}

  /** {@code state} is null while the ledger is being read. */
  static int title(LinkState state) {
    if (state == null) return R.string.state_starting;
    switch (state.kind()) {
      case NO_LEDGER:
        return R.string.state_no_ledger;
      case UNPAIRED:
        return R.string.state_unpaired;
      case PAIRING:
        return R.string.state_pairing;
      case LINKED:
        return R.string.state_linked;
      default:
        return R.string.state_searching;
    }
  }

  static int advice(LinkState state) {
    if (state == null) return R.string.advice_starting;
    switch (state.kind()) {
      case NO_LEDGER:
        return R.string.advice_no_ledger;
      case LINKED:
        return R.string.advice_linked;
      case PAIRING:
        return R.string.advice_pairing;
      default:
        return adviceFor(state);
    }
  }

  private static int adviceFor(LinkState state) {
    boolean isUnpaired = state.kind() == LinkState.Kind.UNPAIRED;
    if (state.problem() == null) return isUnpaired ? R.string.advice_unpaired : R.string.advice_searching;
    switch (state.problem()) {
      case "bad_code":
        return R.string.advice_bad_code;
      case "bad_token":
      case "removed":
        return R.string.advice_removed;
      case "version":
        return R.string.advice_version;
      case "pin_mismatch":
        return R.string.advice_pin_mismatch;
      case "already_paired":
        return R.string.advice_already_paired;
      default:
        return isUnpaired ? R.string.advice_unpaired : R.string.advice_searching;
    }
  }

  static int colour(LinkState state) {
    switch (state.kind()) {
      case LINKED:
        return R.color.good;
      case NO_LEDGER:
        return R.color.bad;
      default:
        return R.color.text;
    }
  }
}
