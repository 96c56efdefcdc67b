package app.relaydesk.relay.host;

import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/**
 * Where a crash may be placed. Each shadow stands around a method of the app and changes nothing of it; the kill is
 * {@code Runtime.halt}, which runs no hook and flushes nothing, as kill -9.
 */
public final class Steps {
  private static final int KILLED = 137;
  private static volatile String killAt;

  private Steps() {}

  static void killAt(String step) {
    killAt = step;
  }

  static void reached(String step) {
    if (step.equals(killAt)) Runtime.getRuntime().halt(KILLED);
  }

  /** A {@code send} was read; nothing of it is on the disk. */
  @Implements(className = "app.relaydesk.relay.ledger.AttemptDesk")
  public static final class Reading {
    @RealObject private Object real;

    @Implementation protected void send(String gatewayId, java.util.Map<?, ?> send,
        java.util.function.Consumer<java.util.Map<String, Object>> reply) {
      reached("send_read");
      Shadow.directlyOn(real, "app.relaydesk.relay.ledger.AttemptDesk", "send",
          ClassParameter.from(String.class, gatewayId), ClassParameter.from(java.util.Map.class, send),
          ClassParameter.from(java.util.function.Consumer.class, reply));
    }
  }

  /** {@code accepted} is on the disk and the radio is next. */
  @Implements(className = "app.relaydesk.relay.ledger.RadioDesk")
  public static final class Submitting {
    @RealObject private Object real;

    @Implementation protected void submit(String gatewayId, String attemptId) {
      reached("accepted_committed");
      Shadow.directlyOn(real, "app.relaydesk.relay.ledger.RadioDesk", "submit",
          ClassParameter.from(String.class, gatewayId), ClassParameter.from(String.class, attemptId));
    }
  }

  /** Results and acks, before and after they are on the disk. */
  @Implements(className = "app.relaydesk.relay.ledger.RelayCore")
  public static final class Hearing {
    @RealObject private Object real;

    @Implementation protected void hearResult(String attemptId, int part, int result, Long error) {
      reached("result_read");
      Shadow.directlyOn(real, "app.relaydesk.relay.ledger.RelayCore", "hearResult",
          ClassParameter.from(String.class, attemptId), ClassParameter.from(int.class, part),
          ClassParameter.from(int.class, result), ClassParameter.from(Long.class, error));
      reached("result_committed");
    }

    @Implementation protected void receive(app.relaydesk.relay.model.ReceivedText text) {
      Shadow.directlyOn(real, "app.relaydesk.relay.ledger.RelayCore", "receive",
          ClassParameter.from(app.relaydesk.relay.model.ReceivedText.class, text));
      reached("received_committed");
    }

    @Implementation protected void ack(String ledgerId, long seq) {
      reached("ack_read");
      Shadow.directlyOn(real, "app.relaydesk.relay.ledger.RelayCore", "ack",
          ClassParameter.from(String.class, ledgerId), ClassParameter.from(long.class, seq));
    }
  }

  /** A ledger that has room for fewer rows: as if the others were there already. */
  @Implements(className = "app.relaydesk.relay.ledger.AttemptTable")
  public static final class Room {
    private static volatile long taken;
    @RealObject private Object real;

    static void leave(long rows, long most) {
      taken = most - rows;
    }

    @Implementation protected long count() {
      long held = Shadow.directlyOn(real, "app.relaydesk.relay.ledger.AttemptTable", "count");
      return held + taken;
    }
  }
}
