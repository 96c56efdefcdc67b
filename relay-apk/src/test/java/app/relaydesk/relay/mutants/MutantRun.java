package app.relaydesk.relay.mutants;

import app.relaydesk.relay.mutants.MutantTests.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The mutation run of `scripts/mutants-relay.mjs`, in three processes that hand on by files in one folder:
 *
 * <pre>
 * plant FOLDER CLASSES PATTERN     plants what matches into FOLDER/classes; FOLDER/mutations.tsv lists it
 * reach FOLDER TESTS PACKAGES      runs the tests once; FOLDER/reach.tsv says which reach what
 * try FOLDER FIRST                 tries each mutation from the id FIRST on
 * </pre>
 *
 * `try` prints a line for each: id, TAB, {@code killed}, {@code survived}, {@code unreached} or {@code hung}, TAB, the
 * test that killed it. A hung one ends the process with {@link #HUNG}; the next one starts after it.
 */
public final class MutantRun {
  static final int HUNG = 3;
  private static final long LEAST_MS = 20_000;
  private static final int TIMES_SLOWER = 3;

  private MutantRun() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "plant":
        plant(folder, Path.of(arguments[2]), Pattern.compile(arguments[3]));
        break;
      case "reach":
        reach(folder, Path.of(arguments[2]), Set.of(arguments[3].split(",")));
        break;
      default:
        tryAll(folder, Integer.parseInt(arguments[2]));
    }
    System.exit(0); // Robolectric's threads and those of a mutation's test do not end by themselves
  }

  private static void plant(Path folder, Path classes, Pattern wanted) throws IOException {
    Path root = classes.resolve("app/relaydesk/relay");
    List<Mutation> mutations = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.sorted().toList()) {
        Path name = root.relativize(each);
        boolean isWanted = name.getNameCount() > 1 && name.toString().endsWith(".class")
            && wanted.matcher(name.toString().replace('\\', '/').replaceAll("(\\$.*)?\\.class$", "")).matches();
        if (!isWanted) continue;
        Path target = folder.resolve("classes/app/relaydesk/relay").resolve(name);
        Files.createDirectories(target.getParent());
        Files.write(target, new Planter(mutations).plant(Files.readAllBytes(each), name.getName(0).toString()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (Mutation each : mutations) lines.add(each.id() + "\t" + each.folder() + "\t" + each);
    Files.write(folder.resolve("mutations.tsv"), lines);
  }

  private static void reach(Path folder, Path testClasses, Set<String> packages) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String testClass : MutantTests.find(testClasses, packages)) {
      for (Reach each : MutantTests.reach(testClass)) {
        String ids = each.reached().toString().replaceAll("[{} ]", "");
        lines.add(each.testClass() + "\t" + each.method() + "\t" + each.ms() + "\t" + ids);
      }
    }
    Files.write(folder.resolve("reach.tsv"), lines);
  }

  private static void tryAll(Path folder, int first) throws IOException {
    List<Reach> tests = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("reach.tsv"))) {
      String[] fields = line.split("\t", -1);
      BitSet ids = new BitSet();
      for (String id : fields[3].split(",")) if (!id.isEmpty()) ids.set(Integer.parseInt(id));
      tests.add(new Reach(fields[0], fields[1], Long.parseLong(fields[2]), ids));
    }
    tests.sort(Comparator.comparingLong(Reach::ms));
    for (String line : Files.readAllLines(folder.resolve("mutations.tsv"))) {
      String[] fields = line.split("\t");
      int id = Integer.parseInt(fields[0]);
      if (id < first) continue;
      tryOne(id, tests.stream().filter(each -> each.reached().get(id) && each.isNear(fields[1])).toList());
    }
  }

  private static void tryOne(int id, List<Reach> tests) {
    if (tests.isEmpty()) {
      System.out.println(id + "\tunreached\t");
      return;
    }
    System.getProperties().put(Mutant.CHOSEN, id);
    String[] verdict = {null};
    Thread thread = new Thread(() -> {
      try {
        String failure = MutantTests.firstFailure(tests);
        verdict[0] = failure == null ? "survived\t" : "killed\t" + failure;
      } catch (ClassNotFoundException impossible) {
        throw new IllegalStateException(impossible);
      }
    });
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(LEAST_MS + TIMES_SLOWER * tests.stream().mapToLong(Reach::ms).sum());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    System.out.println(id + "\t" + (verdict[0] == null ? "hung\t" : verdict[0]));
    System.getProperties().remove(Mutant.CHOSEN);
    if (verdict[0] == null) Runtime.getRuntime().halt(HUNG);
  }
}
