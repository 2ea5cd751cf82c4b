package io.framelog.k8s;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Renders the chart with Helm, once per file of {@code values/} and Kubernetes version. */
final class Chart {
  static final Path DIRECTORY = Path.of("helm", "framelog").toAbsolutePath();
  static final String RELEASE = "studio";
  static final String NAMESPACE = "video";

  /** Prefix of all names. */
  static final String NAME = "studio-framelog";

  /** The oldest supported Kubernetes version and a current one. */
  static final List<String> KUBERNETES = List.of("1.20.2", "1.34.0");

  /**
   * A copy of the chart whose hooks are ordinary manifests: Helm's template command omits hooks.
   */
  private static final Path WITHOUT_HOOKS = copyWithoutHooks();

  private static final Path VALUES = Path.of("src", "test", "resources", "values").toAbsolutePath();
  private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

  private Chart() {}

  static Helm helm() {
    return new Helm(DIRECTORY);
  }

  /** {@code helm template}, for further values. */
  static TemplateCommand template() {
    LookupServer.start();
    return new Helm(WITHOUT_HOOKS).template().withName(RELEASE).withNamespace(NAMESPACE);
  }

  static Manifests withDefaults() {
    return with("defaults.yaml");
  }

  static Manifests with(String valuesFile) {
    return with(valuesFile, "1.34.0");
  }

  static Manifests with(String valuesFile, String kubernetes) {
    return RENDERED.computeIfAbsent(
        valuesFile + " on " + kubernetes,
        key ->
            Manifests.parse(
                template()
                    .withValuesFile(valuesFile(valuesFile))
                    .withKubeVersion(kubernetes)
                    .call()));
  }

  private static Path copyWithoutHooks() {
    try {
      Path copy = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chart");
      copyTo(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyTo(Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(DIRECTORY.relativize(file));
        Files.createDirectories(target.getParent());
        // The clip is binary: Latin-1 preserves its bytes.
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
            target,
            content.replace("helm.sh/hook:", "example.org/was-hook:"),
            StandardCharsets.ISO_8859_1);
      }
    }
  }

  static Path valuesFile(String name) {
    return VALUES.resolve(name);
  }

  /** Names of all files in {@code values/}. */
  static List<String> valuesFiles() {
    try (Stream<Path> files = Files.list(VALUES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
