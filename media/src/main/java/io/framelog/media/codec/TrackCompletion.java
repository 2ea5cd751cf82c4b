package io.framelog.media.codec;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.PixelAspect;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;

/** Completes a track with data from the bitstream that the container omitted. */
public final class TrackCompletion {
  private TrackCompletion() {}

  /**
   * Returns the track with all data that an init segment needs.
   *
   * @param firstKeyframe a keyframe according to {@link Keyframes}; its position does not move
   * @return the track with a configuration that {@link CodecStrings} accepts, a picture size and,
   *     if the bitstream states it, a frame rate
   * @throws CodecException when the configuration is malformed or missing
   */
  public static Track complete(Track track, ByteBuffer firstKeyframe) {
    Bytes config = track.config();
    return switch (track.codec()) {
      case H264 -> {
        AvcConfig given = AvcConfig.parse(config);
        AvcConfig avc = given.sps().isEmpty() ? given.withParameterSetsOf(firstKeyframe) : given;
        AvcSps sps = AvcSps.parse(avc.sps().get(0));
        VuiPicture vui = sps.picture();
        yield with(track, avc.toBytes(), sps.width(), sps.height(), sps.frameRate(), vui);
      }
      case HEVC -> {
        HevcConfig given = HevcConfig.parse(config);
        HevcConfig hevc =
            given.hasParameterSets() ? given : given.withParameterSetsOf(firstKeyframe);
        HevcSps sps = HevcSps.parse(hevc.sps().get(0));
        HevcSpsTail tail = sps.tail();
        yield with(
            track, hevc.toBytes(), sps.width(), sps.height(), tail.frameRate(), tail.picture());
      }
      case VP8 -> {
        Vp8FrameHeader header = Vp8FrameHeader.parse(firstKeyframe);
        yield with(track, Bytes.EMPTY, header.width(), header.height(), Colour.UNKNOWN);
      }
      case VP9 -> vp9(track, Vp9FrameHeader.parse(firstKeyframe));
      case AV1 -> av1(track, firstKeyframe);
      case JPEG, WEBP -> {
        ImageSize size = ImageSize.of(track.codec(), firstKeyframe);
        yield with(track, Bytes.EMPTY, size.width(), size.height(), Colour.UNKNOWN);
      }
      case MP3 -> {
        Mp3FrameHeader header = Mp3FrameHeader.parse(firstKeyframe);
        yield with(track, header.sampleRate(), header.channels());
      }
      case AAC -> {
        AudioSpecificConfig asc = AudioSpecificConfig.parse(config);
        yield with(track, asc.outputSampleRate(), asc.outputChannels());
      }
      case OPUS -> {
        OpusHead head = OpusHead.parse(config);
        yield with(track, OpusHead.SAMPLE_RATE, head.channels());
      }
      case VORBIS -> {
        VorbisHeaders headers = VorbisHeaders.parse(config);
        yield with(track, headers.sampleRate(), headers.channels());
      }
      case FLAC -> {
        FlacStreamInfo info = FlacStreamInfo.parse(config);
        yield with(track, info.sampleRate(), info.channels());
      }
    };
  }

  /**
   * Completes an audio track without frames so far from its configuration. Containers may state
   * wrong rates and channels; FLV cannot express most of them.
   *
   * @return the same track when only its frames contain the data
   * @throws CodecException when the configuration is malformed
   */
  public static Track completeWithoutFrame(Track track) {
    return switch (track.codec()) {
      case AAC, OPUS, VORBIS, FLAC ->
          track.config().isEmpty() ? track : complete(track, ByteBuffer.allocate(0));
      case MP3, H264, HEVC, VP8, VP9, AV1, JPEG, WEBP -> track;
    };
  }

  /**
   * The keyframe's sequence header takes precedence: encoders write their configuration too early.
   */
  private static Track av1(Track track, ByteBuffer firstKeyframe) {
    boolean inKeyframe = Av1Obus.first(firstKeyframe, Av1Obus.SEQUENCE_HEADER) != null;
    Av1Config given =
        inKeyframe || track.config().isEmpty()
            ? Av1Config.ofKeyframe(firstKeyframe)
            : Av1Config.parse(track.config());
    if (given.sequenceHeader().isEmpty()) {
      throw new CodecException(
          "AV1: no sequence header, neither in the configuration nor in the first keyframe");
    }
    Av1SequenceHeader header = Av1Config.headerOf(given.sequenceHeader().buffer());
    Av1SequenceHeader.Color color = header.color();
    return with(
        track,
        given.toBytes(),
        header.width(),
        header.height(),
        new Colour(
            color.primaries(),
            color.transfer(),
            color.matrix(),
            Colour.Range.ofFullFlag(color.fullRange())));
  }

  /**
   * A frame has neither a level nor transfer characteristics: the container's vpcC takes precedence
   * for them, and its colour box over that (ISO/IEC 14496-12 §12.1.5).
   */
  private static Track vp9(Track track, Vp9FrameHeader header) {
    VideoFormat video = track.video();
    double frameRate = video == null ? 0 : video.frameRate();
    Colour stated = video == null ? Colour.UNKNOWN : video.colour();
    Vp9Config vp9 = Vp9Config.of(header, frameRate);
    Colour colour = vp9.colour();
    if (!track.config().isEmpty()) {
      Vp9Config given = Vp9Config.parse(track.config());
      vp9 = vp9.withLevelOf(given);
      colour = given.statedColour().or(colour);
    }
    colour = stated.or(colour);
    return with(track, vp9.withColour(colour).toBytes(), header.width(), header.height(), colour);
  }

  private static Track with(Track track, Bytes config, int width, int height, Colour colour) {
    return with(track, config, width, height, 0, new VuiPicture(PixelAspect.UNKNOWN, colour));
  }

  /**
   * The container's description of the picture takes precedence: it may have a pixel aspect that
   * the frame lacks, and its colour overrides the bitstream's (ISO/IEC 14496-12 §12.1.5).
   */
  private static Track with(
      Track track, Bytes config, int width, int height, double frameRate, VuiPicture vui) {
    VideoFormat given = track.video();
    boolean sized = given != null && given.width() > 0 && given.height() > 0;
    if (!sized && (width > 65535 || height > 65535)) {
      throw new CodecException(
          track.codec() + ": picture of " + width + "x" + height + ", expected sides to 65535");
    }
    VideoFormat coded =
        new VideoFormat(
            Math.min(width, 65535),
            Math.min(height, 65535),
            frameRate,
            vui.aspect(),
            DisplayMatrix.IDENTITY,
            vui.colour());
    return new Track(
        track.id(),
        track.codec(),
        config,
        track.timescale(),
        track.defaultDuration(),
        given == null ? coded : given.or(coded),
        null,
        track.language());
  }

  private static Track with(Track track, int sampleRate, int channels) {
    if (sampleRate < 1 || sampleRate > AudioFormat.MAX_SAMPLE_RATE) {
      throw new CodecException(
          track.codec()
              + ": sample rate "
              + sampleRate
              + ", expected 1.."
              + AudioFormat.MAX_SAMPLE_RATE);
    }
    return new Track(
        track.id(),
        track.codec(),
        track.config(),
        track.timescale(),
        track.defaultDuration(),
        null,
        new AudioFormat(sampleRate, channels),
        track.language());
  }
}
