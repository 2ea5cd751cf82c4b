package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleSpec;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that alerts and dashboard use existing metrics. */
class MonitoringTest {
  /** Metrics of Framelog; those of Java and Kubernetes are not checked. */
  private static final Pattern METRIC = Pattern.compile("\\bframelog_\\w+");

  /** Suffixes of a histogram's series. */
  private static final Pattern PARTS = Pattern.compile("_(bucket|sum|count)$");

  private static final Path PLAIN = Path.of("..", "docs", "alerts.yaml");

  @TempDir private Path folder;

  @Test
  void alertsUseExistingMetrics() {
    assertThat(expressions()).hasSizeGreaterThan(8);
    assertThat(metrics(expressions())).isSubsetOf(OperationsPage.metrics()).isNotEmpty();
  }

  @Test
  void alertsHaveNoPlaceholders() {
    assertThat(rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.getExpr().getStrVal()).doesNotContain("<");
              assertThat(rule.getAnnotations()).containsKey("summary");
              assertThat(rule.getLabels()).containsKey("severity");
            });
    assertThat(expressions())
        .anyMatch(expression -> expression.endsWith("> 1000"))
        .anyMatch(expression -> expression.endsWith("> 0.5"))
        .allMatch(expression -> expression.contains("namespace=\"video\""));
    assertThat(rules())
        .as("Prometheus' braces are not changed")
        .anyMatch(rule -> rule.getAnnotations().toString().contains("{{ $labels.pod }}"));
  }

  @Test
  void thePlainAlertsAreThoseOfTheChartForAnyPrometheus() throws IOException {
    // The chart selects by a pod's labels, the plain alerts by the labels of the scrape.
    Set<String> ofKubernetes = Set.of("FramelogNoEdge", "FramelogNoIngest", "FramelogNotReady");
    Map<String, String> expected = new TreeMap<>();
    rules().stream()
        .filter(rule -> !ofKubernetes.contains(rule.getAlert()))
        .forEach(rule -> expected.put(rule.getAlert(), forAnyPrometheus(rule)));
    Map<String, String> plain = new TreeMap<>();
    Serialization.unmarshal(Files.readString(PLAIN), PrometheusRuleSpec.class).getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .forEach(rule -> plain.put(rule.getAlert(), text(rule)));

    assertThat(plain).containsAllEntriesOf(expected).hasSize(expected.size() + 3);
    assertThat(metrics(List.copyOf(plain.values()))).isSubsetOf(OperationsPage.metrics());
  }

  private static String forAnyPrometheus(Rule rule) {
    return text(rule)
        .replaceAll("namespace=\"video\", pod=~\"[^\"]*\"", "job=~\"framelog.*\"")
        .replaceAll("\\bpod\\b", "instance")
        .replace("> 1000", "> 200")
        .replace("> 0.5", "> 1");
  }

  private static String text(Rule rule) {
    return String.join(
        "\n",
        rule.getExpr().getStrVal(),
        "for " + rule.getFor(),
        "" + rule.getLabels(),
        "" + rule.getAnnotations());
  }

  @Test
  void promtoolAcceptsTheAlertsOfTheChartAndThePlainOnes() throws Exception {
    Path charts = Files.writeString(folder.resolve("charts.yaml"), Serialization.asYaml(spec()));

    for (Path file : List.of(charts, PLAIN)) {
      Process promtool =
          new ProcessBuilder("promtool", "check", "rules", "--lint-fatal", file.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(promtool.waitFor()).as(said).isZero();
      assertThat(said).contains("SUCCESS").contains("rules found");
    }
  }

  @Test
  void theDashboardUsesExistingMetrics() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(dashboard());
    List<String> expressions = dashboard.findValues("expr").stream().map(JsonNode::asText).toList();

    assertThat(expressions).hasSizeGreaterThan(20);
    assertThat(metrics(expressions)).isSubsetOf(OperationsPage.metrics()).isNotEmpty();
  }

  @Test
  void panelsOfTheDashboardDoNotOverlap() throws IOException {
    JsonNode panels = new ObjectMapper().readTree(dashboard()).get("panels");
    Set<String> cells = new TreeSet<>();
    for (JsonNode panel : panels) {
      JsonNode place = panel.get("gridPos");
      for (int x = 0; x < place.get("w").asInt(); x++) {
        for (int y = 0; y < place.get("h").asInt(); y++) {
          String cell = (place.get("x").asInt() + x) + "," + (place.get("y").asInt() + y);
          assertThat(cells.add(cell)).as("%s at %s", panel.get("title"), cell).isTrue();
        }
      }
    }
  }

  @Test
  void nothingIsInstalledByDefault() {
    assertThat(Chart.withDefaults().all())
        .noneMatch(manifest -> manifest.getApiVersion().startsWith("monitoring.coreos.com/"))
        .noneMatch(manifest -> manifest.getMetadata().getName().endsWith("-dashboard"));
  }

  private static Set<String> metrics(List<String> expressions) {
    Set<String> metrics = new TreeSet<>();
    for (String expression : expressions) {
      Matcher matcher = METRIC.matcher(expression);
      while (matcher.find()) {
        metrics.add(PARTS.matcher(matcher.group()).replaceFirst(""));
      }
    }
    return metrics;
  }

  private static List<String> expressions() {
    return rules().stream().map(rule -> rule.getExpr().getStrVal()).toList();
  }

  private static List<Rule> rules() {
    return spec().getGroups().stream().flatMap(group -> group.getRules().stream()).toList();
  }

  private static PrometheusRuleSpec spec() {
    return Chart.with("monitoring.yaml").the(PrometheusRule.class, Chart.NAME).getSpec();
  }

  private static String dashboard() {
    return Chart.with("monitoring.yaml")
        .the(ConfigMap.class, Chart.NAME + "-dashboard")
        .getData()
        .getOrDefault("framelog.json", "");
  }
}
