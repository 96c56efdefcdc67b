package app.relaydesk.relay.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.runner.Description;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;
import org.junit.runner.notification.RunNotifier;
import org.junit.runner.notification.StoppedByUserException;

/** The relay's unit tests, as far as they run against planted classes: all once, then those that reach a mutation. */
final class MutantTests {
  /** A test, how long it took, and the mutations it reached. */
  record Reach(String testClass, String method, long ms, BitSet reached) {
    /** A test over a real connection is no witness of the ledger: it is far from its rules, and slow. */
    boolean isNear(String folder) {
      return folder.equals("link") || !testClass.contains(".relay.link.");
    }
  }

  private static boolean isWarm;

  private MutantTests() {}

  /** The classes in a folder of compiled tests that are tests, of these packages of the app's. */
  static List<String> find(Path testClasses, Set<String> folders) throws IOException {
    Path root = testClasses.resolve("app/relaydesk/relay");
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(each -> each.toString().endsWith("Test.class"))
          .filter(each -> folders.contains(root.relativize(each).getName(0).toString()))
          .map(each -> testClasses.relativize(each).toString().replace('/', '.').replaceAll("\\.class$", ""))
          .sorted().toList();
    }
  }

  /**
   * Runs every test of a class and notes what it reached; the first class twice, as its first test takes as long
   * as Robolectric needs to start. Throws when one fails: it would kill every mutation.
   */
  static List<Reach> reach(String testClass) throws ClassNotFoundException {
    List<Reach> reached = new ArrayList<>();
    RunNotifier notifier = new RunNotifier();
    Result result = new Result();
    notifier.addListener(result.createListener());
    notifier.addListener(new RunListener() {
      private long startedAt;

      @Override public void testStarted(Description test) {
        startedAt = System.nanoTime();
        System.getProperties().put(Mutant.REACHED, new BitSet());
      }

      @Override public void testFinished(Description test) {
        BitSet ids = (BitSet) System.getProperties().remove(Mutant.REACHED);
        long ms = (System.nanoTime() - startedAt) / 1_000_000;
        reached.add(new Reach(testClass, test.getMethodName(), ms, ids));
      }
    });
    if (!isWarm) Request.aClass(Class.forName(testClass)).getRunner().run(new RunNotifier());
    isWarm = true;
    Request.aClass(Class.forName(testClass)).getRunner().run(notifier);
    for (Failure failure : result.getFailures()) {
      throw new IllegalStateException(failure.getTestHeader() + " fails without any mutation", failure.getException());
    }
    return reached;
  }

  /** Runs these tests until one fails; its name, or null when all pass. The chosen mutation is in force. */
  static String firstFailure(List<Reach> tests) throws ClassNotFoundException {
    Map<String, List<String>> methods = new LinkedHashMap<>();
    for (Reach each : tests) methods.computeIfAbsent(each.testClass, name -> new ArrayList<>()).add(each.method);
    for (Map.Entry<String, List<String>> each : methods.entrySet()) {
      String[] failed = new String[1];
      RunNotifier notifier = new RunNotifier();
      notifier.addListener(new RunListener() {
        @Override public void testFailure(Failure failure) {
          failed[0] = failure.getTestHeader();
          notifier.pleaseStop();
        }
      });
      try {
        Request.aClass(Class.forName(each.getKey())).filterWith(only(each.getValue())).getRunner().run(notifier);
      } catch (StoppedByUserException stopped) {
        if (failed[0] == null) throw stopped;
      }
      if (failed[0] != null) return failed[0];
    }
    return null;
  }

  private static Filter only(List<String> methods) {
    return new Filter() {
      @Override public boolean shouldRun(Description test) {
        return test.isSuite() || methods.contains(test.getMethodName());
      }

      @Override public String describe() {
        return "tests that reach the mutation";
      }
    };
  }
}
