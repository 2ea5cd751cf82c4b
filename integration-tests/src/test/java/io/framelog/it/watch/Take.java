package io.framelog.it.watch;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A viewer's data from one {@code start} to the next: the JSON message and the concatenated binary
 * messages, which are a complete file.
 */
public final class Take {
  private final Map<String, Object> start;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int initBytes;
  private final List<Long> arrivals = new ArrayList<>();

  Take(Map<String, Object> start) {
    this.start = start;
  }

  synchronized void add(byte[] message) {
    if (arrivals.isEmpty()) {
      initBytes = message.length;
    }
    bytes.writeBytes(message);
    arrivals.add(System.nanoTime());
  }

  public String mime() {
    return String.valueOf(start.get("mime"));
  }

  /** The tracks in the edge's message. */
  public String tracks() {
    return String.valueOf(start.get("tracks"));
  }

  public String position() {
    return String.valueOf(start.get("position"));
  }

  public long session() {
    return Long.parseLong(String.valueOf(start.get("session")));
  }

  public synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The parts so far, concatenated. */
  public synchronized byte[] media() {
    return Arrays.copyOfRange(bytes.toByteArray(), initBytes, bytes.size());
  }

  /** Number of binary messages so far: the init segment and the parts. */
  public synchronized int binaryMessages() {
    return arrivals.size();
  }

  /** When a part was complete, {@link System#nanoTime()}; the init segment is not counted. */
  public synchronized long partAt(int part) {
    return arrivals.get(part + 1);
  }
}
