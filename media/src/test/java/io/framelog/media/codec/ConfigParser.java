package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A parser of this package and a valid input.
 *
 * @param needed number of the fixture's bytes that the parser needs
 */
record ConfigParser(String fixture, int needed, Consumer<Bytes> parser) {
  static Stream<ConfigParser> all() {
    return Stream.of(
        new ConfigParser("h264-main.avcc", 41, ConfigParser::h264),
        new ConfigParser("h264-high10.avcc", 43, ConfigParser::h264),
        new ConfigParser("hevc-main.hvcc", 2408, ConfigParser::hevc),
        new ConfigParser("av1-main.av1c", 4, Av1Config::parse),
        new ConfigParser("av1.keyframe", 13, frame -> Av1Config.ofKeyframe(frame.buffer())),
        new ConfigParser("vp8.keyframe", 10, frame -> Vp8FrameHeader.parse(frame.buffer())),
        new ConfigParser("vp9.keyframe", 9, frame -> Vp9FrameHeader.parse(frame.buffer())),
        new ConfigParser("vp9-444.keyframe", 9, frame -> Vp9FrameHeader.parse(frame.buffer())),
        new ConfigParser("aac-lc.asc", 2, AudioSpecificConfig::parse),
        new ConfigParser("opus-stereo.head", 19, OpusHead::parse),
        new ConfigParser("opus-5.1.head", 27, OpusHead::parse),
        new ConfigParser("flac.config", 42, FlacStreamInfo::parse),
        new ConfigParser("mp3.frame", 4, frame -> Mp3FrameHeader.parse(frame.buffer())),
        new ConfigParser("vorbis.headers", 133, VorbisHeaders::parse));
  }

  private static void h264(Bytes config) {
    AvcConfig.parse(config).sps().forEach(AvcSps::parse);
  }

  private static void hevc(Bytes config) {
    HevcConfig.parse(config).sps().forEach(HevcSps::parse);
  }

  void parse(Bytes bytes) {
    parser.accept(bytes);
  }

  /** Returns false on a {@link CodecException}; propagates any other exception. */
  boolean accepts(Bytes bytes) {
    try {
      parse(bytes);
      return true;
    } catch (CodecException expected) {
      assertThat(expected.getMessage()).hasSizeGreaterThan(10);
      return false;
    }
  }

  @Override
  public String toString() {
    return fixture;
  }
}
