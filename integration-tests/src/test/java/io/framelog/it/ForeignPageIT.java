package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.process.Ports;
import io.framelog.it.process.Service;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accesses of a foreign web page to a Framelog that its visitor's browser can connect to. */
class ForeignPageIT {
  private static final String EVIL = "evil.example";
  private static final String CAPTURE =
      "{\"name\": \"%s\", \"video\": \"lavfi:testsrc2=size=320x240:rate=10\"}";

  private static final String TRIES =
      """
      async ([server, capture, type]) => {
        const ws = server.replace('http', 'ws');
        const within = (promise) =>
          Promise.race([promise, new Promise((done) => setTimeout(done, 15000, 'no answer'))]);
        const fetched = (path) =>
          fetch(server + path).then(
            async (answer) => {
              const { value } = await answer.body.getReader().read();
              return answer.ok && value.length > 0 ? 'read' : `status ${answer.status}`;
            },
            () => 'failed');
        const socket = (path) =>
          new Promise((done) => {
            const opened = new WebSocket(ws + path);
            opened.onmessage = () => done('read');
            opened.onclose = () => done('failed');
          });
        const element = (name, path, event) =>
          new Promise((done) => {
            const made = document.createElement(name);
            made.addEventListener(event, () => done('shown'));
            made.addEventListener('error', () => done('failed'));
            made.muted = true;
            made.autoplay = true;
            made.src = server + path;
            document.body.append(made);
          });
        const events = () =>
          new Promise((done) => {
            const source = new EventSource(server + '/api/events');
            source.addEventListener('started', () => done('read'));
            source.addEventListener('error', () => done('failed'));
          });
        await fetch(server + '/api/captures', {
          method: 'POST',
          mode: type ? 'same-origin' : 'no-cors',
          body: new Blob([capture], { type }),
        }).catch(() => {});
        return {
          socket: await within(socket('/live/demo')),
          events: await within(events()),
          video: await within(fetched('/live/demo.mp4')),
          hls: await within(fetched('/live/demo.m3u8')),
          list: await within(fetched('/live')),
          streams: await within(fetched('/api/streams')),
          poster: await within(element('img', '/live/demo.jpg', 'load')),
          player: await within(element('video', '/live/demo.mp4', 'playing')),
          sdk: await within(fetched('/sdk/index.js')),
        };
      }
      """;

  private static Service standalone;
  private static Service elsewhere;

  @BeforeAll
  static void startBoth() throws Exception {
    standalone = standalone("--demo");
    elsewhere = standalone();
    Awaitility.await("the demo is live and has a poster")
        .atMost(Duration.ofSeconds(30))
        .until(() -> standalone.get("/live/demo.jpg").statusCode() == 200);
  }

  private static Service standalone(String... arguments) {
    return Service.start(
        "standalone",
        Map.of(
            "framelog.data-dir", "memory",
            "framelog.kafka.port", "0",
            "framelog.ingest.tcp.port", Integer.toString(Ports.free()),
            "framelog.ingest.capture.api-devices", "lavfi"),
        arguments);
  }

  @AfterAll
  static void stopBoth() {
    standalone.close();
    elsewhere.close();
  }

  @Test
  void aPageOfAnotherOriginNeitherWatchesNorReadsNorStartsACapture() throws Exception {
    try (Chromium chromium = Chromium.launchUnprotected(EVIL)) {
      Page page = chromium.open(elsewhere.http("/live").toString());

      Object seen = tries(page, standalone.http(""), "spy", "");

      assertThat(seen)
          .isEqualTo(
              Map.of(
                  "socket", "failed",
                  "events", "failed",
                  "video", "failed",
                  "hls", "failed",
                  "list", "failed",
                  "streams", "failed",
                  "poster", "failed",
                  "player", "failed",
                  // The SDK's code is public.
                  "sdk", "read"));
      assertThat(standalone.get("/api/captures").body()).doesNotContain("spy");
    }
  }

  @Test
  void framelogsPagesCanDoAllOfThis() throws Exception {
    try (Chromium chromium = Chromium.launchUnprotected(EVIL)) {
      Page page = chromium.open(standalone.http("/dashboard/").toString());

      Object seen = tries(page, standalone.http(""), "mine", "application/json");

      assertThat(seen)
          .isEqualTo(
              Map.of(
                  "socket", "read",
                  "events", "read",
                  "video", "read",
                  "hls", "read",
                  "list", "read",
                  "streams", "read",
                  "poster", "shown",
                  "player", "shown",
                  "sdk", "read"));
      assertThat(standalone.get("/api/captures").body()).contains("mine");
    }
  }

  @Test
  void aPageWithAnotherNameForThisAddressReadsNothing() throws Exception {
    try (Chromium chromium = Chromium.launchUnprotected(EVIL)) {
      // given a page whose name first resolved to the attacker's machine, and now to this one
      String origin = "http://" + EVIL + ":" + standalone.httpPort();
      Page page = chromium.open(origin + "/live");

      Object seen = tries(page, URI.create(origin), "rebound", "application/json");

      assertThat(seen)
          .isEqualTo(
              Map.of(
                  "socket", "failed",
                  "events", "failed",
                  "video", "status 421",
                  "hls", "status 421",
                  "list", "status 421",
                  "streams", "status 421",
                  "poster", "failed",
                  "player", "failed",
                  "sdk", "status 421"));
      assertThat(standalone.get("/api/captures").body()).doesNotContain("rebound");
    }
  }

  private static Object tries(Page page, URI server, String capture, String type) {
    return page.evaluate(TRIES, new Object[] {server.toString(), CAPTURE.formatted(capture), type});
  }
}
