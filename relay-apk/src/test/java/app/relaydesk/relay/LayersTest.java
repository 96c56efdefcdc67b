package app.relaydesk.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.Test;

/** The packages in their layers: app → link, sms, inbox → ledger → device → model → json. */
public final class LayersTest {
  private static final String RELAY = "app.relaydesk.relay";
  private static final JavaClasses CLASSES = read();

  @Test public void eachLayerKnowsOnlyThoseBelowItAndNoneItsSiblings() {
    layeredArchitecture().consideringOnlyDependenciesInLayers()
        .layer("app").definedBy(RELAY, RELAY + ".service", RELAY + ".pairing", RELAY + ".screen")
        .layer("link").definedBy(RELAY + ".link")
        .layer("sms").definedBy(RELAY + ".sms")
        .layer("inbox").definedBy(RELAY + ".inbox")
        .layer("ledger").definedBy(RELAY + ".ledger")
        .layer("device").definedBy(RELAY + ".device")
        .layer("model").definedBy(RELAY + ".model")
        .layer("json").definedBy(RELAY + ".json")
        .whereLayer("app").mayNotBeAccessedByAnyLayer()
        .whereLayer("link").mayOnlyBeAccessedByLayers("app")
        .whereLayer("sms").mayOnlyBeAccessedByLayers("app")
        .whereLayer("inbox").mayOnlyBeAccessedByLayers("app")
        .whereLayer("ledger").mayOnlyBeAccessedByLayers("app", "link", "sms", "inbox")
        .whereLayer("device").mayOnlyBeAccessedByLayers("app", "link", "sms", "inbox", "ledger")
        .whereLayer("model").mayOnlyBeAccessedByLayers("app", "link", "sms", "inbox", "ledger", "device")
        .ensureAllClassesAreContainedInArchitecture()
        .check(CLASSES);
  }

  @Test public void noTwoPackagesKnowEachOther() {
    slices().matching(RELAY + ".(*)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test public void theConnectionKnowsTheLedgerByItsInterfaceAlone() {
    noClasses().that().resideInAPackage(RELAY + ".link")
        .should().dependOnClassesThat().resideInAPackage(RELAY + ".ledger").check(CLASSES);
  }

  @Test public void valuesAndDecisionsHoldNothingOfAndroid() {
    noClasses().that().resideInAnyPackage(RELAY + ".json", RELAY + ".model")
        .or().haveNameMatching(".*\\.(SendRules|Pacing|PartResult|Attempt|LedgerPages|GatewayTime|Backoff|PairLink)")
        .should().dependOnClassesThat().resideInAnyPackage("android..").check(CLASSES);
  }

  /** The app's own classes, wherever the build put them; what they use of others is known by its name alone. */
  private static JavaClasses read() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    try {
      Path classes = Path.of(MainActivity.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new ClassFileImporter().importPath(classes);
    } catch (java.net.URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
