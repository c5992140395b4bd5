package dev.rethread;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The edges between the packages of rdb-tools. */
class LayersTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.rethread");

    @Test
    void readersProduceKeyspacesAndDeltaComparesThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("keyspace")
                .definedBy("dev.rethread.keyspace")
                .layer("source")
                .definedBy("dev.rethread.source")
                .layer("rdb")
                .definedBy("dev.rethread.rdb")
                .layer("aof")
                .definedBy("dev.rethread.aof")
                .layer("engine")
                .definedBy("dev.rethread.engine")
                .layer("document")
                .definedBy("dev.rethread.document")
                .layer("live")
                .definedBy("dev.rethread.live")
                .layer("delta")
                .definedBy("dev.rethread.delta")
                .layer("json")
                .definedBy("dev.rethread.json")
                .whereLayer("keyspace")
                .mayNotAccessAnyLayer()
                .whereLayer("source")
                .mayOnlyAccessLayers("keyspace")
                .whereLayer("rdb")
                .mayOnlyAccessLayers("keyspace", "source")
                .whereLayer("aof")
                .mayOnlyAccessLayers("keyspace", "source", "rdb")
                .whereLayer("engine")
                .mayOnlyAccessLayers("keyspace", "source", "rdb", "aof")
                .whereLayer("document")
                .mayOnlyAccessLayers("keyspace", "source")
                .whereLayer("live")
                .mayOnlyAccessLayers("keyspace", "source", "rdb")
                .whereLayer("json")
                .mayOnlyAccessLayers("keyspace")
                .whereLayer("delta")
                .mayOnlyAccessLayers("keyspace")
                .because("bytes become keyspaces and keyspaces are compared; nothing flows back. A server sends its"
                        + " keyspace as a file has it, and one decoder is enough")
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
    void onlyLiveKnowsTheReplicationLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.rethread.live")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.moilioncircle..")
                .because("files are framed by our own reader, which tells offsets and damage")
                .check(classes);
    }

    @Test
    void theLibraryKnowsNoSqlAndNoConsole() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "picocli..", "redis.clients..")
                .because("rdb-tools stands alone as a library")
                .check(classes);
    }
}
