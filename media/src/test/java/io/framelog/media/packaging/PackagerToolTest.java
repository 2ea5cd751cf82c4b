package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Sample;
import io.framelog.media.Tool;
import io.framelog.media.Track;
import io.framelog.media.codec.Keyframes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages ffmpeg's output; ffprobe must read the same packets, and ffmpeg must decode them. */
class PackagerToolTest {
  private static final String X264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25";
  private static final String VP8 = "-c:v libvpx -deadline realtime -b:v 300k -g 25";
  private static final String VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25";
  private static final String AV1 = "-c:v libaom-av1 -usage realtime -cpu-used 8 -g 25";
  private static final String HEVC =
      "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25";
  private static final String OPUS = "-c:a libopus";

  static Stream<Arguments> streams() {
    String picture = EncodedMedia.PICTURE;
    String tone = EncodedMedia.TONE;
    return Stream.of(
        stream(
            "video/mp4; codecs=\"avc1.4d400c,mp4a.40.2\"",
            "a.mp4",
            picture,
            tone,
            X264,
            "-profile:v main -bf 3 -c:a aac"),
        stream(
            "video/mp4; codecs=\"avc1.f4000c\"",
            "a.mkv",
            picture,
            "-c:v libx264 -qp 0 -preset ultrafast -pix_fmt yuv444p"),
        stream("video/mp4; codecs=\"hvc1.1.6.L60.90\"", "a.mp4", picture, HEVC),
        stream("video/mp4; codecs=\"vp09.00.11.08,opus\"", "a.mp4", picture, tone, VP9, OPUS),
        stream(
            "video/mp4; codecs=\"vp09.01.11.08.03.02.02.02.00\"",
            "a.webm",
            picture,
            VP9,
            "-pix_fmt yuv444p"),
        stream(
            "video/mp4; codecs=\"av01.0.00M.08,flac\"",
            "a.mp4",
            picture,
            tone,
            AV1,
            "-c:a flac -strict -2"),
        stream(
            "video/mp4; codecs=\"avc1.42c00c,mp4a.6B\"",
            "a.mp4",
            picture,
            tone,
            X264,
            "-profile:v baseline -c:a libmp3lame"),
        stream(
            "video/mp4; codecs=\"av01.1.00M.10.0.000.09.16.09.0\"",
            "a.mp4",
            "-f lavfi -i testsrc2=size=160x90:rate=25:duration=1",
            "-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv444p10le",
            "-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc"),
        stream("audio/mp4; codecs=\"mp4a.40.2\"", "a.mp4", tone, "-c:a aac"),
        stream("audio/mp4; codecs=\"opus\"", "a.webm", tone, OPUS, "-ac 6"),
        stream("video/webm; codecs=\"vp8\"", "a.webm", picture, VP8),
        stream("video/webm; codecs=\"vp8,vorbis\"", "a.webm", picture, tone, VP8, "-c:a libvorbis"),
        stream("video/webm; codecs=\"vp8,opus\"", "a.webm", picture, tone, VP8, OPUS),
        stream(
            "video/webm; codecs=\"av01.0.00M.08,vorbis\"",
            "a.webm",
            picture,
            tone,
            AV1,
            "-c:a libvorbis"));
  }

  private static Arguments stream(String mime, String file, String... arguments) {
    return Arguments.of(mime, file, String.join(" ", arguments));
  }

  @ParameterizedTest(name = "{0} from {1}")
  @MethodSource("streams")
  void everyPacketIsUnchanged(
      String mime, String fileName, String arguments, @TempDir Path directory) throws Exception {
    // given
    EncodedMedia media = EncodedMedia.encode(directory, fileName, arguments);

    // when
    Path packaged = PackagedFile.write(media, directory);

    // then
    Packager packager = Packagers.forTracks(media.tracks());
    assertThat(packager.initSegment().mime()).isEqualTo(mime);
    Probe probe = Probe.of(packaged);
    for (int i = 0; i < media.tracks().size(); i++) {
      Track track = media.tracks().get(i);
      assertThat(packetsSeen(probe, i))
          .isEqualTo(packetsSent(media, track, packager.timescale(i), mime.contains("webm")));
    }
    Tool.run("ffmpeg", "-v", "error", "-xerror", "-i", packaged.toString(), "-f", "null", "-");
  }

  @Test
  void openGopsStartOnlyAtTheirIdr(@TempDir Path directory) throws Exception {
    EncodedMedia media =
        EncodedMedia.encode(
            directory,
            "a.mp4",
            EncodedMedia.PICTURE
                + " -c:v libx264 -pix_fmt yuv420p -bf 2 -x264-params"
                + " open-gop=1:keyint=10:bframes=2");

    Keyframes keyframes = Keyframes.of(media.tracks().get(0));

    assertThat(media.samples().stream().filter(Sample::sync)).hasSizeGreaterThan(2);
    assertThat(media.samples().stream().filter(keyframes::isKeyframe))
        .containsExactly(media.samples().get(0));
  }

  /** WebM has only presentation times; ffprobe's decode times are guesses. */
  private static List<String> packetsSent(
      EncodedMedia media, Track track, long timescale, boolean webm) {
    Keyframes keyframes = Keyframes.of(track);
    List<String> sent = new ArrayList<>();
    for (Sample sample : media.samplesOf(track)) {
      assertThat(keyframes.isKeyframe(sample))
          .as("closed GOPs, as flagged")
          .isEqualTo(sample.sync());
      long pts = PackagedFile.rescaled(sample.pts() + track.timescale(), track, timescale);
      long dts = PackagedFile.rescaled(sample.dts() + track.timescale(), track, timescale);
      sent.add(packet(pts, webm ? pts : dts, keyframes.isKeyframe(sample), sample.data()));
    }
    return sent;
  }

  private static List<String> packetsSeen(Probe probe, int streamIndex) {
    return probe.packets().stream()
        .filter(packet -> packet.number("stream_index") == streamIndex)
        .map(
            packet ->
                packet(
                    packet.number("pts"),
                    packet.number("dts"),
                    packet.text("flags").startsWith("K"),
                    packet.data().buffer()))
        .toList();
  }

  private static String packet(long pts, long dts, boolean keyframe, ByteBuffer data) {
    String hash = Integer.toHexString(data.hashCode());
    return "pts=%d dts=%d key=%s size=%d data#%s"
        .formatted(pts, dts, keyframe, data.remaining(), hash);
  }
}
