package io.framelog.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.publish.PersistentPublisher;
import io.framelog.it.publish.Recipe;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Tests one release, from {@code helm install} to {@code helm uninstall}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallOnKubernetes {
  private static final String KINDS =
      "all,configmaps,secrets,serviceaccounts,persistentvolumeclaims,ingresses,networkpolicies,"
          + "poddisruptionbudgets,horizontalpodautoscalers,roles,rolebindings,endpoints";
  private static final int SECOND = 25;
  private static final int VIEWERS = 6;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Kubectl kubectl = new Kubectl("video");
  private final FramelogRelease release = new FramelogRelease(kubectl);
  private List<String> emptyNamespace = List.of();
  private int streams;
  private String stream = "";

  @BeforeAll
  void install() {
    new Kubectl("default").run("create", "namespace", kubectl.namespace());
    Awaitility.await("the namespace is created")
        .atMost(Duration.ofSeconds(30))
        .until(() -> kubectl.names("serviceaccounts,configmaps").size() >= 2);
    emptyNamespace = kubectl.names(KINDS);
    long start = System.nanoTime();
    String notes = release.install();
    System.out.printf(
        "helm install with defaults: ready after %.0f s%n%s%n",
        (System.nanoTime() - start) / 1e9, notes);
    System.out.println(kubectl.run("get", "pods", "--output=wide"));
    assertThat(notes).contains("tcp://").contains("/watch/");
    // After the pods are ready, the nodes' network rules may still be missing.
    Awaitility.await("publishers can connect")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (Socket socket = new Socket(release.ingest(), 9090)) {
                return socket.isConnected();
              }
            });
  }

  /**
   * Each test has its own stream, so that viewers do not join at the end of the previous test's.
   */
  @BeforeEach
  void nameStream() {
    streams++;
    stream = "cam" + streams;
  }

  private PersistentPublisher publish() {
    return PersistentPublisher.start(
        Recipe.H264_AAC_B_FRAMES.live(stream, "tcp://" + release.ingest() + ":9090"));
  }

  private Audience watch() {
    return Audience.watch(release.edge("ws", "/live/" + stream), VIEWERS);
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Order(1)
  void aStreamPublishedThroughTheIngestServicePlaysThroughTheEdgeService() throws Exception {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch();
        Chromium chromium = Chromium.launch()) {
      Page page = chromium.open(release.edge("http", "/watch/" + stream).toString());
      PlayedVideo video = new PlayedVideo(page).awaitPlaying().awaitAdvance(3);
      video.assertPlaysSmoothly(5, SECOND);
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "on-kubernetes.png")));

      audience.assertNothingLost();
      assertThat(publisher.starts()).isEqualTo(1);
      assertThat(get(release.controlApi("/api/streams/" + stream)).body()).contains("\"live\"");
    }
  }

  @Test
  @Order(2)
  void invalidInputIsRefusedWithoutAffectingOthers() throws Exception {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch()) {
      byte[] nonsense = new byte[3000];
      new Random(1).nextBytes(nonsense);
      try (Socket socket = new Socket(release.ingest(), 9090)) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(nonsense);
        assertThat(socket.getInputStream().read()).as("the connection is closed").isEqualTo(-1);
      }
      assertThat(get(release.edge("http", "/watch/..%2f..%2fetc%2fpasswd")).statusCode())
          .isBetween(400, 404);

      audience.awaitMore(SECOND);
      audience.assertNothingLost();
      assertThat(publisher.starts()).isEqualTo(1);
    }
  }

  @Test
  @Order(3)
  void helmTestPasses() {
    System.out.println(release.test());
  }

  @Test
  @Order(4)
  void edgesAreScaledFromOneToThreeAndBackWhileViewersWatch() {
    release.upgrade(edges(1));
    try (PersistentPublisher publisher = publish();
        Audience early = watch()) {
      assertThat(early.edgesNow()).hasSize(1);

      release.upgrade(edges(3));
      try (Audience late = watch()) {
        assertThat(late.edgesNow()).as("edges that serve later viewers").hasSizeGreaterThan(1);

        release.upgrade(edges(1));
        awaitPods("edge", 1);
        early.awaitMore(2 * SECOND);
        late.awaitMore(2 * SECOND);

        assertThat(late.edgesNow()).hasSize(1).isEqualTo(early.edgesNow());
        early.assertNothingLost();
        late.assertNothingLost();
        assertThat(publisher.starts()).isEqualTo(1);
      }
    }
    release.upgrade(Map.of());
  }

  private static Map<String, String> edges(int count) {
    return Map.of("edge.autoscaling.enabled", "false", "edge.replicas", Integer.toString(count));
  }

  private void awaitPods(String component, int count) {
    Awaitility.await(count + " pods of " + component)
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                kubectl.names("pods").stream().filter(pod -> pod.contains(component)).count()
                    == count);
  }

  @Test
  @Order(5)
  void anUpgradeReplacesEdgesAndControlApiWithoutLoss() {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch()) {
      List<String> before = release.pods("edge");
      release.upgrade(
          Map.of("edge.podAnnotations.turn", "two", "controlApi.podAnnotations.turn", "two"));
      Awaitility.await("the previous edges are removed")
          .atMost(Duration.ofMinutes(2))
          .until(() -> before.stream().noneMatch(kubectl.run("get", "pods")::contains));
      audience.awaitMore(2 * SECOND);

      assertThat(audience.edgesOfEach()).allMatch(count -> count > 1);
      audience.assertNothingLost();
      assertThat(publisher.starts()).isEqualTo(1);
    }
  }

  @Test
  @Order(6)
  void anEdgePodIsDeletedAndAnotherIsKilled() {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch()) {
      kubectl.run("delete", "pod", release.pods("edge").get(0));
      audience.awaitMore(SECOND);
      release.awaitRolledOut("deployment/framelog-edge");
      kubectl.run("delete", "pod", release.pods("edge").get(0), "--grace-period=0", "--force");
      audience.awaitMore(2 * SECOND);

      audience.assertNothingLost();
      assertThat(publisher.starts()).isEqualTo(1);
    }
    release.awaitRolledOut("deployment/framelog-edge");
  }

  @Test
  @Order(7)
  void theControlApiPodIsDeleted() throws Exception {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch()) {
      kubectl.run("delete", "pod", release.pods("control-api").get(0));
      audience.awaitMore(SECOND);
      release.awaitRolledOut("deployment/framelog-control-api");

      assertThat(get(release.controlApi("/api/streams/" + stream)).body()).contains("\"live\"");
      audience.assertNothingLost();
      assertThat(audience.edgesOfEach()).containsOnly(1);
      assertThat(publisher.starts()).isEqualTo(1);
    }
  }

  @Test
  @Order(8)
  void theKafkaPodIsDeleted() {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch()) {
      long start = System.nanoTime();
      kubectl.run("delete", "pod", release.pods("kafka").get(0));
      audience.awaitMore(4 * SECOND);
      System.out.printf(
          "Kafka's pod deleted: four more seconds received after %.0f s%n",
          (System.nanoTime() - start) / 1e9);

      audience.assertNothingLost();
      assertThat(audience.edgesOfEach()).as("sockets").containsOnly(1);
      assertThat(publisher.starts()).isEqualTo(1);
    }
  }

  @Test
  @Order(9)
  void theIngestPodOfAPublisherIsDeletedAndItReconnectsToAnother() throws Exception {
    try (PersistentPublisher publisher = publish();
        Audience audience = watch()) {
      String state = get(release.controlApi("/api/streams/" + stream)).body();
      String pod =
          release.pods("ingest").stream().filter(state::contains).findFirst().orElseThrow();
      long start = System.nanoTime();
      kubectl.run("delete", "pod", pod, "--wait=false");
      Awaitility.await("ffmpeg was disconnected and has reconnected")
          .atMost(Duration.ofSeconds(60))
          .until(() -> publisher.starts() > 1);
      audience.awaitMore(2 * SECOND);
      System.out.printf(
          "ingest's pod deleted: two more seconds received after %.0f s%n",
          (System.nanoTime() - start) / 1e9);

      assertThat(audience.edgesOfEach()).as("sockets").containsOnly(1);
      assertThat(audience.gaps()).isLessThanOrEqualTo(VIEWERS);
    }
    release.awaitRolledOut("deployment/framelog-ingest");
  }

  @Test
  @Order(10)
  void noProbeHasRestartedAPod() {
    for (var pod : kubectl.get("pods").path("items")) {
      assertThat(pod.at("/status/containerStatuses/0/restartCount").asInt())
          .as("restarts of %s", pod.at("/metadata/name").asText())
          .isZero();
    }
  }

  @Test
  @Order(11)
  void uninstallRemovesAllObjects() {
    release.uninstall();
    Awaitility.await("all objects are removed")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              assertThat(kubectl.names(KINDS)).containsExactlyInAnyOrderElementsOf(emptyNamespace);
              assertThat(kubectl.names("persistentvolumes")).isEmpty();
            });
  }
}
