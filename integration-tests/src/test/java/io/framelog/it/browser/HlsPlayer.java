package io.framelog.it.browser;

import com.microsoft.playwright.Page;
import io.framelog.it.process.Service;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Third-party HLS players, embedded as in their documentation. */
public enum HlsPlayer {
  /** The browser's HLS player. */
  CHROMIUM(
      null,
      """
      url => { document.querySelector('video').src = url; }
      """,
      0),
  /**
   * Shaka 5.2 aborts its source buffer between the parts that it requests in parallel at its start,
   * and loses the rest of those GOPs (described in its pull request 10559).
   */
  SHAKA(
      "shaka-player/dist/shaka-player.compiled.js",
      """
      async url => {
        shaka.polyfill.installAll();
        const player = new shaka.Player();
        player.addEventListener('error', event => errors.push('shaka ' + event.detail.code));
        await player.attach(document.querySelector('video'));
        await player.load(url);
      }
      """,
      4),
  VIDEO_JS(
      "video.js/dist/video.min.js",
      """
      url => {
        const player = videojs(document.querySelector('video'), {
          html5: { vhs: { overrideNative: true, llhls: true } },
        });
        player.on('error', () => errors.push('video.js ' + player.error().message));
        player.src({ src: url, type: 'application/x-mpegURL' });
        player.play();
      }
      """,
      0);

  private static final String VIDEO = "<video muted autoplay crossorigin></video>";

  private final @Nullable String script;
  private final String play;
  private final double startSeconds;

  HlsPlayer(@Nullable String script, String play, double startSeconds) {
    this.script = script;
    this.play = play;
    this.startSeconds = startSeconds;
  }

  /** Seconds of media at the start in which this player may cause holes. */
  public double startSeconds() {
    return startSeconds;
  }

  /**
   * Plays a stream of an edge on a page of another origin.
   *
   * @param elsewhere server of the page; the edge must allow its origin
   */
  public Page open(Chromium chromium, Service elsewhere, Service edge, String stream) {
    Page page = chromium.open(elsewhere.http("/live").toString());
    page.setContent(VIDEO);
    return play(page, edge.http("/live/" + stream + ".m3u8"));
  }

  /**
   * Plays a playlist on a page of the same origin.
   *
   * @param origin an address of that origin
   */
  public Page open(Chromium chromium, URI origin, URI playlist) {
    return play(chromium.openOwn(origin.toString(), VIDEO), playlist);
  }

  private Page play(Page page, URI playlist) {
    page.evaluate("() => { window.errors = []; }");
    if (script != null) {
      Path file = Path.of(System.getProperty("framelog.root"), "web/node_modules", script);
      page.addScriptTag(new Page.AddScriptTagOptions().setPath(file));
    }
    page.evaluate(play, playlist.toString());
    return page;
  }

  /** The errors of the player. */
  public static List<?> errors(Page page) {
    return (List<?>) page.evaluate("() => errors");
  }
}
