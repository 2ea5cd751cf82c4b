package io.framelog.media.container.packet;

import io.framelog.media.Bytes;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.util.function.Consumer;

/** Turns the packets of one track into samples of the form that its codec has in Framelog. */
sealed interface PacketTrackReader permits WholeSampleReader, AudioRunReader {
  /** Takes samples and changes, in the order of the packets. */
  interface Output {
    void sample(Sample sample);

    /** The track is another one from the next sample on. */
    void changed(Track track);
  }

  /** The track as it was announced. */
  PacketTrack description();

  /** The track as it is now. */
  Track track();

  void packet(Packet packet, Output output);

  /** The extradata is another one from now on; tells when that changes the track. */
  void configure(Bytes extradata, Consumer<Track> changed);

  static PacketTrackReader of(PacketTrack description) {
    return switch (description.framing()) {
      case SAMPLE, ANNEX_B -> new WholeSampleReader(description);
      case ADTS, MPEG_AUDIO, OPUS_CONTROL -> new AudioRunReader(description);
    };
  }
}
