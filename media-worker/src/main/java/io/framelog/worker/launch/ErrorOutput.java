package io.framelog.worker.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/**
 * A worker's stderr: logged at debug level; the last lines are kept for error messages.
 * Thread-safe.
 */
final class ErrorOutput {
  private static final Logger LOG = Logger.getLogger(ErrorOutput.class);
  private static final int KEPT_LINES = 5;
  private static final int MAX_LINE = 300;

  private final Deque<String> last = new ArrayDeque<>();

  /** Reads to the end. */
  void readAll(InputStream stderr, long pid) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String cut = line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE);
        LOG.debugf("media worker stderr: %s worker=%d", cut, pid);
        keep(cut);
      }
    } catch (IOException e) {
      LOG.debugf("cannot read the media worker's stderr: %s worker=%d", e.getMessage(), pid);
    }
  }

  private synchronized void keep(String line) {
    if (last.size() == KEPT_LINES) {
      last.remove();
    }
    last.add(line);
  }

  /** The last lines, joined to one. */
  synchronized String lastLines() {
    return String.join(" | ", last);
  }
}
