package io.framelog.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/** A page's video element, observed independently of the player. */
public final class PlayedVideo {
  private static final String WATCH =
      """
      () => {
        const video = document.querySelector('video');
        window.seen = {
          stalls: 0, stalledMs: 0, lateMs: 0, laterMs: 0, pausedMs: 0, errors: [], story: [],
        };
        const tell = (what) => {
          const end = video.buffered.length ? video.buffered.end(video.buffered.length - 1) : NaN;
          window.seen.story.push(what + ' at ' + video.currentTime.toFixed(3) + ' lead '
              + (end - video.currentTime).toFixed(3) + ' rate ' + video.playbackRate
              + ' target ' + window.framelog?.stats?.targetMs);
        };
        for (const name of ['waiting', 'playing', 'seeking', 'seeked']) {
          video.addEventListener(name, () => tell(name));
        }
        let playing = !video.paused && video.readyState >= 3;
        let since = null;
        video.addEventListener('playing', () => {
          playing = true;
          if (since !== null) window.seen.stalledMs += performance.now() - since;
          since = null;
        });
        video.addEventListener('waiting', () => {
          if (!playing || video.seeking) return;
          window.seen.stalls++;
          since ??= performance.now();
        });
        // The machine's delay: of the publisher, by the ingest node's clock, and of this page.
        let due = performance.now();
        let took = null;
        setInterval(() => {
          const late = performance.now() - due;
          due = performance.now() + 20;
          const { wallClock } = window.framelog ?? {};
          const takes = typeof wallClock === 'number' ? wallClock - video.currentTime * 1000 : took;
          const later = took === null ? 0 : takes - took;
          took = takes;
          for (const ms of [late, later]) if (ms > 20) window.seen.lateMs += ms;
          if (later > 20) window.seen.laterMs += later;
        }, 20);
        // By how much the media falls behind the wall clock within two seconds, for any reason. Of
        // a late sample only 40 ms count: the browser had no processor time.
        let looked = performance.now();
        let place = video.currentTime;
        let behind = 0;
        const lately = [];
        setInterval(() => {
          const now = performance.now();
          const owed = Math.min(now - looked, 40) * video.playbackRate;
          const moved = (video.currentTime - place) * 1000;
          behind += owed - moved;
          looked = now;
          place = video.currentTime;
          lately.push({ now, behind });
          while (now - lately[0].now > 2000) lately.shift();
          const paused = behind - Math.min(...lately.map(each => each.behind));
          if (paused > window.seen.pausedMs + 100) tell('paused ' + Math.round(paused));
          window.seen.pausedMs = Math.max(window.seen.pausedMs, paused);
        }, 20);
        video.addEventListener('error', () => window.seen.errors.push(String(video.error?.message)));
      }
      """;
  private static final String LOOK =
      """
      () => {
        const video = document.querySelector('video');
        const canvas = document.createElement('canvas');
        canvas.width = 64; canvas.height = 48;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(video, 0, 0, 64, 48);
        const pixels = context.getImageData(0, 0, 64, 48).data;
        let low = 255, high = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          const grey = (pixels[i] + pixels[i + 1] + pixels[i + 2]) / 3;
          low = Math.min(low, grey); high = Math.max(high, grey);
        }
        const quality = video.getVideoPlaybackQuality();
        return {
          time: video.currentTime, frames: quality.totalVideoFrames,
          dropped: quality.droppedVideoFrames, contrast: high - low,
          stalls: window.seen?.stalls ?? 0, stalledMs: window.seen?.stalledMs ?? 0,
          lateMs: window.seen?.lateMs ?? 0, pausedMs: window.seen?.pausedMs ?? 0,
          laterMs: window.seen?.laterMs ?? 0, errors: window.seen?.errors ?? [],
          story: window.seen?.story ?? [],
          width: video.videoWidth, height: video.videoHeight, ranges: video.buffered.length,
          behind: video.buffered.length
              ? video.buffered.end(video.buffered.length - 1) - video.currentTime : -1,
        };
      }
      """;

