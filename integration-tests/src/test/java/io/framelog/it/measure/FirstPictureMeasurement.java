package io.framelog.it.measure;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.process.Ports;
import io.framelog.it.process.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Measures the seconds from the start of {@code ./framelog demo}, already built, to the first
 * decoded picture of the demo stream in a waiting Chromium, and the process's resident memory 10 s
 * later.
 */
class FirstPictureMeasurement {
  private static final int RUNS = Integer.getInteger("framelog.measure.runs", 5);

  @Test
  void ofStandaloneWithItsDemo() {
    try (Chromium chromium = Chromium.launch()) {
      for (int run = 1; run <= RUNS; run++) {
        measure(chromium, run);
      }
    }
  }

  private static void measure(Chromium chromium, int run) {
    int http = Ports.free();
    List<String> command =
        List.of(
            "../framelog",
            "demo",
            "--port",
            Integer.toString(http),
            "--tcp-port",
            Integer.toString(Ports.free()),
            "--kafka-port",
            "0",
            "--data-dir",
            "memory");
    Page page = chromium.open("about:blank");
    long start = System.nanoTime();
    try (RunningProcess standalone = RunningProcess.start("standalone", command)) {
      Awaitility.await("the page is served")
          .atMost(Duration.ofSeconds(60))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> accepts(http));
      double served = secondsSince(start);
      page.navigate("http://127.0.0.1:" + http + "/watch/demo");
      page.waitForFunction(
          "() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames > 0",
          null,
          new Page.WaitForFunctionOptions().setTimeout(60_000).setPollingInterval(20));
      double picture = secondsSince(start);
      page.waitForTimeout(10_000);
      System.out.printf(
          "run %d: page served after %.2f s, first picture after %.2f s, resident %d MB%n",
          run, served, picture, residentMegabytes(standalone.pid()));
    } finally {
      page.close();
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static long residentMegabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException("no memory size of process " + pid, e);
    }
  }
}
