package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaRequestTest {
  @ParameterizedTest
  @CsvSource({
    "/live/cam1, /publish/cam1",
    "/live/site-a/Door_2/, /publish/site-a/Door_2",
    "/live/cam1.mp4, /publish/cam1",
    "/watch/cam1, /publish/cam1",
    "/mirror/cam1, /publish/cam1",
    "/cam1.ts, /publish/cam1",
    "/stream, /publish/stream",
    "/, /publish/NAME",
    "/live, /publish/NAME",
    "/live/, /publish/NAME",
    "/live/a b, /publish/NAME"
  })
  void namesThePathToPublishTo(String path, String expected) {
    assertThat(MediaRequest.sentence(path))
        .isEqualTo("Publish to " + expected + ": no media is taken at " + path);
  }
}
