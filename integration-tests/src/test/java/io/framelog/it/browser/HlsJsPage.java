package io.framelog.it.browser;

import com.microsoft.playwright.Page;
import io.framelog.it.process.Service;
import java.nio.file.Path;
import java.util.List;

/** A page with hls.js, embedded as in its documentation, that records its errors. */
public final class HlsJsPage implements AutoCloseable {
  private static final Path HLS_JS =
      Path.of(System.getProperty("framelog.root"), "web/node_modules/hls.js/dist/hls.min.js");
  private static final String PLAY =
      """
      url => {
        const video = document.querySelector('video');
        window.errors = [];
        window.hls = new Hls({ lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.5 });
        hls.on(Hls.Events.ERROR, (name, data) =>
            errors.push((data.fatal ? 'fatal ' : '') + data.details + ' ' + data.error?.message));
        hls.loadSource(url);
        hls.attachMedia(video);
      }
      """;

  private final Page page;

  private HlsJsPage(Page page) {
    this.page = page;
  }

  /**
   * Plays a stream of an edge on a page of another origin.
   *
   * @param elsewhere server of the page; the edge must allow its origin
   */
  public static HlsJsPage open(Chromium chromium, Service elsewhere, Service edge, String stream) {
    Page page = chromium.open(elsewhere.http("/live").toString());
    page.setContent("<video muted autoplay></video>");
    page.addScriptTag(new Page.AddScriptTagOptions().setPath(HLS_JS));
    page.evaluate(PLAY, edge.http("/live/" + stream + ".m3u8").toString());
    return new HlsJsPage(page);
  }

  public Page page() {
    return page;
  }

  public PlayedVideo video() {
    return new PlayedVideo(page);
  }

  /** Waits until sound has played, for streams without video frames. */
  public HlsJsPage awaitSound(double seconds) {
    page.waitForFunction(
        "s => { const v = document.querySelector('video'); const p = v.played;"
            + " return p.length && p.end(p.length - 1) - p.start(0) >= s; }",
        seconds,
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
    return this;
  }

  /**
   * Waits until the played media is close to its wall-clock time in the playlist; hls.js plays
   * faster until then.
   *
   * @param atMost seconds
   */
  public void awaitSecondsBehindClock(double atMost) {
    page.waitForFunction(
        "most => hls.playingDate && (Date.now() - hls.playingDate.getTime()) / 1000 < most",
        atMost,
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
  }

  /** The errors of hls.js. */
  public List<?> errors() {
    return (List<?>) page.evaluate("() => errors");
  }

  @Override
  public void close() {
    page.close();
  }
}
