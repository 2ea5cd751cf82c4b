package io.framelog.it.publish;

import io.framelog.it.watch.Packets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fragmented MP4 from ffmpeg with one fragment per frame. Tests send it with many names,
 * truncated or with time jumps, without the load of many ffmpeg processes.
 */
public final class Clip {
  private static final int FPS = 25;

  /**
   * Placeholder of the stream's name; a suffix after a question mark is a key, which is removed.
   */
  private static final String PLACEHOLDER = "placeholder-for-the-name-of-a-stream";

  private final byte[] bytes;
  private final int frames;
  private final long frameBytes;
  private final int seconds;

  private Clip(byte[] bytes, int frames, long frameBytes, int seconds) {
    this.bytes = bytes;
    this.frames = frames;
    this.frameBytes = frameBytes;
    this.seconds = seconds;
  }

  /** The file's bytes; must not be modified. */
  public byte[] bytes() {
    return bytes;
  }

  /** Number of video frames. */
  public int frames() {
    return frames;
  }

  /** Total bytes of all frames. */
  public long frameBytes() {
    return frameBytes;
  }

  /** Its duration in seconds. */
  public int seconds() {
    return seconds;
  }

  /** Creates a clip with a keyframe a second. */
  public static Clip make(Path folder, int seconds, int kilobits) {
    Path file =
        Ffmpeg.make(
            folder.resolve("clip-" + seconds + "-" + kilobits + ".mp4"),
            List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=" + FPS,
                "-t",
                Integer.toString(seconds),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-bf",
                "0",
                "-g",
                "" + FPS,
                "-b:v",
                kilobits + "k",
                "-minrate",
                kilobits + "k",
                "-maxrate",
                kilobits + "k",
                "-bufsize",
                kilobits / 2 + "k",
                "-x264-params",
                "nal-hrd=cbr",
                "-metadata",
                "title=" + PLACEHOLDER,
                "-movflags",
                "empty_moov+default_base_moof+frag_every_frame",
                "-f",
                "mp4"));
    List<Packets.Packet> packets = Packets.of(file).tracks().get(0).packets();
    try {
      long frameBytes = packets.stream().mapToLong(Packets.Packet::size).sum();
      return new Clip(Files.readAllBytes(file), packets.size(), frameBytes, seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be parsed", e);
    }
  }

  /** This clip with a stream name. */
  public Clip named(String stream) {
    byte[] placeholder = PLACEHOLDER.getBytes(StandardCharsets.US_ASCII);
    String padding = "?" + "x".repeat(PLACEHOLDER.length());
    byte[] name =
        (stream + padding).substring(0, PLACEHOLDER.length()).getBytes(StandardCharsets.US_ASCII);
    byte[] copy = bytes.clone();
    int at = indexOf(placeholder);
    System.arraycopy(name, 0, copy, at, name.length);
    return new Clip(copy, frames, frameBytes, seconds);
  }

  private int indexOf(byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (ByteBuffer.wrap(bytes, at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
        return at;
      }
    }
    throw new IllegalStateException("the clip has no title");
  }

  /** This clip with all decode times from a second on moved. */
  public Clip jumping(int fromSecond, int bySeconds) {
    byte[] moved = bytes.clone();
    ByteBuffer copy = ByteBuffer.wrap(moved);
    List<Integer> fragments = boxes(0, copy.limit(), "moof", copy);
    int timescale = timescale(copy);
    for (int fragment : fragments.subList(fromSecond * FPS, fragments.size())) {
      int traf = boxes(fragment + 8, fragment + copy.getInt(fragment), "traf", copy).get(0);
      int tfdt = boxes(traf + 8, traf + copy.getInt(traf), "tfdt", copy).get(0);
      // ISO/IEC 14496-12 §8.8.12: version 1 has 64 bits.
      if (copy.get(tfdt + 8) != 1) {
        throw new IllegalStateException("tfdt has version " + copy.get(tfdt + 8));
      }
      copy.putLong(tfdt + 12, copy.getLong(tfdt + 12) + (long) bySeconds * timescale);
    }
    return new Clip(moved, frames, frameBytes, seconds);
  }

  private static int timescale(ByteBuffer file) {
    int moov = boxes(0, file.limit(), "moov", file).get(0);
    int trak = boxes(moov + 8, moov + file.getInt(moov), "trak", file).get(0);
    int mdia = boxes(trak + 8, trak + file.getInt(trak), "mdia", file).get(0);
    int mdhd = boxes(mdia + 8, mdia + file.getInt(mdia), "mdhd", file).get(0);
    return file.getInt(mdhd + (file.get(mdhd + 8) == 1 ? 28 : 20));
  }

  private static List<Integer> boxes(int from, int to, String type, ByteBuffer file) {
    List<Integer> found = new ArrayList<>();
    for (int at = from; at < to; at += file.getInt(at)) {
      byte[] name = new byte[4];
      file.get(at + 4, name);
      if (new String(name, StandardCharsets.US_ASCII).equals(type)) {
        found.add(at);
      }
    }
    return found;
  }
}
