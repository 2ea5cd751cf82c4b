package io.framelog.media.container.fmp4;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import org.jspecify.annotations.Nullable;

/**
 * What a sample description says, as far as it is known; {@link TrackReader} completes it.
 *
 * @param name how the codec is called in an error: the four-character code, with the object type
 *     for {@code mp4a}
 * @param codec null when Framelog does not carry it
 * @param config in the codec's form, see {@link Codec}
 * @param width pixels; 0 for audio
 * @param height pixels; 0 for audio
 * @param sampleRate samples a second; 0 when not told or video
 * @param channels 0 when not told or video
 */
record SampleEntry(
    String name,
    @Nullable Codec codec,
    Bytes config,
    int width,
    int height,
    long sampleRate,
    int channels) {
  static SampleEntry unsupported(String name) {
    return new SampleEntry(name, null, Bytes.EMPTY, 0, 0, 0, 0);
  }

  static SampleEntry video(String name, Codec codec, Bytes config, int width, int height) {
    return new SampleEntry(name, codec, config, width, height, 0, 0);
  }

  static SampleEntry audio(String name, Codec codec, Bytes config, long sampleRate, int channels) {
    return new SampleEntry(name, codec, config, 0, 0, sampleRate, channels);
  }
}
