package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that values.schema.json and values.yaml have the same keys, and that invalid values are
 * refused by name.
 */
class SchemaTest {
  @TempDir Path folder;

  /** Invalid values, and the name in the refusal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {egde: {}}                                                      | egde
          {edge: {replica: 2}}                                            | replica
          {edge: {replicas: -1}}                                          | /edge/replicas
          {edge: {replicas: two}}                                         | /edge/replicas
          {edge: {maxUnavailable: 1.5}}                                   | /edge/maxUnavailable
          {edge: {maxUnavailable: 200%}}                                  | /edge/maxUnavailable
          {edge: {zones: [Europe West]}}                                  | /edge/zones/0
          {edge: {zones: [a, a]}}                                         | /edge/zones
          {edge: {zones: [a], rackFromPodLabel: true}}                    | /edge/rackFromPodLabel
          {edge: {autoscaling: {minReplicas: 0}}}                         | minReplicas
          {edge: {autoscaling: {viewers: {enabled: true}}}}               | /edge/autoscaling/viewers/enabled
          {edge: {ingress: {enabled: true}}}                              | /edge/ingress/hosts
          {edge: {ingress: {enabled: true, hosts: ["https://a.org"]}}}    | /edge/ingress/hosts/0
          {edge: {service: {type: Headless}}}                             | /edge/service/type
          {edge: {service: {nodePorts: {http: 30080}}}}                   | /edge/service/nodePorts/http
          {edge: {service: {ports: {http: 70000}}}}                       | /edge/service/ports/http
          {edge: {shutdown: {drainSeconds: 10s}}}                         | drainSeconds
          {edge: {settings: {framelog.edge.drain-duration: 5s}}}          | framelog.edge.drain-duration
          {edge: {settings: {edge.linger: 5s}}}                           | edge.linger
          {edge: {settings: {framelog.edge.linger: [5]}}}                 | framelog.edge.linger
          {edge: {resources: {limit: {memory: 1Gi}}}}                     | limit
          {edge: {resources: {limits: {memory: 1 GB}}}}                   | /edge/resources/limits/memory
          {edge: {tolerations: [{operator: Always}]}}                     | /edge/tolerations/0/operator
          {edge: {extraEnv: {TZ: UTC}}}                                   | /edge/extraEnv
          {edge: {podLabels: {app.kubernetes.io/component: x}}}           | app.kubernetes.io/component
          {edge: {spread: {zones: Maybe}}}                                | /edge/spread/zones
          {edge: {image: "framelog/edge service"}}                        | /edge/image
          {ingest: {watchUrl: video.example.org}}                         | /ingest/watchUrl
          {ingest: {service: {loadBalancerSourceRanges: [10.0.0.1]}}}     | loadBalancerSourceRanges/0
          {ingest: {service: {externalTrafficPolicy: local}}}             | externalTrafficPolicy
          {image: {tag: "a tag"}}                                         | /image/tag
          {image: {registry: "framelog/"}}                                | /image/registry
          {image: {pullPolicy: Sometimes}}                                | /image/pullPolicy
          {log: {retention: one hour}}                                    | /log/retention
          {log: {retention: PT}}                                          | /log/retention
          {log: {retentionBytes: 10}}                                     | /log/retentionBytes
          {settings: {kafka.bootstrap.servers: "a:1"}}                    | kafka.bootstrap.servers
          {settings: {framelog.ingest.captures.door.video: "v4l2:/dev/video0"}} | captures.door.video
          {kafka: {mode: own}}                                            | /kafka/mode
          {kafka: {mode: external}}                                       | bootstrapServers
          {kafka: {mode: external, external: {bootstrapServers: kafka}}}  | bootstrapServers
          {kafka: {external: {tls: {caSecret: {name: a}}}}}               | /kafka/external/tls/caSecret/name
          {kafka: {external: {sasl: {mechanism: GSSAPI}}}}                | /kafka/external/sasl/mechanism
          {kafka: {external: {sasl: {mechanism: PLAIN}}}}                 | /kafka/external/sasl/secret/name
          {kafka: {external: {sasl: {secret: {name: a}}}}}                | /kafka/external/sasl/secret/name
          {kafka: {external: {replicationFactor: 0}}}                     | replicationFactor
          {kafka: {bundled: {persistence: {size: big}}}}                  | /kafka/bundled/persistence/size
          {kafka: {strimzi: {authentication: none}}}                      | /kafka/strimzi/authentication
          {kafka: {strimzi: {version: "4"}}}                              | /kafka/strimzi/version
          {capture: {captures: {_door: {video: "v4l2:/dev/video0"}}}}      | _door
          {capture: {captures: {door: {stream: a}}}}                      | /capture/captures/door
          {capture: {captures: {door: {video: /dev/video0}}}}             | /capture/captures/door/video
          {capture: {captures: {door: {video: "v4l2:/dev/video0", size: HD}}}} | /capture/captures/door/size
          {capture: {devices: {access: hostPath}}}                        | /capture/devices/hostPaths
          {capture: {devices: {hostPaths: [{path: /dev/video0, type: CharDevice}]}}} | /capture/devices/hostPaths
          {capture: {devices: {access: hostPath, hostPaths: [{path: /etc, type: Directory}]}}} | hostPaths/0/path
          {networkPolicy: {viewers: [{}]}}                                | /networkPolicy/viewers/0
          {networkPolicy: {viewers: [{ipBlock: {cidr: everywhere}}]}}     | ipBlock/cidr
          {monitoring: {prometheusRule: {thresholds: {lagSeconds: 0}}}}   | lagSeconds
          {monitoring: {serviceMonitor: {interval: often}}}               | /monitoring/serviceMonitor/interval
          {fullnameOverride: Framelog}                                    | /fullnameOverride
          """)
  void invalidValuesAreRefusedByName(String values, String named) throws IOException {
    Path file = Files.writeString(folder.resolve("values.yaml"), values);
    TemplateCommand template = Chart.template().withValuesFile(file);

    assertThatThrownBy(template::call)
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining(named);
  }

  @Test
  void everyKeyHasADefaultAndEveryDefaultIsInTheSchema() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
    JsonNode values = new YAMLMapper().readTree(Chart.DIRECTORY.resolve("values.yaml").toFile());
    List<String> inSchema = new ArrayList<>();
    collect(schema, schema, "", inSchema);
    List<String> inValues = new ArrayList<>();
    collect(values, "", inValues);

    // Helm sets it, for charts within charts.
    inSchema.remove("global");
    assertThat(new TreeSet<>(inSchema)).isSubsetOf(inValues);
  }

  /** Collects the paths of the keys in the schema, without those that users name. */
  private static void collect(JsonNode root, JsonNode node, String path, List<String> keys) {
    JsonNode schema = node;
    if (node.has("$ref")) {
      String definition = node.get("$ref").asText().replace("#/definitions/", "");
      // The schema lists settings only to refuse them, and does not restrict Kubernetes objects.
      if (List.of("settings", "resources", "affinity").contains(definition)) {
        keys.add(path);
        return;
      }
      schema = root.get("definitions").get(definition);
    }
    JsonNode properties = schema.get("properties");
    if (properties == null) {
      keys.add(path);
      return;
    }
    properties
        .properties()
        .forEach(
            property ->
                collect(
                    root,
                    property.getValue(),
                    path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
                    keys));
  }

  private static void collect(JsonNode value, String path, List<String> keys) {
    keys.add(path);
    value
        .properties()
        .forEach(
            entry ->
                collect(
                    entry.getValue(),
                    path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                    keys));
  }
}
