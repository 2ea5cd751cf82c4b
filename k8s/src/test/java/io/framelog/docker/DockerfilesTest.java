package io.framelog.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DockerfilesTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "ARG",
          "FROM",
          "RUN",
          "COPY",
          "WORKDIR",
          "ENV",
          "LABEL",
          "USER",
          "VOLUME",
          "EXPOSE",
          "HEALTHCHECK",
          "ENTRYPOINT");

  static List<Dockerfile> dockerfiles() {
    return Dockerfile.all();
  }

  @Test
  void thereIsOneForEachImage() {
    assertThat(dockerfiles())
        .extracting(Dockerfile::name)
        .containsExactly(
            "control-api.Dockerfile",
            "edge-service.Dockerfile",
            "ingest-service.Dockerfile",
            "kafka.Dockerfile",
            "standalone.Dockerfile");
  }

  @ParameterizedTest
  @MethodSource("dockerfiles")
  void theLegacyBuilderSupportsIt(Dockerfile file) {
    assertThat(file.instructions())
        .extracting(Dockerfile.Instruction::keyword)
        .isSubsetOf(KEYWORDS);
    assertThat(file.instructions())
        .extracting(Dockerfile.Instruction::toString)
        .noneMatch(
            line -> line.matches("(RUN|COPY) --(mount|network|security|chmod|link|parents).*"))
        .noneMatch(line -> line.contains("<<"));
    assertThat(Dockerfile.lines(Dockerfile.ROOT.resolve("docker").resolve(file.name())))
        .noneMatch(line -> line.startsWith("# syntax"));
  }

  @ParameterizedTest
  @MethodSource("dockerfiles")
  void theBaseImageIsAnArgument(Dockerfile file) {
    assertThat(file.all("ARG")).startsWith("BASE_IMAGE=eclipse-temurin:25-jre");
    List<String> bases = new ArrayList<>(List.of("${BASE_IMAGE}"));
    for (String from : file.all("FROM")) {
      List<String> words = words(from);
      assertThat(bases).contains(words.get(0));
      if (words.size() == 3) {
        bases.add(words.get(2));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dockerfiles")
  void theImageRunsWithoutRootAndHasAHealthCheck(Dockerfile file) {
    Dockerfile image = file.lastStage();
    assertThat(image.all("USER")).containsExactly("10001:10001");
    assertThat(image.all("HEALTHCHECK")).hasSize(1);
    // In exec form, so that Java is process 1 and receives the signal to stop.
    assertThat(image.all("ENTRYPOINT")).hasSize(1).allMatch(entry -> entry.startsWith("[\""));
    assertThat(image.all("LABEL"))
        .hasSize(1)
        .allMatch(
            label ->
                Stream.of("title", "description", "licenses", "version")
                    .allMatch(key -> label.contains("org.opencontainers.image." + key + "=")));
  }

  /**
   * A process is in an undefined state after an OutOfMemoryError; Kubernetes and Compose restart
   * it.
   */
  @ParameterizedTest
  @MethodSource("dockerfiles")
  void theHeapHasALimitAndAnOutOfMemoryErrorEndsTheProcess(Dockerfile file) {
    assertThat(file.instructions())
        .filteredOn(instruction -> instruction.keyword().equals("ENV"))
        .extracting(Dockerfile.Instruction::toString)
        .anyMatch(
            line ->
                line.contains("JAVA_TOOL_OPTIONS=\"-XX:MaxRAMPercentage=")
                    && line.contains("-XX:+ExitOnOutOfMemoryError"));
  }

  @ParameterizedTest
  @MethodSource("dockerfiles")
  void copiedFilesArePartOfTheBuildContext(Dockerfile file) {
    List<String> letIn =
        Dockerfile.lines(Dockerfile.ROOT.resolve(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    for (String copy : file.all("COPY")) {
      if (copy.startsWith("--from=")) {
        continue;
      }
      List<String> words = words(copy);
      for (String source : words.subList(0, words.size() - 1)) {
        assertThat(letIn)
            .as(copy)
            .anyMatch(path -> source.equals(path) || source.startsWith(path + "/"));
        if (!source.contains("target/")) {
          Path path = Dockerfile.ROOT.resolve(source);
          assertThat(path).exists();
          assertThat(source.endsWith("options") || Files.isExecutable(path)).as(source).isTrue();
        }
      }
    }
  }

  private static List<String> words(String text) {
    return Pattern.compile(" +").splitAsStream(text).toList();
  }
}
