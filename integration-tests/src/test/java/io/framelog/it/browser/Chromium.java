package io.framelog.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The installed Chromium, headless. Without it, the test fails. */
public final class Chromium implements AutoCloseable {
  /**
   * Time-out of waits for a page, in milliseconds: long, because Chromium encodes and decodes in
   * software, on a machine that may be busy.
   */
  public static final double PATIENCE_MS = 90_000;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  public static Chromium launch() {
    return launchWith();
  }

  /** With a fake camera and microphone, and permission to use them. */
  public static Chromium launchWithCamera() {
    return launchWith("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");
  }

  /** With a fake camera and microphone; accepts certificates of unknown issuers. */
  public static Chromium launchWithCameraTrustingAll() {
    return launchWith(
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--ignore-certificate-errors");
  }

  /** With a camera that pages are not allowed to use. */
  public static Chromium launchWithForbiddenCamera() {
    return launchWith("--use-fake-device-for-media-stream", "--deny-permission-prompts");
  }

  /**
   * Without the protection of local networks that newer versions have.
   *
   * @param name resolves to this machine, as with an attacker's name server
   */
  public static Chromium launchUnprotected(String name) {
    return launchWith(
        "--host-resolver-rules=MAP " + name + " 127.0.0.1",
        "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets");
  }

  private static Chromium launchWith(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required"));
    arguments.addAll(List.of(more));
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(Path.of("/usr/bin/chromium"))
                      .setArgs(arguments));
      return new Chromium(playwright, browser);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** Opens a new page and records the warnings and errors of its console. */
  public Page open(String url) {
    return open(url, "");
  }

  /**
   * Opens a page with the test's HTML in the origin of an address, without scripts of that origin.
   * It cannot access other origins of this machine, which Chromium allows only to pages loaded from
   * it.
   *
   * @param url within the origin; it is not requested there
   * @param body HTML
   */
  public Page openOwn(String url, String body) {
    Page page = browser.newPage();
    keepComplaints(page);
    Consumer<Route> answer =
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/html")
                    .setBody("<!doctype html><link rel=icon href='data:,'>" + body));
    page.route(url, answer);
    page.navigate(url);
    page.unroute(url, answer); // a page with routes has no HTTP cache
    return page;
  }

  /**
   * Opens a new page with a script that runs before the page's scripts.
   *
   * @param first JavaScript
   */
  public Page open(String url, String first) {
    Page page = browser.newPage();
    page.addInitScript(first);
    keepComplaints(page);
    page.navigate(url);
    return page;
  }

  private void keepComplaints(Page page) {
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text() + " at " + message.location());
          }
        });
    page.onPageError(complaints::add);
  }

  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
