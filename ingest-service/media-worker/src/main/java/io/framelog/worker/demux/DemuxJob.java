package io.framelog.worker.demux;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.JobException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one container to its end and hands its packets on as they come.
 *
 * @param format FFmpeg's name of the container's format
 * @param maxPacketBytes of one packet
 */
public record DemuxJob(String format, int maxPacketBytes) {
  /**
   * Reads a job's argument: format, space, bytes.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static DemuxJob parse(String argument) {
    int space = argument.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no demux job, expected a format and a number of bytes");
    }
    return new DemuxJob(
        argument.substring(0, space), Integer.parseInt(argument.substring(space + 1)));
  }

  /**
   * Runs to the container's end; what is wrong with the container is the packet stream's last
   * message.
   *
   * @param in the container's bytes; stays open
   * @throws IOException when nobody takes the packets any more
   */
  public void run(InputStream in, PacketStreamWriter packets) throws IOException {
    try (DemuxedInput input = DemuxedInput.open(knownFormat(), maxPacketBytes, in)) {
      TrackDiscovery discovery = new TrackDiscovery(input, packets);
      while (input.read()) {
        discovery.packet();
      }
      discovery.finish();
      packets.end();
    } catch (JobException e) {
      packets.failed(e.kind(), e.sentence());
    }
  }

  private DemuxFormat knownFormat() throws JobException {
    for (DemuxFormat known : DemuxFormat.values()) {
      if (known.ffmpegName().equals(format)) {
        return known;
      }
    }
    throw new JobException(FailureKind.OTHER, "format " + format + " is not demuxed");
  }
}
