package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.framelog.it.browser.Chromium;
import io.framelog.it.device.VirtualScreen;
import io.framelog.it.device.VirtualSoundCard;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.watch.Decoded;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of an ingest node's devices, from the test picture and tone to a viewer's decoder. */
@ExtendWith(SharedCluster.class)
class CapturesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static VirtualSoundCard sound;
  private static Cluster cluster;
  private static IngestNode ingest;
  private static String node;

  @TempDir private Path folder;

  @BeforeAll
  static void startACaptureNode(SharedCluster.Set shared, @TempDir Path folder) throws Exception {
    sound = VirtualSoundCard.start(folder);
    cluster = Cluster.around(shared.bootstrapServers());
    ingest =
        cluster.startIngest(
            Map.of(
                "framelog.node-id", "studio",
                "framelog.ingest.capture.api-devices", "all",
                "framelog.ingest.capture.retry-max", "2s",
                "framelog.ingest.captures.bars.video", "lavfi:smptebars=size=320x240:rate=25",
                "framelog.ingest.captures.bars.stream", "configured"),
            sound.environment());
    node =
        Awaitility.await("the control API lists the node")
            .atMost(PATIENCE)
            .until(() -> nodeNamed(shared, "studio-ingest-"), each -> !each.isEmpty());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    sound.close();
  }

  private static String nodeNamed(SharedCluster.Set shared, String start) throws Exception {
    for (JsonNode each : JSON.readTree(shared.control().get("/api/nodes").body())) {
      if (each.get("id").asText().startsWith(start)) {
        return each.get("id").asText();
      }
    }
    return "";
  }

  @Test
  void capturesAScreenAndItsSound(SharedCluster.Set shared) throws Exception {
    try (VirtualScreen screen = VirtualScreen.start(folder);
        RunningProcess tone = sound.play(880);
        Viewer viewer = Viewer.connect(shared.edgeA().websocket("/live/desk"))) {
      screen.paint(0xff0000, 0x0000ff);

      JsonNode capture =
          start(
              shared,
              "desk",
              "\"video\":\"%s\",\"audio\":\"%s\",\"frameRate\":15"
                  .formatted(screen.device(), sound.device()));
      assertThat(capture.get("state").asText()).as("%s", capture).isEqualTo("capturing");
      viewer.awaitParts(0, 60, PATIENCE);
      assertThat(tone.isAlive()).as(tone.output()).isTrue();

      Decoded red = Decoded.of(viewer.takes().get(0), folder.resolve("red.mp4"));
      assertColours(red.halves(), 0xff0000, 0x0000ff);
      assertThat(red.hertz()).isBetween(860.0, 900.0);

      // when the screen changes, so does the picture
      screen.paint(0x00ff00, 0xffffff);
      viewer.awaitParts(0, viewer.takes().get(0).binaryMessages() + 30, PATIENCE);
      Decoded green = Decoded.of(viewer.takes().get(0), folder.resolve("green.mp4"));
      assertColours(green.halves(), 0x00ff00, 0xffffff);
    } finally {
      stop(shared, "desk");
    }
    assertThat(captures(shared)).noneMatch(each -> each.get("name").asText().equals("desk"));
  }

  @ParameterizedTest
  @CsvSource({"openh264, aac, avc1.", "vp8, opus, vp8", "vp9, opus, vp09.", "av1, opus, av01."})
  void aTestPictureAndToneDecodeInEachCodec(
      String video, String audio, String mime, SharedCluster.Set shared) throws Exception {
    String name = "test-" + video;
    try (Viewer viewer = Viewer.connect(shared.edgeA().websocket("/live/" + name))) {
      start(
          shared,
          name,
          "\"video\":\"lavfi:testsrc2=size=320x180:rate=15\",\"audio\":\"lavfi:sine=frequency=440\","
              + "\"videoCodec\":\"%s\",\"audioCodec\":\"%s\"".formatted(video, audio));
      viewer.awaitMessage("chunk", 4, PATIENCE);

      assertThat(viewer.takes().get(0).mime()).contains(mime);
      Decoded decoded = Decoded.of(viewer.takes().get(0), folder.resolve(name));
      assertThat(decoded.hertz()).isBetween(430.0, 450.0);
      assertThat(decoded.soundSeconds()).isGreaterThan(2);
      assertThat(viewer.messages("gap")).isEmpty();
    } finally {
      stop(shared, name);
    }
  }

  @Test
  void aCaptureContinuesInAnotherProcessAfterAKill(SharedCluster.Set shared) throws Exception {
    try (Viewer viewer = Viewer.connect(shared.edgeA().websocket("/live/configured"))) {
      viewer.awaitParts(0, 20, PATIENCE);

      // when every child process of the node is killed
      long pid = ingest.service().process().pid();
      List<ProcessHandle> workers = ProcessHandle.of(pid).orElseThrow().children().toList();
      assertThat(workers).isNotEmpty();
      workers.forEach(ProcessHandle::destroyForcibly);

      // then the viewer receives the next process's pictures on the same socket
      viewer.awaitParts(1, 20, PATIENCE);
      assertThat(viewer.isOpen()).isTrue();
      JsonNode capture = await(shared, "bars", state("capturing"));
      assertThat(capture.get("reason").asText()).isEqualTo("crashed");
      assertThat(capture.get("configured").asBoolean()).isTrue();
      assertThat(ingest.service().process().isAlive()).isTrue();
      assertThat(
              ingest
                  .service()
                  .metric("framelog_ingest_capture_failures_total", "reason=\"crashed\""))
          .isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void aScreenThatIsRestartedIsCapturedAgain(SharedCluster.Set shared) throws Exception {
    try (Viewer viewer = Viewer.connect(shared.edgeA().websocket("/live/wall"))) {
      VirtualScreen screen = VirtualScreen.start(folder);
      try (screen) {
        screen.paint(0xff0000, 0xff0000);
        start(shared, "wall", "\"video\":\"" + screen.device() + "\"");
        viewer.awaitParts(0, 20, PATIENCE);
      }

      JsonNode gone = await(shared, "wall", state("failed"));
      assertThat(gone.get("reason").asText()).isIn("disappeared", "not-found");
      JsonNode missing =
          await(shared, "wall", each -> each.path("reason").asText().equals("not-found"));
      assertThat(missing.get("message").asText())
          .contains("no such device: no X server at " + screen.device().substring(8));
      JsonNode waiting = await(shared, "wall", each -> each.has("retryAt"));
      assertThat(Instant.parse(waiting.get("retryAt").asText()))
          .isAfter(Instant.parse(waiting.get("since").asText()));

      try (VirtualScreen again = screen.startAgain()) {
        again.paint(0x00ff00, 0x00ff00);
        viewer.awaitParts(1, 20, PATIENCE);
        assertThat(viewer.isOpen()).isTrue();
        Decoded green = Decoded.of(viewer.takes().get(1), folder.resolve("green.mp4"));
        assertColours(green.halves(), 0x00ff00, 0x00ff00);
        stop(shared, "wall");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"video\":\"v4l2:/dev/video99\"|not-found|no such device: v4l2:/dev/video99",
        "\"video\":\"x11grab::59999\"|not-found|no X server at :59999",
        "\"audio\":\"pulse:nobody\"|not-found|PulseAudio has no source nobody",
        "\"audio\":\"alsa:hw:31\"|not-found|no such device: alsa:hw:31",
        "\"video\":\"lavfi:testsrc2\",\"videoCodec\":\"h264-nvenc\"|encoder|no encoder: h264-nvenc",
        "\"video\":\"lavfi:testsrc2\",\"videoCodec\":\"h264-vaapi\"|encoder|no encoder: h264-vaapi",
        "\"video\":\"lavfi:nullsrc=size=9000x9000\"|format-not-offered|expected at most 7680x4320"
      })
  void reportsWhyADeviceCannotBeOpened(
      String device, String reason, String message, SharedCluster.Set shared) throws Exception {
    try {
      JsonNode capture = start(shared, "hopeless", device);

      assertThat(capture.get("state").asText()).isEqualTo("failed");
      assertThat(capture.get("reason").asText()).isEqualTo(reason);
      assertThat(capture.get("message").asText()).contains(message).doesNotContain("Exception");
      assertThat(capture.has("retryAt")).isTrue();
    } finally {
      stop(shared, "hopeless");
    }
  }

  @Test
  void listsTheDevicesOfANode(SharedCluster.Set shared) throws Exception {
    try (VirtualScreen screen = VirtualScreen.start(folder)) {
      HttpResponse<String> answer = shared.control().get("/api/nodes/" + node + "/devices");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(JSON.readTree(answer.body()).findValuesAsText("device"))
          .contains(screen.device(), sound.device(), "lavfi:testsrc2=size=1280x720:rate=30");
    }
  }

  @Test
  void theDashboardShowsWhyACaptureFailsAndStopsIt(SharedCluster.Set shared) throws Exception {
    start(shared, "missing", "\"video\":\"v4l2:/dev/video98\"");
    try (Chromium chromium = Chromium.launch()) {
      Page page = chromium.open(shared.control().http("/dashboard/").toString());
      Locator row = page.locator("#captures tr").filter(withText("missing"));

      row.filter(withText("no such device: v4l2:/dev/video98")).waitFor();
      row.filter(withText("tried again at")).waitFor();
      page.onDialog(Dialog::accept);
      row.getByText("Stop").click();

      row.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
      // The page checks whether an edge has the same address, which is not the case here.
      String edge = shared.control().http("/live").toString();
      assertThat(chromium.complaints())
          .allMatch(each -> each.contains("404") && each.contains(" at " + edge + ":"));
    }
    assertThat(captures(shared)).noneMatch(each -> each.get("name").asText().equals("missing"));
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** Each of these would open a file, run a program or connect to another machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"video\":\"lavfi:movie=/etc/passwd\"",
        "\"audio\":\"alsa:file:'|touch /tmp/framelog-pwned',raw\"",
        "\"video\":\"x11grab:example.org:0\"",
        "\"video\":\"v4l2:http://example.org/\"",
        "\"video\":\"concat:/etc/passwd\""
      })
  void refusesMoreThanADevice(String device, SharedCluster.Set shared) throws Exception {
    HttpResponse<String> answer = post(shared, "evil", device);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(captures(shared)).noneMatch(each -> each.get("name").asText().equals("evil"));
  }

  private static HttpResponse<String> post(SharedCluster.Set shared, String name, String fields)
      throws IOException, InterruptedException {
    return shared
        .control()
        .post(
            "/api/captures",
            "{\"node\":\"" + node + "\",\"name\":\"" + name + "\"," + fields + "}");
  }

  private static JsonNode start(SharedCluster.Set shared, String name, String fields)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = post(shared, name, fields);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body());
  }

  private static void stop(SharedCluster.Set shared, String name) throws Exception {
    assertThat(shared.control().delete("/api/captures/" + node + "/" + name).statusCode())
        .isEqualTo(204);
  }

  private static List<JsonNode> captures(SharedCluster.Set shared) throws Exception {
    return StreamSupport.stream(
            JSON.readTree(shared.control().get("/api/captures").body()).spliterator(), false)
        .toList();
  }

  private static Predicate<JsonNode> state(String state) {
    return capture -> capture.get("state").asText().equals(state);
  }

  private static JsonNode await(
      SharedCluster.Set shared, String name, Predicate<JsonNode> condition) {
    return Awaitility.await("capture " + name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> JSON.readTree(shared.control().get("/api/captures/" + node + "/" + name).body()),
            condition);
  }

  private static void assertColours(List<Integer> seen, int left, int right) {
    assertThat(List.of(close(seen.get(0), left), close(seen.get(1), right)))
        .as("%06x %06x, expected %06x %06x", seen.get(0), seen.get(1), left, right)
        .containsOnly(true);
  }

  /** Tolerates the deviations of an encoder and a colour space conversion. */
  private static boolean close(int seen, int painted) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((seen >> shift & 0xff) - (painted >> shift & 0xff)) > 32) {
        return false;
      }
    }
    return true;
  }
}
