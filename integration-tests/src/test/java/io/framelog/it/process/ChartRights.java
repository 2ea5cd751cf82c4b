package io.framelog.it.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;

/** The rights of the services in the chart, which operators also find in the documentation. */
public final class ChartRights {
  private static final Path TEMPLATE =
      Path.of("..", "k8s", "helm", "framelog", "templates", "_kafka.tpl");

  /** {@code - {name: framelog.live., patternType: prefix, operations: [Read, Write]}}. */
  private static final Pattern RIGHT =
      Pattern.compile("- \\{name: (\\S+), patternType: (prefix|literal), operations: \\[(.+)]}");

  private ChartRights() {}

  /**
   * Grants the rights of a service to the user with its name.
   *
   * @param service its name in the chart
   */
  public static void allow(SecureKafka kafka, String service) throws Exception {
    for (MatchResult right : RIGHT.matcher(section(service)).results().toList()) {
      String topics = right.group(1) + (right.group(2).equals("prefix") ? "*" : "");
      AclOperation[] operations =
          Arrays.stream(right.group(3).split(", ", -1))
              .map(name -> AclOperation.valueOf(constant(name)))
              .toArray(AclOperation[]::new);
      kafka.allow(service, topics, operations);
    }
  }

  /** Converts {@code DescribeConfigs} to {@code DESCRIBE_CONFIGS}. */
  private static String constant(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  private static String section(String service) throws IOException {
    String template = Files.readString(TEMPLATE);
    int from = template.indexOf("if eq . \"" + service + "\"");
    assertThat(from).as("rights of %s in %s", service, TEMPLATE).isPositive();
    String section = template.substring(from, template.indexOf("{{- e", from));
    assertThat(section.lines().filter(line -> RIGHT.matcher(line).matches()).count())
        .as("rights in %s", section)
        .isEqualTo(section.lines().filter(line -> line.startsWith("- ")).count())
        .isGreaterThan(3);
    return section;
  }
}
