package app.relaydesk.relay.host;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/**
 * One process of the relay app, outside a phone: the app's own classes on Robolectric, driven over stdin and stdout
 * by the virtual phone (`tests/virtual-phone/fidelity/`). Each run of {@link HostLife} is one life of the app's
 * process; a life that ends by an order makes room for the next one without the price of a new JVM.
 */
public final class HostMain {
  private HostMain() {}

  public static void main(String[] arguments) {
    // Standard output belongs to the protocol; what libraries print goes to standard error.
    System.setOut(new PrintStream(new UncloseableStderr(), true));
    while (true) {
      Result result = JUnitCore.runClasses(HostLife.class);
      for (Failure failure : result.getFailures()) System.err.println(failure.getTrace());
      if (!result.wasSuccessful()) Runtime.getRuntime().halt(70);
    }
  }

  private static final class UncloseableStderr extends OutputStream {
    @Override public void write(int b) {
      System.err.write(b);
    }

    @Override public void write(byte[] bytes, int from, int count) {
      System.err.write(bytes, from, count);
    }

    @Override public void flush() {
      System.err.flush();
    }
  }
}
