package io.framelog.media;

/**
 * An ignored audio track that FFmpeg can decode, so that it can be transcoded. Its samples are
 * still read.
 *
 * @param id {@link IgnoredTrack#id()} or {@link Track#id()}, at least 1
 * @param extradata the codec's configuration in FFmpeg's form; empty when there is none
 * @param timescale ticks a second of its samples' times, 1..2^31-1
 * @param sampleRate samples a second; 0 when only the frames state it
 * @param channels 0 when only the frames state it
 * @param layout parameters that the codec needs besides the extradata
 * @param framed whether each sample is one frame of the codec; else any part of a sequence of
 *     frames
 * @param language ISO 639-2 code; {@code und} when unknown
 */
public record ForeignSound(
    int id,
    SoundCodec codec,
    Bytes extradata,
    int timescale,
    int sampleRate,
    int channels,
    SoundLayout layout,
    boolean framed,
    String language) {
  /** The time of a sample that directly follows the previous one. */
  public static final long UNKNOWN_TIME = Long.MIN_VALUE;

  public ForeignSound {
    if (id < 1) {
      throw new IllegalArgumentException("track id " + id + ", expected at least 1");
    }
    if (timescale < 1) {
      throw new IllegalArgumentException("timescale " + timescale + ", expected at least 1");
    }
    if (sampleRate < 0 || sampleRate > AudioFormat.MAX_SAMPLE_RATE) {
      throw new IllegalArgumentException("sample rate " + sampleRate + ", expected 0..768000");
    }
    if (channels < 0 || channels > 255) {
      throw new IllegalArgumentException("channels " + channels + ", expected 0..255");
    }
    if (!language.matches("[a-z]{3}")) {
      throw new IllegalArgumentException("language " + language + ", expected three of a-z");
    }
  }

  /** A track that needs no layout parameters. */
  public ForeignSound(
      int id,
      SoundCodec codec,
      Bytes extradata,
      int timescale,
      int sampleRate,
      int channels,
      boolean framed,
      String language) {
    this(
        id,
        codec,
        extradata,
        timescale,
        sampleRate,
        channels,
        SoundLayout.UNTOLD,
        framed,
        language);
  }

  /**
   * A track of a codec that Framelog can carry.
   *
   * @param codec FFmpeg's codec of its samples
   * @throws IllegalArgumentException for a timescale above 2^31-1
   */
  public static ForeignSound of(Track track, SoundCodec codec) {
    AudioFormat format = track.audio();
    return new ForeignSound(
        track.id(),
        codec,
        track.config(),
        Math.toIntExact(track.timescale()),
        format == null ? 0 : format.sampleRate(),
        format == null ? 0 : format.channels(),
        true,
        track.language());
  }
}
