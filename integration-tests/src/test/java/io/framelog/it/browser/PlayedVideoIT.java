package io.framelog.it.browser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import io.framelog.it.publish.Ffmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which playback {@link PlayedVideo#assertPlaysSmoothly} accepts. */
class PlayedVideoIT {
  /** Appends a fragmented MP4 without one fragment, and jumps over the hole. */
  private static final String PLAY =
      """
      ([base64, missing]) => new Promise((done) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const view = new DataView(bytes.buffer);
        const fragments = [];
        let init = 0;
        for (let at = 0; at < bytes.length; at += view.getUint32(at)) {
          const moof = view.getUint32(at + 4) === 0x6d6f6f66;
          if (moof && init === 0) init = at;
          if (moof) fragments.push(at);
        }
        const pieces = fragments.map((at, i) => bytes.slice(at, fragments[i + 1] ?? bytes.length));
        const all = [bytes.slice(0, init), ...pieces.filter((piece, i) => i !== missing)];
        const video = document.querySelector('video');
        const source = new MediaSource();
        video.src = URL.createObjectURL(source);
        source.addEventListener('sourceopen', () => {
          const buffer = source.addSourceBuffer('video/mp4; codecs="avc1.42c00d"');
          const append = () => (all.length ? buffer.appendBuffer(all.shift()) : done());
          buffer.addEventListener('updateend', append);
          append();
        });
        setInterval(() => {
          const { buffered, currentTime } = video;
          for (let i = 0; i + 1 < buffered.length; i++) {
            if (currentTime >= buffered.end(i) - 0.1 && currentTime < buffered.start(i + 1)) {
              video.currentTime = buffered.start(i + 1) + 0.01;
            }
          }
        }, 50);
      })
      """;

  private static Chromium chromium;
  private static String clip;

  @BeforeAll
  static void launch(@TempDir Path folder) throws Exception {
    String command =
        "-f lavfi -i testsrc2=size=320x240:rate=25 -t 20 -c:v libx264 -preset ultrafast -g 25"
            + " -profile:v baseline -level 1.3 -pix_fmt yuv420p"
            + " -movflags empty_moov+default_base_moof+frag_keyframe";
    Path file =
        Ffmpeg.make(
            folder.resolve("clip.mp4"), Pattern.compile(" ").splitAsStream(command).toList());
    clip = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    chromium = Chromium.launch();
  }

  @AfterAll
  static void quit() {
    chromium.close();
  }

  private static Page play(int missing) {
    Page page = chromium.openOwn("http://127.0.0.1:9/", "<video muted autoplay></video>");
    page.evaluate(PLAY, List.of(clip, missing));
    return page;
  }

  @Test
  void acceptsAVideoThatPlays() {
    try (Page page = play(-1)) {
      new PlayedVideo(page).awaitPlaying().assertPlaysSmoothly(6, 25);
    }
  }

  @Test
  void refusesAVideoThatPausesForASecond() {
    try (Page page = play(-1)) {
      PlayedVideo video = new PlayedVideo(page).awaitPlaying();
      page.evaluate(
          """
          () => {
            const video = document.querySelector('video');
            setTimeout(() => {
              video.pause();
              setTimeout(() => video.play(), 1000);
            }, 1000);
          }
          """);
      assertThatThrownBy(() -> video.assertPlaysSmoothly(6, 25)).hasMessageContaining("ms paused");
    }
  }

  @Test
  void refusesAVideoWithoutAChunk() {
    try (Page page = play(4)) {
      PlayedVideo video = new PlayedVideo(page).awaitPlaying();
      assertThatThrownBy(() -> video.assertPlaysSmoothly(6, 25)).isInstanceOf(AssertionError.class);
    }
  }
}
