package io.framelog.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Dependencies between packages follow the layers that {@code docs/2-architecture.md} describes.
 */
class LayersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.framelog");

  @Test
  void mediaDependsOnNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("io.framelog.media..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("io.framelog.media..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void theLogDoesNotDependOnTheControlPlane() {
    noClasses()
        .that()
        .resideInAPackage("io.framelog.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.framelog.controlplane..", "io.framelog.control..")
        .check(CLASSES);
  }

  @Test
  void theControlPlaneDependsOnNoService() {
    noClasses()
        .that()
        .resideInAPackage("io.framelog.controlplane..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.framelog.ingest..", "io.framelog.edge..", "io.framelog.control..")
        .check(CLASSES);
  }

  @Test
  void noServiceDependsOnAnother() {
    String[] services = {"io.framelog.ingest..", "io.framelog.edge..", "io.framelog.control.."};
    for (String service : services) {
      for (String other : services) {
        if (!service.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(service)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other)
              .check(CLASSES);
        }
      }
    }
  }

  @Test
  void noPackageDependsOnTheNodePackageOfAService() {
    for (String service : new String[] {"io.framelog.ingest", "io.framelog.edge"}) {
      noClasses()
          .that()
          .resideOutsideOfPackage(service + ".node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(service + ".node..")
          .check(CLASSES);
    }
  }

  @Test
  void theCoreOfTheEdgeDependsOnNoProtocol() {
    noClasses()
        .that()
        .resideInAnyPackage("io.framelog.edge.channel..", "io.framelog.edge.frame..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.framelog.edge.websocket..",
            "io.framelog.edge.http..",
            "io.framelog.edge.hls..",
            "io.framelog.edge.poster..",
            "io.framelog.edge.connection..",
            "io.framelog.edge.message..")
        .check(CLASSES);
  }

  @Test
  void onlyVertxInternalsUsesTheInternalTypesOfVertx() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.framelog.security.connection.VertxInternals")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..impl..")
        .check(CLASSES);
  }

  @Test
  void thePackagesOfMediaHaveNoCycle() {
    slices().matching("io.framelog.media.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