  /** Tolerance for timers and for a clock that follows the audio; not visible. */
  private static final double MAX_PAUSED_MS = 400;

  private static final double MAX_MISSED_S = 0.4;

  private final Page page;

  public PlayedVideo(Page page) {
    this.page = page;
  }

  /** The state of the video element at one time. */
  public record Look(
      double time,
      int frames,
      int dropped,
      double contrast,
      int stalls,
      double stalledMs,
      double lateMs,
      double pausedMs,
      double laterMs,
      List<?> errors,
      List<?> story,
      int width,
      int height,
      int ranges,
      double behind) {}

  /** Waits until the picture moves: before that, a player may hold the first one, or jump. */
  public PlayedVideo awaitPlaying() {
    page.waitForFunction(
        """
        () => {
          const video = document.querySelector('video');
          if (!video || video.getVideoPlaybackQuality().totalVideoFrames < 3) return false;
          const { played } = video;
          const last = played.length - 1;
          return last >= 0 && played.end(last) - played.start(last) > 0.2;
        }
        """,
        null,
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
    page.evaluate(WATCH);
    return this;
  }

  /** Waits until the video has played some more seconds. */
  public PlayedVideo awaitAdvance(double seconds) {
    double from = look().time();
    page.waitForFunction(
        "until => document.querySelector('video').currentTime >= until",
        from + seconds,
        new Page.WaitForFunctionOptions().setTimeout(seconds * 1000 + Chromium.PATIENCE_MS));
    return this;
  }

  public Look look() {
    @SuppressWarnings("unchecked")
    Map<String, Object> values = (Map<String, Object>) page.evaluate(LOOK);
    return new Look(
        number(values, "time"),
        (int) number(values, "frames"),
        (int) number(values, "dropped"),
        number(values, "contrast"),
        (int) number(values, "stalls"),
        number(values, "stalledMs"),
        number(values, "lateMs"),
        number(values, "pausedMs"),
        number(values, "laterMs"),
        (List<?>) values.getOrDefault("errors", List.of()),
        (List<?>) values.getOrDefault("story", List.of()),
        (int) number(values, "width"),
        (int) number(values, "height"),
        (int) number(values, "ranges"),
        number(values, "behind"));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) values.getOrDefault(name, Double.NaN)).doubleValue();
  }

  /**
   * Plays some seconds and asserts that playback is smooth. The picture freezes for no longer than
   * the machine is late, because an encoder without processor time sends no pictures. It does not
   * pause for half a second for any reason, and at most the pictures of 0.4 s are missing.
   *
   * @param seconds of media time
   * @param framesPerSecond nominal
   */
  public void assertPlaysSmoothly(double seconds, double framesPerSecond) {
    page.evaluate("() => { if (window.seen) window.seen.pausedMs = 0; }");
    Look before = look();
    awaitAdvance(seconds);
    Look after = look();
    assertThat(after.errors()).as("media errors").isEmpty();
    if (after.stalls() > before.stalls() || after.pausedMs() > MAX_PAUSED_MS) {
      awaitAdvance(2); // only the next chunk tells the publisher's delay in this one
    }
    Look then = look();
    double late = then.lateMs() - before.lateMs();
    assertThat(after.stalledMs() - before.stalledMs())
        .as("ms frozen in %s s, the machine was late by %s ms: %s", seconds, late, after.story())
        .isLessThanOrEqualTo(late);
    double later = then.laterMs() - before.laterMs();
    assertThat(after.pausedMs())
        .as("ms paused in %s s, the publisher was late by %s ms: %s", seconds, later, after.story())
        .isLessThanOrEqualTo(MAX_PAUSED_MS + later);
    double played = after.time() - before.time();
    assertThat(after.frames() - before.frames())
        .as("frames decoded in %s s: %s", played, after.story())
        .isGreaterThanOrEqualTo((int) (0.9 * seconds * framesPerSecond))
        .isGreaterThanOrEqualTo((int) ((played - MAX_MISSED_S) * framesPerSecond));
    assertThat(after.contrast()).as("contrast of the picture").isGreaterThan(40);
  }
}
