package io.framelog.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
  private static final Pattern SERVICE = Pattern.compile("(?m)^  ([a-z][a-z0-9-]*):( &edge)?$");
  private static final String TEXT = read("docker/compose.yaml");
  private static final String SERVICES =
      TEXT.substring(TEXT.indexOf("\nservices:"), TEXT.indexOf("\nvolumes:"));

  private static String read(String path) {
    return String.join("\n", Dockerfile.lines(Dockerfile.ROOT.resolve(path)));
  }

  @Test
  void everyServiceIsConfined() {
    assertThat(SERVICE.matcher(SERVICES).results().map(match -> match.group(1)))
        .containsExactly("kafka", "ingest", "edge-1", "edge-2", "control-api");
    // Each includes these settings by reference, directly or through another service.
    assertThat(Pattern.compile("<<: \\*(confined|service|edge)\n").matcher(SERVICES).results())
        .hasSize(5);
    assertThat(TEXT)
        .contains(
            "read_only: true", "cap_drop: [ALL]", "\"no-new-privileges:true\"", "tmpfs: [\"/tmp:");
  }

  @Test
  void imagesAreBuiltFromExistingDockerfiles() {
    List<String> named =
        Pattern.compile("dockerfile: docker/(.*)")
            .matcher(SERVICES)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(named).hasSize(4);
    assertThat(Dockerfile.all()).extracting(Dockerfile::name).containsAll(named);
  }

  /** Except for listeners and passwords, the broker has the chart's configuration. */
  @Test
  void kafkaIsConfiguredAsInTheChart() {
    Map<String, String> compose =
        variables(
            "(?m)^ +(KAFKA_[A-Z_]+): \"?([^\"\n]*)\"?$",
            SERVICES.substring(0, SERVICES.indexOf("\n  ingest:")));
    Map<String, String> chart =
        variables(
            "(?m)- name: (KAFKA_[A-Z_]+)\\s+value: \"?([^\"\n]*)\"?$",
            read("k8s/helm/framelog/templates/kafka/bundled/statefulset.yaml"));
    for (Map<String, String> each : List.of(compose, chart)) {
      each.keySet().removeIf(name -> name.matches(".*(LISTENER|SASL|LOG_DIRS).*"));
    }
    assertThat(compose).containsKey("KAFKA_AUTO_CREATE_TOPICS_ENABLE").isEqualTo(chart);
  }

  private static Map<String, String> variables(String pattern, String text) {
    Map<String, String> variables = new TreeMap<>();
    Pattern.compile(pattern)
        .matcher(text)
        .results()
        .forEach((MatchResult match) -> variables.put(match.group(1), match.group(2)));
    return variables;
  }
}
