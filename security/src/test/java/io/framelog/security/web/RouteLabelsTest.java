package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The label {@code uri} of the metric {@code http_server_requests}, as Quarkus derives it. */
class RouteLabelsTest {
  private static final String KEY = "quarkus.micrometer.binder.http-server.match-patterns";

  @ParameterizedTest
  @CsvSource({
    "/live/cam1, /live/{stream}",
    "/live/site-a/Door_2, /live/{stream}",
    "/live/cam1.mp4, /live/{stream}.mp4",
    "/live/site-a/Door_2.mp4, /live/{stream}.mp4",
    "/live/cam1.webm, /live/{stream}.webm",
    "/live/cam1.mjpeg, /live/{stream}.mjpeg",
    "/live/cam1.jpg, /live/{stream}.jpg",
    "/live/site-a/Door_2.m3u8, /live/{stream}.m3u8",
    "/live/cam1/c0ffee01.d2.mp4, /live/{stream}/{segment}",
    "/live/site-a/Door_2/c0ffee01.4711.200-3.m4s, /live/{stream}/{segment}",
    "/watch/site-a/Door_2, /watch/{stream}",
    "/mirror/cam1, /mirror/{stream}",
    "/publish/site-a/Door_2, /publish/{stream}",
    "/publish/sdk/publisher.js, /publish/sdk/{file}",
    "/sdk/pages/watch.js, /sdk/{file}",
    "/dashboard/dashboard.js, /dashboard/{file}",
    "/api/streams/site-a/Door_2, /api/streams/{id}",
    "/api/streams/site-a/Door_2/settings, /api/streams/{id}/settings",
    "/api/captures/node-1/site-a/desk, /api/captures/{node}/{name}",
    "/api/nodes/node-1/devices, /api/nodes/{node}/devices",
    "/api/none, /{other}",
    "/api/nodes/node-1, /{other}",
    "/api/captures/node-1, /{other}",
    "/wp-login.php, /{other}",
    "/a/b/c, /{other}",
  })
  void isOneForEachRoute(String path, String label) throws IOException {
    assertThat(label(path)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/live",
    "/watch",
    "/mirror",
    "/publish",
    "/dashboard",
    "/api/streams",
    "/api/captures",
    "/api/nodes",
    "/api/refusals",
    "/api/events"
  })
  void isThePathOfARoute(String path) throws IOException {
    assertThat(label(path)).isEqualTo(path);
  }

  /** The replacement of the first pattern that matches all of a path. */
  private static String label(String path) throws IOException {
    for (String pattern : patterns().split(",", -1)) {
      int end = pattern.indexOf('=');
      if (path.matches(pattern.substring(0, end).strip())) {
        return pattern.substring(end + 1).strip();
      }
    }
    return path;
  }

  private static String patterns() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        RouteLabelsTest.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      properties.load(Objects.requireNonNull(in));
    }
    return Objects.requireNonNull(properties.getProperty(KEY));
  }
}
