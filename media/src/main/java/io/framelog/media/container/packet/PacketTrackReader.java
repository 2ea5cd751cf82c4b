package io.framelog.media.container.packet;

import io.framelog.media.Bytes;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.util.function.Consumer;

/** Turns the packets of one track into samples in the format of {@link io.framelog.media.Codec}. */
sealed interface PacketTrackReader permits WholeSampleReader, AudioRunReader {
  /** Receives samples and track changes, in the order of the packets. */
  interface Output {
    void sample(Sample sample);

    /** The track has changed, from the next sample on. */
    void changed(Track track);
  }

  /** The announced track. */
  PacketTrack description();

  /** The current track. */
  Track track();

  void packet(Packet packet, Output output);

  /** Applies new extradata; calls {@code changed} if that changes the track. */
  void configure(Bytes extradata, Consumer<Track> changed);

  static PacketTrackReader of(PacketTrack description) {
    return switch (description.framing()) {
      case SAMPLE, ANNEX_B -> new WholeSampleReader(description);
      case ADTS, MPEG_AUDIO, OPUS_CONTROL -> new AudioRunReader(description);
    };
  }
}
