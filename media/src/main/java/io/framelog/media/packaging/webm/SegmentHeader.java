package io.framelog.media.packaging.webm;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.LightLevels;
import io.framelog.media.PixelCrop;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.Av1Config;
import io.framelog.media.codec.OpusHead;
import io.framelog.media.codec.VorbisHeaders;
import io.framelog.media.packaging.LanguageCode;
import io.framelog.media.packaging.PackagingException;
import java.util.List;

/**
 * EBML header, Segment of unknown size, Info and Tracks (RFC 9559 §5.1), without the publisher's
 * title, tags and duration.
 */
final class SegmentHeader {
  static final long TIMESTAMP_SCALE_NS = 1_000_000;

  private static final int EBML = 0x1A45DFA3;
  private static final int EBML_VERSION = 0x4286;
  private static final int EBML_READ_VERSION = 0x42F7;
  private static final int EBML_MAX_ID_LENGTH = 0x42F2;
  private static final int EBML_MAX_SIZE_LENGTH = 0x42F3;
  private static final int DOC_TYPE = 0x4282;
  private static final int DOC_TYPE_VERSION = 0x4287;
  private static final int DOC_TYPE_READ_VERSION = 0x4285;
  private static final int SEGMENT = 0x18538067;
  private static final int INFO = 0x1549A966;
  private static final int TIMESTAMP_SCALE = 0x2AD7B1;
  private static final int MUXING_APP = 0x4D80;
  private static final int WRITING_APP = 0x5741;
  private static final int TRACKS = 0x1654AE6B;
  private static final int TRACK_ENTRY = 0xAE;
  private static final int TRACK_NUMBER = 0xD7;
  private static final int TRACK_UID = 0x73C5;
  private static final int TRACK_TYPE = 0x83;
  private static final int FLAG_LACING = 0x9C;
  private static final int MAX_BLOCK_ADDITION_ID = 0x55EE;
  private static final int LANGUAGE = 0x22B59C;
  private static final int CODEC_ID = 0x86;
  private static final int CODEC_PRIVATE = 0x63A2;
  private static final int CODEC_DELAY = 0x56AA;
  private static final int SEEK_PRE_ROLL = 0x56BB;
  private static final int DEFAULT_DURATION = 0x23E383;
  private static final int VIDEO = 0xE0;
  private static final int PIXEL_WIDTH = 0xB0;
  private static final int PIXEL_HEIGHT = 0xBA;
  private static final int PIXEL_CROP_BOTTOM = 0x54AA;
  private static final int PIXEL_CROP_TOP = 0x54BB;
  private static final int PIXEL_CROP_LEFT = 0x54CC;
  private static final int PIXEL_CROP_RIGHT = 0x54DD;
  private static final int DISPLAY_WIDTH = 0x54B0;
  private static final int DISPLAY_HEIGHT = 0x54BA;
  private static final int ALPHA_MODE = 0x53C0;
  private static final int COLOUR = 0x55B0;
  private static final int MATRIX_COEFFICIENTS = 0x55B1;
  private static final int RANGE = 0x55B9;
  private static final int TRANSFER_CHARACTERISTICS = 0x55BA;
  private static final int PRIMARIES = 0x55BB;
  private static final int MAX_CLL = 0x55BC;
  private static final int MAX_FALL = 0x55BD;
  private static final int MASTERING_METADATA = 0x55D0;

  /** The ids of the others follow: x and y of red, green, blue and white. */
  private static final int PRIMARY_R_CHROMATICITY_X = 0x55D1;

  private static final int LUMINANCE_MAX = 0x55D9;
  private static final int LUMINANCE_MIN = 0x55DA;
  private static final int PROJECTION = 0x7670;
  private static final int PROJECTION_TYPE = 0x7671;
  private static final int PROJECTION_POSE_YAW = 0x7673;
  private static final int PROJECTION_POSE_PITCH = 0x7674;
  private static final int PROJECTION_POSE_ROLL = 0x7675;
  private static final int AUDIO = 0xE1;
  private static final int SAMPLING_FREQUENCY = 0xB5;
  private static final int CHANNELS = 0x9F;

