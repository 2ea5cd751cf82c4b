package io.framelog.it.browser;

import com.microsoft.playwright.Page;
import io.framelog.it.process.Service;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The page {@code /publish/{stream}}, with a record of the data that it sends. */
public final class PublishingPage implements AutoCloseable {
  private static final String EAR =
      """
      window.files = [];
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (data) {
        if (data === JSON.stringify({ type: 'start' })) window.files.push([]);
        else if (data instanceof Blob) window.files.at(-1).push(data);
        send.call(this, data);
      };
      """;
  private static final String FILES =
      """
      async () => {
        const read = (blob) => new Promise((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
          reader.readAsDataURL(blob);
        });
        return Promise.all(window.files.map((pieces) => read(new Blob(pieces))));
      }
      """;

  private final Page page;

  private PublishingPage(Page page) {
    this.page = page;
  }

  /**
   * Opens the page.
   *
   * @param query with its question mark, or empty
   */
  public static PublishingPage open(
      Chromium chromium, Service ingest, String stream, String query) {
    return open(chromium, ingest.http("/publish/" + stream + query));
  }

  /** Opens the page at a given address. */
  public static PublishingPage open(Chromium chromium, URI address) {
    return new PublishingPage(chromium.open(address.toString(), EAR));
  }

  public PublishingPage start() {
    page.click("#start");
    return this;
  }

  public PublishingPage awaitHeadline(String headline) {
    page.waitForFunction(
        "words => document.getElementById('headline').textContent === words",
        headline,
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
    return this;
  }

  /** The link for viewers; waits until the page shows it. */
  public String viewersLink() {
    return page.waitForSelector("#viewer-link[href]").getAttribute("href");
  }

  public String detail() {
    return page.textContent("#detail");
  }

  /** The MIME type of the MediaRecorder. */
  public String recordedType() {
    return (String) page.evaluate("() => window.framelog.stats.mimeType");
  }

  public boolean offers(String type) {
    return (Boolean) page.evaluate("type => MediaRecorder.isTypeSupported(type)", type);
  }

  /** Sets another size of the camera. */
  public void resize(int width, int height) {
    page.evaluate(
        "([w, h]) => document.getElementById('preview').srcObject.getVideoTracks()[0]"
            + ".applyConstraints({ width: { exact: w }, height: { exact: h } })",
        List.of(width, height));
  }

  public PublishingPage awaitFiles(int count) {
    page.waitForFunction(
        "count => window.files.length >= count",
        count,
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
    return this;
  }

  /** Waits until the page has sent this number of pieces of recordings, or images. */
  public PublishingPage awaitPieces(int count) {
    page.waitForFunction(
        "count => window.files.flat().length >= count",
        count,
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
    return this;
  }

  public PublishingPage stop() {
    page.click("#stop");
    return awaitHeadline("Stopped");
  }

  /** Number of sent images, or pieces of recordings. */
  public int pieces() {
    return ((Number) page.evaluate("() => window.files.flat().length")).intValue();
  }

  /** The recordings as they were sent, a file each. */
  @SuppressWarnings("unchecked")
  public List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String file : (List<String>) page.evaluate(FILES)) {
      Path path = folder.resolve("sent-" + files.size());
      files.add(Files.write(path, Base64.getDecoder().decode(file)));
    }
    return files;
  }

  @Override
  public void close() {
    page.context().close();
  }
}
