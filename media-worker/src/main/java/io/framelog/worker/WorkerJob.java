package io.framelog.worker;

import java.util.List;
import java.util.Locale;

/**
 * What a worker is to do, as the first line of its stdin: verb, space, argument.
 *
 * @param argument without a line break; may hold secrets, which is why it is no command line
 */
public record WorkerJob(Verb verb, String argument) {
  /** The kinds of job. */
  public enum Verb {
    /**
     * Reads a container from stdin: FFmpeg's name of its format, space, bytes of a packet at most.
     */
    DEMUX,
    /** Captures devices: {@code name=value}, separated by tabs. */
    CAPTURE,
    /** Lists the devices of this machine; no argument. */
    DEVICES,
    /** Decodes a sound that stdin brings and encodes it anew; FFmpeg's name of the new codec. */
    TRANSCODE,
    /** Makes pictures of keyframes, one after the other; no argument. */
    PICTURES
  }

  public WorkerJob {
    if (argument.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a job's argument has no line break");
    }
  }

  /**
   * Demuxes what follows the job's line.
   *
   * @param format FFmpeg's name
   * @param maxPacketBytes of one packet
   */
  public static WorkerJob demux(String format, int maxPacketBytes) {
    return new WorkerJob(Verb.DEMUX, format + " " + maxPacketBytes);
  }

  /**
   * Captures until stdin ends.
   *
   * @param options {@code name=value}, see {@link io.framelog.worker.capture.CaptureJob}
   */
  public static WorkerJob capture(List<String> options) {
    return new WorkerJob(Verb.CAPTURE, String.join("\t", options));
  }

  public static WorkerJob devices() {
    return new WorkerJob(Verb.DEVICES, "");
  }

  /**
   * Encodes a sound anew until stdin ends.
   *
   * @param codec what it is to become: {@code aac} or {@code opus}
   */
  public static WorkerJob transcode(String codec) {
    return new WorkerJob(Verb.TRANSCODE, codec);
  }

  public static WorkerJob pictures() {
    return new WorkerJob(Verb.PICTURES, "");
  }

  /** The line, its break included. */
  public String line() {
    return verb.name().toLowerCase(Locale.ROOT) + " " + argument + "\n";
  }

  /**
   * Reads a line without its break.
   *
   * @throws IllegalArgumentException when it is no job
   */
  static WorkerJob parse(String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no job line, expected a verb and an argument");
    }
    return new WorkerJob(
        Verb.valueOf(line.substring(0, space).toUpperCase(Locale.ROOT)), line.substring(space + 1));
  }
}
