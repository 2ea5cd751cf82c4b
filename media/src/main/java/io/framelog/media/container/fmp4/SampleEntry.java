package io.framelog.media.container.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.SoundCodec;
import io.framelog.media.SoundLayout;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import org.jspecify.annotations.Nullable;

/**
 * The parsed content of a sample description; {@link TrackReader} completes it.
 *
 * @param name the codec's name in errors: the four-character code, with the object type for {@code
 *     mp4a}
 * @param codec null when Framelog does not carry it
 * @param config in the codec's form, see {@link Codec}
 * @param picture null for audio
 * @param sampleRate samples a second; 0 when not stated or video
 * @param channels 0 when not stated or video
 * @param decodable an audio codec that is not carried, but that FFmpeg decodes; else null
 * @param layout parameters for decoding it besides {@code config}
 * @param failure the error of an entry that cannot be read
 */
record SampleEntry(
    String name,
    @Nullable Codec codec,
    Bytes config,
    @Nullable VideoFormat picture,
    long sampleRate,
    int channels,
    @Nullable SoundCodec decodable,
    SoundLayout layout,
    @Nullable ContainerException failure) {
  static SampleEntry unsupported(String name) {
    return new SampleEntry(name, null, Bytes.EMPTY, null, 0, 0, null, SoundLayout.UNTOLD, null);
  }

  static SampleEntry decodable(String name, SoundCodec codec, long sampleRate, int channels) {
    return decodable(name, codec, Bytes.EMPTY, SoundLayout.UNTOLD, sampleRate, channels);
  }

  static SampleEntry decodable(
      String name,
      SoundCodec codec,
      Bytes extradata,
      SoundLayout layout,
      long sampleRate,
      int channels) {
    return new SampleEntry(name, null, extradata, null, sampleRate, channels, codec, layout, null);
  }

  static SampleEntry broken(String name, ContainerException failure) {
    return new SampleEntry(name, null, Bytes.EMPTY, null, 0, 0, null, SoundLayout.UNTOLD, failure);
  }

  static SampleEntry video(String name, Codec codec, Bytes config, VideoFormat picture) {
    return new SampleEntry(name, codec, config, picture, 0, 0, null, SoundLayout.UNTOLD, null);
  }

  static SampleEntry audio(String name, Codec codec, Bytes config, long sampleRate, int channels) {
    return new SampleEntry(
        name, codec, config, null, sampleRate, channels, null, SoundLayout.UNTOLD, null);
  }
}
