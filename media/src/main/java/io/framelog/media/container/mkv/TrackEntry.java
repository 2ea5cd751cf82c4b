package io.framelog.media.container.mkv;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.AacConfigWriter;
import io.framelog.media.codec.AnnexB;
import io.framelog.media.codec.AudioFrameLength;
import io.framelog.media.codec.CodecException;
import io.framelog.media.codec.FfmpegExtradata;
import io.framelog.media.codec.ReorderDepth;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A TrackEntry while it is parsed (RFC 9559 §5.1.4.1); defaults as specified. */
final class TrackEntry {
  private static final long MAX_DELAY_NS = 10_000_000_000L;
  private static final long MAX_FRAME_NS = 3_600_000_000_000L;
  private static final ByteBuffer NO_FRAME = ByteBuffer.allocate(0);

  private final long offset;
  private long number;
  private String codecId = "";
  private Bytes codecPrivate = Bytes.EMPTY;
  private long codecDelayNs;
  private long defaultDurationNs;
  private final TrackLanguage language = new TrackLanguage();
  private final PictureSettings picture = new PictureSettings();
  private double samplingFrequency = 8000;
  private double outputSamplingFrequency;
  private long channels = 1;
  private long bitDepth;
  private final List<ContentEncoding> encodings = new ArrayList<>(1);

  /**
   * @param offset of the element in the publisher's bytes
   */
  TrackEntry(long offset) {
    this.offset = offset;
  }

  void encodingBegins(long at) {
    if (encodings.size() == 2) {
      throw new ContainerException(
          Reason.LIMIT_EXCEEDED, at, "a third ContentEncoding in one track");
    }
    encodings.add(new ContentEncoding());
  }

  private ContentEncoding encoding() {
    return encodings.get(encodings.size() - 1);
  }

  void unsigned(Element element, long value) {
    switch (element) {
      case TRACK_NUMBER -> number = value;
      case CODEC_DELAY -> codecDelayNs = value;
      case DEFAULT_DURATION -> defaultDurationNs = value;
      case CHANNELS -> channels = value;
      case BIT_DEPTH -> bitDepth = value;
      case CONTENT_ENCODING_SCOPE -> encoding().scope = value;
      case CONTENT_ENCODING_TYPE -> encoding().type = value;
      case CONTENT_COMP_ALGO -> encoding().algorithm = value;
      default -> picture.unsigned(element, value);
    }
  }

  void floating(Element element, double value) {
    switch (element) {
      case SAMPLING_FREQUENCY -> samplingFrequency = value;
      case OUTPUT_SAMPLING_FREQUENCY -> outputSamplingFrequency = value;
      default -> picture.floating(element, value);
    }
  }

  void text(Element element, String value) {
    switch (element) {
      case CODEC_ID -> codecId = value.trim();
      case LANGUAGE -> language.code(value);
      case LANGUAGE_BCP47 -> language.tag(value);
      default -> throw new IllegalArgumentException("not a track element: " + element);
    }
  }

  void binary(Element element, Bytes value) {
    if (element == Element.CODEC_PRIVATE) {
      codecPrivate = value;
    } else {
      encoding().settings = value;
    }
  }

  /** Why the track is not carried; null when it is. */
  @Nullable String refusal() {
    if (CodecId.codec(codecId) == null) {
      return IgnoredTrack.NOT_CARRIED;
    }
    if (encodings.isEmpty()) {
      return null;
    }
    return encodings.size() > 1 ? "encoded twice" : encodings.get(0).refusal();
  }

  /** The track as audio that FFmpeg can decode; null when it is not, or its values are invalid. */
  @Nullable DecodableTrack decodable(Timebase timebase) {
    SoundId id = SoundId.of(codecId, bitDepth, codecPrivate).orElse(null);
    boolean readable =
        encodings.isEmpty() || (encodings.size() == 1 && encodings.get(0).refusal() == null);
    if (id == null || !readable || number < 1 || number > Integer.MAX_VALUE) {
      return null;
    }
    try {
      AudioFormat format = audio();
      ForeignSound sound =
          new ForeignSound(
              (int) number,
              id.codec(),
              id.extradata(),
              Math.toIntExact(timebase.timescale()),
              format.sampleRate(),
              format.channels(),
              id.layout(),
              true,
              language.code());
      Bytes stripped = encodings.isEmpty() ? Bytes.EMPTY : encodings.get(0).strippedHeader();
      return new DecodableTrack(sound, timebase, stripped);
    } catch (ContainerException | IllegalArgumentException e) {
      return null; // ignored without an error
    }
  }

  /** The track as an ignored one. */
  IgnoredTrack ignored(String reason) {
    int id = number >= 1 && number <= Integer.MAX_VALUE ? (int) number : 0;
    return new IgnoredTrack(id, CodecId.kind(codecId), codecName(), language.code(), reason);
  }

  private String codecName() {
    return codecId.equals(SoundId.WAVE_FORMAT)
        ? SoundId.of(codecId, bitDepth, codecPrivate)
            .map(sound -> sound.codec().ffmpegName())
            .orElse(codecId)
        : codecId;
  }

