package io.framelog.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/**
 * What a page's video element decodes of a sound that pauses. Frames of silence have few bytes,
 * those of noise many.
 */
public final class HeardSound {
  /** For each second of media how many bytes of sound were decoded, and the longest standstill. */
  private static final String LISTEN =
      """
      () => {
        const video = document.querySelector('video');
        const heard = { seconds: [], longestMs: 0, at: 0 };
        window.heard = heard;
        let bytes = video.webkitAudioDecodedByteCount;
        let from = video.currentTime;
        let time = from;
        let looked = performance.now();
        let movedAt = looked;
        setInterval(() => {
          const now = performance.now();
          // where the page itself stood still, the picture may have moved
          if (now - looked > 200 || video.currentTime !== time) movedAt = now;
          looked = now;
          time = video.currentTime;
          if (now - movedAt > heard.longestMs) Object.assign(heard, { longestMs: now - movedAt, at: time });
          if (time - from < 1) return;
          const decoded = video.webkitAudioDecodedByteCount;
          heard.seconds.push(Math.round((decoded - bytes) / (time - from)));
          bytes = decoded;
          from = time;
        }, 50);
      }
      """;

  /** Two seconds of sound, four of silence, and two of sound again. */
  private static final String PAUSED_AND_CAME_BACK =
      """
      () => /LL+Q{4,}[^L]*LL/.test(
          window.heard.seconds.map(b => b > 2000 ? 'L' : b < 800 ? 'Q' : '.').join(''))
      """;

  private final Page page;

  private HeardSound(Page page) {
    this.page = page;
  }

  /** Listens from now on. */
  public static HeardSound of(Page page) {
    page.evaluate(LISTEN);
    return new HeardSound(page);
  }

  /** Waits until sound was heard, then silence, then sound. */
  public void awaitPauseAndReturn() {
    try {
      page.waitForFunction(
          PAUSED_AND_CAME_BACK,
          null,
          new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
    } catch (com.microsoft.playwright.TimeoutError e) {
      throw new AssertionError("no sound, silence, and sound again: " + heard(), e);
    }
  }

  /** That the picture never stood still for longer, while the page did not. */
  public void assertStoodStillForAtMost(double ms) {
    Object longest = page.evaluate("() => window.heard.longestMs");
    assertThat(((Number) longest).doubleValue())
        .as("ms for which the picture stood still: %s", heard())
        .isLessThanOrEqualTo(ms);
  }

  private Object heard() {
    return page.evaluate(
        "() => JSON.stringify({ ...window.heard, time: document.querySelector('video').currentTime"
            + " })");
  }
}
