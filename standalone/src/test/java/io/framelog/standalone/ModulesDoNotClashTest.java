package io.framelog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.junit.jupiter.api.Test;

/**
 * Checks that modules do not overlap: in one process the class path order would decide silently
 * which of two files with the same path is served.
 */
class ModulesDoNotClashTest {
  private static final Pattern MODULE =
      Pattern.compile(
          ".*?(ingest-service|edge-service|control-api|web|stream-log|security|media|embedded-broker)"
              + "(/target/classes|-[^/]*\\.jar)");

  /**
   * First path segments that each module may serve, as listed in {@code docs/2-architecture.md}.
   */
  private static final Map<String, Set<String>> ROUTES =
      Map.of(
          "ingest-service", Set.of("publish"),
          "edge-service", Set.of("", "live", "watch", "mirror", "recordings", "sdk"),
          "control-api", Set.of("api", "dashboard"));

  /** Files that every module has and that no code loads by name. */
  private static final Predicate<String> OF_EACH_MODULE =
      file ->
          file.equals("application.properties")
              || file.equals("META-INF/MANIFEST.MF")
              || file.equals("META-INF/jandex.idx")
              || file.startsWith("META-INF/maven/");

  @Test
  void noFileIsInTwoModules() {
    Map<String, Set<String>> owners = new TreeMap<>();
    modules()
        .forEach(
            (module, root) ->
                files(root).stream()
                    .filter(OF_EACH_MODULE.negate())
                    .forEach(
                        file -> owners.computeIfAbsent(file, f -> new TreeSet<>()).add(module)));

    assertThat(owners).hasSizeGreaterThan(100);
    assertThat(owners).allSatisfy((file, modules) -> assertThat(modules).as(file).hasSize(1));
  }

  @Test
  void noServiceServesAPathOfAnother() throws IOException {
    for (Map.Entry<String, Set<String>> service : ROUTES.entrySet()) {
      Path root = Objects.requireNonNull(modules().get(service.getKey()), service.getKey());
      assertThat(resourcePaths(root))
          .allSatisfy(path -> assertThat(firstSegment(path)).isIn(service.getValue()));
      assertThat(files(root).stream().filter(file -> file.startsWith("META-INF/resources/")))
          .allSatisfy(
              file ->
                  assertThat(firstSegment(file.substring("META-INF/resources/".length())))
                      .isIn(service.getValue()));
    }
  }

  private static Map<String, Path> modules() {
    Map<String, Path> modules = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Matcher module = MODULE.matcher(entry.replace('\\', '/'));
      if (module.matches() && (entry.contains("framelog-") || entry.contains("target"))) {
        modules.put(module.group(1), Path.of(entry));
      }
    }
    assertThat(modules).containsKeys("ingest-service", "edge-service", "control-api", "web");
    return modules;
  }

  private static List<String> files(Path root) {
    try {
      if (Files.isDirectory(root)) {
        return list(root);
      }
      try (FileSystem jar = FileSystems.newFileSystem(root)) {
        return list(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> list(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  private static List<String> resourcePaths(Path root) throws IOException {
    Indexer indexer = new Indexer();
    ClassLoader classes = ModulesDoNotClashTest.class.getClassLoader();
    for (String file : files(root)) {
      if (file.endsWith(".class")) {
        try (var in = classes.getResourceAsStream(file)) {
          indexer.index(in);
        }
      }
    }
    Index index = indexer.complete();
    return index.getAnnotations(DotName.createSimple("jakarta.ws.rs.Path")).stream()
        .filter(path -> path.target().kind() == AnnotationTarget.Kind.CLASS)
        .map(AnnotationInstance::value)
        .map(value -> value.asString())
        .collect(Collectors.toList());
  }

  private static String firstSegment(String path) {
    return Arrays.stream(path.split("/", -1)).filter(s -> !s.isEmpty()).findFirst().orElse("");
  }
}
