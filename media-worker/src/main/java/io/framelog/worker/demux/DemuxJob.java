package io.framelog.worker.demux;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Demuxes one container to its end and forwards its packets at once.
 *
 * @param format FFmpeg's name of the container's format
 * @param maxPacketBytes maximum size of a packet
 */
public record DemuxJob(String format, int maxPacketBytes) {
  /**
   * Parses a job's argument: format, space, bytes.
   *
   * @throws IllegalArgumentException when the argument is not valid
   */
  public static DemuxJob parse(String argument) {
    int space = argument.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("not a demux job, expected a format and a byte count");
    }
    return new DemuxJob(
        argument.substring(0, space), Integer.parseInt(argument.substring(space + 1)));
  }

  /**
   * Runs to the container's end. An error in the container is reported as the packet stream's last
   * message.
   *
   * @param in the container's bytes; not closed
   * @throws IOException when the packets cannot be written
   */
  public void run(InputStream in, PacketStreamWriter packets) throws IOException {
    try {
      DemuxFormat known = knownFormat();
      LinkTimes times = new LinkTimes();
      if (known == DemuxFormat.OGG) {
        OggChain chain = new OggChain(in);
        demux(known, chain.link(), times, packets);
        while (chain.next()) {
          times.nextLink();
          demuxIfReadable(known, chain.link(), times, packets);
        }
      } else {
        demux(known, in, times, packets);
      }
      packets.end();
    } catch (JobException e) {
      packets.failed(e.kind(), e.sentence());
    }
  }

  private void demux(
      DemuxFormat known, InputStream container, LinkTimes times, PacketStreamWriter packets)
      throws IOException, JobException {
    try (DemuxedInput input = DemuxedInput.open(known, maxPacketBytes, container)) {
      TrackDiscovery discovery = new TrackDiscovery(input, times, packets);
      while (input.read()) {
        discovery.packet();
      }
      discovery.finish();
    }
  }

  /** After a readable link, an unreadable one is skipped, and the publisher continues. */
  private void demuxIfReadable(
      DemuxFormat known, InputStream link, LinkTimes times, PacketStreamWriter packets)
      throws IOException {
    try {
      demux(known, link, times, packets);
    } catch (JobException e) {
      if (e.kind() != FailureKind.TRUNCATED) {
        packets.ignored(
            List.of(
                new IgnoredTrack(
                    0, IgnoredTrack.Kind.DATA, known.ffmpegName(), "und", e.sentence())));
      }
    }
  }

  private DemuxFormat knownFormat() throws JobException {
    for (DemuxFormat known : DemuxFormat.values()) {
      if (known.ffmpegName().equals(format)) {
        return known;
      }
    }
    throw new JobException(FailureKind.OTHER, "format " + format + " is not supported");
  }
}
