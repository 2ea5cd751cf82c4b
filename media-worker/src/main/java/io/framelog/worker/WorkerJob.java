package io.framelog.worker;

import java.util.List;
import java.util.Locale;

/**
 * A worker's job, the first line of its stdin: verb, space, argument.
 *
 * @param argument without a line break; may contain secrets, so it is not passed on the command
 *     line
 */
public record WorkerJob(Verb verb, String argument) {
  /** The kinds of job. */
  public enum Verb {
    /**
     * Reads a container from stdin. Argument: FFmpeg's name of its format, space, maximum bytes of
     * a packet.
     */
    DEMUX,
    /** Captures devices. Argument: {@code name=value} pairs, separated by tabs. */
    CAPTURE,
    /** Lists the devices of this machine; no argument. */
    DEVICES,
    /** Transcodes audio from stdin. Argument: FFmpeg's name of the new codec. */
    TRANSCODE,
    /** Encodes keyframes as JPEG pictures, one after the other; no argument. */
    PICTURES
  }

  public WorkerJob {
    if (argument.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a job's argument must not contain a line break");
    }
  }

  /**
   * Demuxes the bytes that follow the job's line.
   *
   * @param format FFmpeg's name
   * @param maxPacketBytes maximum size of a packet
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
   * Transcodes audio until stdin ends.
   *
   * @param codec of the output: {@code aac} or {@code opus}
   */
  public static WorkerJob transcode(String codec) {
    return new WorkerJob(Verb.TRANSCODE, codec);
  }

  public static WorkerJob pictures() {
    return new WorkerJob(Verb.PICTURES, "");
  }

  /** The line, including its line break. */
  public String line() {
    return verb.name().toLowerCase(Locale.ROOT) + " " + argument + "\n";
  }

  /**
   * Parses a line without its line break.
   *
   * @throws IllegalArgumentException when the line is not a job
   */
  static WorkerJob parse(String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("not a job line, expected a verb and an argument");
    }
    return new WorkerJob(
        Verb.valueOf(line.substring(0, space).toUpperCase(Locale.ROOT)), line.substring(space + 1));
  }
}
