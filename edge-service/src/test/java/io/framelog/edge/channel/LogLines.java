package io.framelog.edge.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Collects the logged lines that contain certain words, until it is closed. */
final class LogLines extends Handler implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final PatternFormatter formatter = new PatternFormatter("%p %c %s%e");
  private final Logger root = Logger.getLogger("");
  private final String words;

  private LogLines(String words) {
    this.words = words;
  }

  static LogLines with(String words) {
    LogLines lines = new LogLines(words);
    lines.root.addHandler(lines);
    return lines;
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord record) {
    String line = formatter.format(record);
    if (line.contains(words)) {
      lines.add(line);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
