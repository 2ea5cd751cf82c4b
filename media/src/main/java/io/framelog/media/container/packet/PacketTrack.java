package io.framelog.media.container.packet;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.VideoFormat;
import org.jspecify.annotations.Nullable;

/**
 * A demuxer's or encoder's description of a track.
 *
 * @param id 1..65535
 * @param framing must fit the codec
 * @param extradata FFmpeg's extradata, unchanged; empty when there is none
 * @param timeBaseNumerator of a tick in seconds, 1..2^31-1
 * @param timeBaseDenominator of a tick in seconds, 1..2^31-1
 * @param video present exactly for video codecs; its size may be 0
 * @param audio present exactly for audio codecs
 * @param language ISO 639-2 code; {@code und} when unknown
 */
public record PacketTrack(
    int id,
    Codec codec,
    PacketFraming framing,
    Bytes extradata,
    int timeBaseNumerator,
    int timeBaseDenominator,
    @Nullable VideoFormat video,
    @Nullable AudioFormat audio,
    String language) {
  public PacketTrack {
    if (id < 1 || id > 65_535) {
      throw new IllegalArgumentException("track id " + id + ", expected 1..65535");
    }
    if (!framing.frames(codec)) {
      throw new IllegalArgumentException("framing " + framing + " does not fit " + codec);
    }
    if (timeBaseNumerator < 1 || timeBaseDenominator < 1) {
      throw new IllegalArgumentException(
          "time base " + timeBaseNumerator + "/" + timeBaseDenominator + ", expected above 0");
    }
    if (!language.matches("[a-z]{3}")) {
      throw new IllegalArgumentException("language " + language + ", expected three of a-z");
    }
  }

  PacketTrack withExtradata(Bytes changed) {
    return new PacketTrack(
        id,
        codec,
        framing,
        changed,
        timeBaseNumerator,
        timeBaseDenominator,
        video,
        audio,
        language);
  }
}