  boolean isVideo() {
    return CodecId.kind(codecId) == IgnoredTrack.Kind.VIDEO;
  }

  /**
   * The track; only valid when there is no {@link #refusal()}.
   *
   * @throws ContainerException MALFORMED when a value is outside what the format allows
   */
  MatroskaTrack toTrack(Timebase timebase) {
    Codec codec = CodecId.codec(codecId);
    if (codec == null) {
      throw new IllegalStateException("not carried: " + codecId);
    }
    require(number >= 1 && number <= Integer.MAX_VALUE, "TrackNumber", number);
    require(codecDelayNs >= 0 && codecDelayNs <= MAX_DELAY_NS, "CodecDelay", codecDelayNs);
    require(
        defaultDurationNs >= 0 && defaultDurationNs <= MAX_FRAME_NS,
        "DefaultDuration",
        defaultDurationNs);
    AudioFormat audio = codec.kind() == TrackKind.AUDIO ? audio() : null;
    VideoFormat video = codec.kind() == TrackKind.VIDEO ? video() : null;
    Bytes config = config(codec, audio);
    AudioFrameLength length =
        audio == null
            ? frame -> 0
            : inCodec(() -> AudioFrameLength.of(codec, config, audio.sampleRate()));
    long frameNs = defaultDurationNs;
    if (frameNs == 0 && (codec == Codec.AAC || codec == Codec.MP3)) {
      frameNs = length.nanos(NO_FRAME); // always the same
    }
    Track track =
        new Track(
            (int) number,
            codec,
            config,
            timebase.timescale(),
            defaultDuration(codec, frameNs, timebase),
            video,
            audio,
            language.code());
    return new MatroskaTrack(
        track,
        timebase,
        timebase.fromNanos(codecDelayNs),
        frameNs,
        length,
        encodings.isEmpty() ? Bytes.EMPTY : encodings.get(0).strippedHeader(),
        inCodec(() -> ReorderDepth.of(codec, config)),
        isByteStream(codec) ? AnnexB.of(codec) : null);
  }

  /**
   * The default duration in ticks. For Opus and Vorbis it is 0 instead of a rounded value, because
   * each of their frames states its duration.
   */
  private static long defaultDuration(Codec codec, long frameNs, Timebase timebase) {
    boolean told = codec == Codec.OPUS || codec == Codec.VORBIS;
    return told && !timebase.holds(frameNs) ? 0 : timebase.fromNanos(frameNs);
  }

  private VideoFormat video() {
    long width = picture.width();
    long height = picture.height();
    require(width >= 0 && width <= 65535, "PixelWidth", width);
    require(height >= 0 && height <= 65535, "PixelHeight", height);
    return picture.toFormat(defaultDurationNs > 0 ? 1e9 / defaultDurationNs : 0);
  }

  private AudioFormat audio() {
    double rate = outputSamplingFrequency > 0 ? outputSamplingFrequency : samplingFrequency;
    if (!(rate >= 1 && rate <= 768_000)) {
      throw malformed("sampling frequency " + rate + ", expected 1..768000");
    }
    require(channels >= 1 && channels <= 255, "Channels", channels);
    return new AudioFormat((int) Math.round(rate), (int) channels);
  }

  private Bytes config(Codec codec, @Nullable AudioFormat audio) {
    if (codec == Codec.VP9 || codec == Codec.VP8 || codec == Codec.MP3 || codec == Codec.JPEG) {
      // WebM's list of VP9 features is not MP4's configuration record; the keyframe has more
      // information.
      return Bytes.EMPTY;
    }
    if (isByteStream(codec)) {
      return inCodec(() -> FfmpegExtradata.ofAnnexB(codec, codecPrivate));
    }
    if (codec == Codec.AAC && codecPrivate.isEmpty() && audio != null) {
      return codecId.endsWith("/SBR")
          ? AacConfigWriter.withSbr((int) Math.round(samplingFrequency), audio.channels())
          : AacConfigWriter.lowComplexity((int) Math.round(samplingFrequency), audio.channels());
    }
    if (codecPrivate.isEmpty() && CodecId.needsPrivate(codec)) {
      throw malformed("a track of " + codecId + " without CodecPrivate");
    }
    return codecPrivate;
  }

  /**
   * Whether frames are in the byte stream format, including parameter sets: Chromium's
   * MediaRecorder writes H.264 this way, without a CodecPrivate, in violation of RFC 9559
   * §5.1.4.1.21.
   */
  private boolean isByteStream(Codec codec) {
    return (codec == Codec.H264 || codec == Codec.HEVC)
        && (codecPrivate.isEmpty() || codecPrivate.at(0) == 0);
  }

  /** Parses a codec's configuration; adds the track's offset to errors. */
  private <T> T inCodec(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CodecException e) {
      throw new ContainerException(
          Reason.MALFORMED, offset, "CodecPrivate of " + codecId + ": " + e.getMessage(), e);
    }
  }

  private void require(boolean holds, String what, long value) {
    if (!holds) {
      throw malformed(what + " " + Long.toUnsignedString(value) + " of " + codecId);
    }
  }

  private ContainerException malformed(String what) {
    return new ContainerException(Reason.MALFORMED, offset, what);
  }
}
