package dev.rethread;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The edges between the packages of recovery-cli. */
class LayersTest {
    /** Each may use those before it. */
    private static final List<String> ORDER = List.of(
            "item",
            "profile",
            "report",
            "incident",
            "rebase",
            "inventory",
            "dump",
            "diff",
            "fit",
            "salvage",
            "infer",
            "gap",
            "ledger",
            "plan",
            "server",
            "replay",
            "command");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("recovery-cli"))
            .importPackages("dev.rethread");

    @Test
    void importsPointUpTheList() {
        for (int i = 0; i < ORDER.size(); i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "dev.rethread." + name)
                    .toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.rethread." + ORDER.get(i))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .because("data flows one way: changes become items, items a plan, a plan writes")
                        .check(classes);
            }
        }
    }

    @Test
    void everyPackageHasItsPlaceInTheList() {
        String[] known = ORDER.stream().map(name -> "dev.rethread." + name).toArray(String[]::new);
        classes()
                .should()
                .resideInAnyPackage(known)
                .because("a new package must say where in the flow it stands")
                .check(classes);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching("dev.rethread.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a package that can be read without another must stay so")
                .check(classes);
    }

    @Test
    void sqlStaysInTheLedger() {
        noClasses()
                .that(not(resideInAPackage("dev.rethread.ledger")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.h2.."))
                .because("whoever reviews what is stored reads one package")
                .check(classes);
    }

    @Test
    void onlyServerAndReplayTalkToAServer() {
        noClasses()
                .that(not(resideInAnyPackage("dev.rethread.server", "dev.rethread.replay", "dev.rethread.command")))
                .should()
                .dependOnClassesThat(resideInAPackage("redis.clients.."))
                .because("what merges and reports cannot touch live data")
                .check(classes);
        noClasses()
                .that(resideInAPackage("dev.rethread.command"))
                .and()
                .haveSimpleNameNotStartingWith("Drill")
                .should()
                .dependOnClassesThat(resideInAPackage("redis.clients.."))
                .because("commands parse, call and print")
                .check(classes);
    }

    @Test
    void onlyCommandsKnowPicocliAndTheSimulator() {
        noClasses()
                .that(not(resideInAPackage("dev.rethread.command")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("picocli..", "dev.rethread.fixtures.."))
                .because("the core is called, it does not parse; and only the drill simulates")
                .check(classes);
    }
}
