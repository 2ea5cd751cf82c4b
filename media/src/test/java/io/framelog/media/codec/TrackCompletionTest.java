package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrackCompletionTest {
  private static final ByteBuffer NO_FRAME = ByteBuffer.allocate(0);

  @ParameterizedTest
  @CsvSource({"H264, h264-main.avcc, 25", "HEVC, hevc-main.hvcc, 25", "AV1, av1-main.av1c, 0"})
  void takesTheVideoFormatFromTheConfiguration(Codec codec, String fixture, double frameRate) {
    Track track = TrackCompletion.complete(Tracks.of(codec, Fixture.of(fixture)), NO_FRAME);

    assertThat(track.video())
        .returns(320, VideoFormat::width)
        .returns(180, VideoFormat::height)
        .returns(frameRate, VideoFormat::frameRate);
  }

  @ParameterizedTest
  @CsvSource({
    "VP8, vp8.keyframe, vp8",
    "VP9, vp9.keyframe, vp09.00.11.08",
    "AV1, av1.keyframe, av01.0.00M.08"
  })
  void takesFormatAndConfigurationFromTheKeyframe(Codec codec, String frame, String codecString) {
    Track bare = Tracks.of(codec, Bytes.EMPTY);

    Track track = TrackCompletion.complete(bare, Fixture.of(frame).buffer());

    assertThat(track.video())
        .returns(320, VideoFormat::width)
        .returns(180, VideoFormat::height)
        .returns(0.0, VideoFormat::frameRate);
    assertThat(CodecStrings.of(track)).isEqualTo(codecString);
  }

  @Test
  void keepsTheStatedLevelOfVp9() {
    // a frame does not state its level, and the estimate ignores the bitrate
    Bytes stated = new Vp9Config(0, 31, 8, 1, false, 2, 2, 2).toBytes();

    Track track =
        TrackCompletion.complete(Tracks.of(Codec.VP9, stated), Fixture.of("vp9.keyframe").buffer());

    assertThat(CodecStrings.of(track)).isEqualTo("vp09.00.31.08");
  }

  @ParameterizedTest(name = "container {0}, vpcC {1}: transfer {2}")
  @CsvSource({"13, 16, 13", "2, 16, 16", "2, 2, 2"})
  void prefersTheContainersColourForVp9(int container, int vpcc, int transfer) {
    Colour stated = new Colour(2, container, 2, Colour.Range.UNKNOWN);
    Track track =
        Tracks.of(Codec.VP9, new Vp9Config(0, 0, 8, 1, true, 1, vpcc, 1).toBytes())
            .withVideo(new VideoFormat(0, 0, 0).withColour(stated));

    Track complete = TrackCompletion.complete(track, Fixture.of("vp9.keyframe").buffer());

    Vp9Config written = Vp9Config.parse(complete.config());
    assertThat(written.transferCharacteristics()).isEqualTo(transfer);
    assertThat(written.fullRange()).as("is the frame's").isFalse();
    assertThat(complete.video())
        .extracting(VideoFormat::colour)
        .isEqualTo(new Colour(1, transfer, 1, Colour.Range.LIMITED));
  }

  @ParameterizedTest
  @CsvSource({
    "AAC, aac-lc.asc, 48000, 2",
    "OPUS, opus-5.1.head, 48000, 6",
    "VORBIS, vorbis.headers, 48000, 1",
    "FLAC, flac.config, 48000, 1"
  })
  void takesTheAudioFormatFromTheConfiguration(
      Codec codec, String fixture, int sampleRate, int channels) {
    Track track = TrackCompletion.completeWithoutFrame(Tracks.of(codec, Fixture.of(fixture)));

    assertThat(track.audio()).isEqualTo(new AudioFormat(sampleRate, channels));
  }

  @ParameterizedTest
  @EnumSource(
      value = Codec.class,
      names = {"AAC", "MP3", "VP8", "H264"})
  void keepsATrackThatOnlyItsFramesDescribe(Codec codec) {
    Track bare = Tracks.of(codec, Bytes.EMPTY);

    assertThat(TrackCompletion.completeWithoutFrame(bare)).isEqualTo(bare);
  }

  @Test
  void takesTheAudioFormatOfMp3FromItsFrame() {
    Track bare = Tracks.of(Codec.MP3, Bytes.EMPTY);

    Track track = TrackCompletion.complete(bare, Fixture.of("mp3.frame").buffer());

    assertThat(track.audio()).isEqualTo(new AudioFormat(48_000, 1));
  }

  @Test
  void keepsTheContainersValues() {
    VideoFormat given = new VideoFormat(640, 360, 50);
    Track track = new Track(7, Codec.VP8, Bytes.EMPTY, 1000, 20, given, null, "deu");

    assertThat(TrackCompletion.complete(track, Fixture.of("vp8.keyframe").buffer()))
        .isEqualTo(track);
  }

  @Test
  void refusesMissingValues() {
    Track bare = Tracks.of(Codec.AV1, Bytes.EMPTY);

    assertThatThrownBy(() -> TrackCompletion.complete(bare, NO_FRAME))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("no sequence header");
  }
}
