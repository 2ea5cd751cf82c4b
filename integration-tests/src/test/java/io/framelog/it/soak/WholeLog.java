package io.framelog.it.soak;

import io.framelog.it.watch.LogDump;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream's log without late writes of sessions that were taken over, as readers use it. Compares
 * it with the events of viewers.
 */
final class WholeLog {
  /** A part; {@code index} counts the parts of the log. */
  private record LoggedPart(int index, long checksum, long chunk) {}

  private final String stream;
  private final Map<Long, LoggedPart> parts = new HashMap<>();
  private final Map<Long, Long> chunkStarts = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  private WholeLog(String stream) {
    this.stream = stream;
  }

  static WholeLog read(String bootstrapServers, String stream) {
    WholeLog log = new WholeLog(stream);
    log.take(LogDump.read(bootstrapServers, stream));
    return log;
  }

  private void take(List<LogDump.Entry> records) {
    long session = -1;
    long chunk = -1;
    long reach = 0;
    long header = -1;
    for (LogDump.Entry entry : records) {
      long its = entry.kind().equals("claim") ? entry.offset() : entry.number("session");
      if (its < session) {
        continue;
      }
      session = its;
      switch (entry.kind()) {
        case "header" -> {
          if (entry.number("chunk") <= chunk) {
            violations.add(
                stream
                    + ": chunk "
                    + entry.number("chunk")
                    + " at "
                    + entry.offset()
                    + " comes after chunk "
                    + chunk);
          }
          chunk = entry.number("chunk");
          header = entry.offset();
        }
        case "part" -> {
          if (entry.number("reach-us") < reach) {
            violations.add(
                stream
                    + ": time goes back at "
                    + entry.offset()
                    + " from "
                    + reach
                    + " to "
                    + entry.number("reach-us"));
          }
          reach = entry.number("reach-us");
          if (entry.number("part") == 0) {
            chunkStarts.put(header, entry.number("pts-us"));
          }
          parts.put(
              entry.offset(),
              new LoggedPart(parts.size(), StayingViewer.checksum(entry.value()), chunk));
        }
        default -> {
          // A claim or an end has no media.
        }
      }
    }
  }

  int size() {
    return parts.size();
  }

  /** Violations of the wire format in the log. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Violations in a viewer's events, one sentence each. */
  List<String> violations(String viewer, List<StayingViewer.Event> events) {
    List<String> found = new ArrayList<>();
    int last = -1;
    boolean gap = false;
    for (StayingViewer.Event event : events) {
      if (event instanceof StayingViewer.Event.Gap) {
        gap = true;
      } else if (event instanceof StayingViewer.Event.Chunk chunk) {
        Long pts = chunkStarts.get(chunk.offset());
        if (pts == null || pts != chunk.ptsUs()) {
          found.add(
              viewer
                  + ": chunk at "
                  + chunk.offset()
                  + " starts at "
                  + chunk.ptsUs()
                  + " us, in the log at "
                  + pts);
        }
      } else if (event instanceof StayingViewer.Event.Part part) {
        LoggedPart logged = parts.get(part.offset());
        if (logged == null) {
          found.add(viewer + ": received a part at " + part.offset() + ", where the log has none");
          continue;
        }
        if (logged.checksum() != part.checksum()) {
          found.add(viewer + ": the part at " + part.offset() + " has other bytes than the log");
        }
        if (gap) {
          // A viewer that joins live again starts with a whole chunk, of which it may have some
          // parts.
          last = logged.index();
        } else if (logged.index() <= last) {
          found.add(viewer + ": the part at " + part.offset() + " was repeated or late");
        } else if (last >= 0 && logged.index() > last + 1) {
          found.add(
              viewer
                  + ": "
                  + (logged.index() - last - 1)
                  + " parts before "
                  + part.offset()
                  + " are missing without a gap");
        }
        last = Math.max(last, logged.index());
        gap = false;
      }
    }
    return found;
  }
}