  private static final long OPUS_PRE_ROLL_NS = 80_000_000;
  private static final long NS_PER_SECOND = 1_000_000_000;

  private SegmentHeader() {}

  /** Track numbers are 1, 2, … in the order of {@code tracks}. */
  static Bytes write(List<Track> tracks) {
    EbmlWriter out = new EbmlWriter();
    out.master(
        EBML,
        ebml -> {
          ebml.unsigned(EBML_VERSION, 1);
          ebml.unsigned(EBML_READ_VERSION, 1);
          ebml.unsigned(EBML_MAX_ID_LENGTH, 4);
          ebml.unsigned(EBML_MAX_SIZE_LENGTH, 8);
          ebml.ascii(DOC_TYPE, "webm");
          ebml.unsigned(DOC_TYPE_VERSION, 4);
          ebml.unsigned(DOC_TYPE_READ_VERSION, 2);
        });
    out.masterOfUnknownSize(SEGMENT);
    out.master(
        INFO,
        info -> {
          info.unsigned(TIMESTAMP_SCALE, TIMESTAMP_SCALE_NS);
          info.ascii(MUXING_APP, "Framelog");
          info.ascii(WRITING_APP, "Framelog");
        });
    out.master(
        TRACKS,
        entries -> {
          for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            int number = i + 1;
            entries.master(TRACK_ENTRY, entry -> trackEntry(entry, track, number));
          }
        });
    return out.toBytes();
  }

  /** Offset of a track's Matroska timestamps after the presentation times, ns. */
  static long codecDelayNs(Track track) {
    return track.codec() == Codec.OPUS
        ? OpusHead.parse(track.config()).preSkip() * NS_PER_SECOND / OpusHead.SAMPLE_RATE
        : 0;
  }

  private static void trackEntry(EbmlWriter entry, Track track, int number) {
    entry.unsigned(TRACK_NUMBER, number);
    entry.unsigned(TRACK_UID, number);
    entry.unsigned(TRACK_TYPE, track.kind() == TrackKind.VIDEO ? 1 : 2);
    entry.unsigned(FLAG_LACING, 0);
    entry.ascii(LANGUAGE, LanguageCode.of(track));
    codec(entry, track);
    long durationNs = defaultDurationNs(track);
    if (durationNs > 0) {
      entry.unsigned(DEFAULT_DURATION, durationNs);
    }
    VideoFormat video = track.video();
    if (video != null && video.alpha()) {
      entry.unsigned(MAX_BLOCK_ADDITION_ID, 1);
    }
    if (video != null) {
      entry.master(VIDEO, settings -> picture(settings, video));
    }
    AudioFormat audio = track.audio();
    if (audio != null) {
      entry.master(
          AUDIO,
          settings -> {
            settings.floating(SAMPLING_FREQUENCY, audio.sampleRate());
            settings.unsigned(CHANNELS, audio.channels());
          });
    }
  }

  private static void picture(EbmlWriter settings, VideoFormat video) {
    settings.unsigned(PIXEL_WIDTH, video.width());
    settings.unsigned(PIXEL_HEIGHT, video.height());
    PixelCrop crop = video.crop();
    if (!crop.equals(PixelCrop.NONE)) {
      settings.unsigned(PIXEL_CROP_BOTTOM, crop.bottom());
      settings.unsigned(PIXEL_CROP_TOP, crop.top());
      settings.unsigned(PIXEL_CROP_LEFT, crop.left());
      settings.unsigned(PIXEL_CROP_RIGHT, crop.right());
    }
    if (video.aspect().isKnown()) {
      double width = video.aspect().shownWidth(crop.width(video.width()));
      settings.unsigned(DISPLAY_WIDTH, Math.max(1, Math.round(width)));
      settings.unsigned(DISPLAY_HEIGHT, Math.max(1, crop.height(video.height())));
    }
    if (video.alpha()) {
      settings.unsigned(ALPHA_MODE, 1);
    }
    if (video.colour().isKnown() || !video.light().equals(LightLevels.UNKNOWN)) {
      settings.master(COLOUR, element -> colour(element, video.colour(), video.light()));
    }
    if (!video.matrix().equals(DisplayMatrix.IDENTITY)) {
      settings.master(PROJECTION, projection -> projection(projection, video.matrix()));
    }
  }

  /** A mirrored picture is rotated by 180° around the vertical axis, like FFmpeg does. */
  private static void projection(EbmlWriter projection, DisplayMatrix matrix) {
    boolean mirrored = matrix.isMirrored();
    projection.unsigned(PROJECTION_TYPE, 0); // rectangular
    projection.floating(PROJECTION_POSE_YAW, mirrored ? 180 : 0);
    projection.floating(PROJECTION_POSE_PITCH, 0);
    projection.floating(
        PROJECTION_POSE_ROLL, mirrored ? matrix.degreesBeforeMirror() : -matrix.degrees());
  }

  private static void colour(EbmlWriter element, Colour colour, LightLevels light) {
    element.unsigned(MATRIX_COEFFICIENTS, colour.matrix());
    element.unsigned(TRANSFER_CHARACTERISTICS, colour.transfer());
    element.unsigned(PRIMARIES, colour.primaries());
    switch (colour.range()) {
      case LIMITED -> element.unsigned(RANGE, 1);
      case FULL -> element.unsigned(RANGE, 2);
      case UNKNOWN -> {}
    }
    LightLevels.Content content = light.content();
    if (content != null) {
      element.unsigned(MAX_CLL, content.most());
      element.unsigned(MAX_FALL, content.mostOfAverage());
    }
    LightLevels.Mastering mastering = light.mastering();
    if (mastering != null) {
      element.master(MASTERING_METADATA, metadata -> mastering(metadata, mastering));
    }
  }

  private static void mastering(EbmlWriter metadata, LightLevels.Mastering mastering) {
    double units = LightLevels.CHROMATICITY_UNITS;
    int id = PRIMARY_R_CHROMATICITY_X;
    for (int chromaticity : mastering.chromaticities()) {
      metadata.floating(id++, chromaticity / units);
    }
    metadata.floating(LUMINANCE_MAX, (double) mastering.most() / LightLevels.LUMINANCE_UNITS);
    metadata.floating(LUMINANCE_MIN, (double) mastering.least() / LightLevels.LUMINANCE_UNITS);
  }

  private static void codec(EbmlWriter entry, Track track) {
    switch (track.codec()) {
      case VP8 -> entry.ascii(CODEC_ID, "V_VP8");
      case VP9 -> entry.ascii(CODEC_ID, "V_VP9");
      case AV1 -> {
        entry.ascii(CODEC_ID, "V_AV1");
        entry.binary(CODEC_PRIVATE, Av1Config.parse(track.config()).toBytes());
      }
      case OPUS -> {
        entry.ascii(CODEC_ID, "A_OPUS");
        entry.binary(CODEC_PRIVATE, OpusHead.parse(track.config()).toBytes());
        entry.unsigned(CODEC_DELAY, codecDelayNs(track));
        entry.unsigned(SEEK_PRE_ROLL, OPUS_PRE_ROLL_NS);
      }
      case VORBIS -> {
        entry.ascii(CODEC_ID, "A_VORBIS");
        entry.binary(CODEC_PRIVATE, VorbisHeaders.parse(track.config()).withoutComments());
      }
      case H264, HEVC, AAC, MP3, FLAC ->
          throw new PackagingException(track.codec() + " is not supported in WebM, only in MP4");
      case JPEG, WEBP -> throw new PackagingException(track.codec() + " is not supported in WebM");
    }
  }

  /**
   * Derived from the frame rate if known, because a video track's ticks may be whole milliseconds.
   */
  private static long defaultDurationNs(Track track) {
    VideoFormat video = track.video();
    return video != null && video.frameRate() > 0
        ? Math.round(NS_PER_SECOND / video.frameRate())
        : Math.round((double) track.defaultDuration() * NS_PER_SECOND / track.timescale());
  }
}
