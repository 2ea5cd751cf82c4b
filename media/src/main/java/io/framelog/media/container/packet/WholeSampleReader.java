package io.framelog.media.container.packet;

import io.framelog.media.Bytes;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.AnnexB;
import io.framelog.media.codec.FfmpegExtradata;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads packets that contain one sample each. */
final class WholeSampleReader implements PacketTrackReader {
  /** An AV1 temporal delimiter with its size, which only streams without a container have. */
  private static final int TEMPORAL_DELIMITER = 0x1200;

  private final PacketTrack description;
  private final PacketClock clock;
  private final @Nullable AnnexB annexB;
  private Track track;

  WholeSampleReader(PacketTrack description) {
    this.description = description;
    this.clock = new PacketClock(description);
    this.annexB =
        description.framing() == PacketFraming.ANNEX_B ? AnnexB.of(description.codec()) : null;
    this.track = trackOf(description);
  }

  private static Track trackOf(PacketTrack description) {
    Bytes extradata = description.extradata();
    return new Track(
        description.id(),
        description.codec(),
        description.framing() == PacketFraming.ANNEX_B
            ? FfmpegExtradata.ofAnnexB(description.codec(), extradata)
            : FfmpegExtradata.config(description.codec(), extradata),
        description.timeBaseDenominator(),
        0,
        description.video(),
        description.audio(),
        description.language());
  }

  @Override
  public PacketTrack description() {
    return description;
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public void configure(Bytes extradata, Consumer<Track> changed) {
    Track configured = trackOf(description.withExtradata(extradata));
    if (!configured.config().equals(track.config())) {
      track = configured;
      changed.accept(track);
    }
  }

  @Override
  public void packet(Packet packet, Output output) {
    clock.advance(packet);
    ByteBuffer data = sampleOf(packet.data());
    if (data.hasRemaining()) {
      output.sample(
          new Sample(
              description.id(), clock.dts(), clock.pts(), clock.duration(), packet.key(), data));
    }
  }

  private ByteBuffer sampleOf(ByteBuffer data) {
    return switch (description.codec()) {
      case H264, HEVC -> annexB == null ? data : annexB.toLengthPrefixed(data);
      case AV1 -> withoutTemporalDelimiter(data);
      default -> data;
    };
  }

  private static ByteBuffer withoutTemporalDelimiter(ByteBuffer data) {
    boolean delimited =
        data.remaining() > 2 && data.getShort(data.position()) == TEMPORAL_DELIMITER;
    return delimited ? data.slice(data.position() + 2, data.remaining() - 2) : data;
  }
}
