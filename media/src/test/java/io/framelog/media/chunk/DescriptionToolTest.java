package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.LightLevels;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.PixelCrop;
import io.framelog.media.ProbedStreams;
import io.framelog.media.Tool;
import io.framelog.media.Track;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.DetectedParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of the delivered picture matches the published one. */
class DescriptionToolTest {
  private static final List<String> DESCRIPTION =
      List.of(
          "codec_name",
          "profile",
          "width",
          "height",
          "sample_aspect_ratio",
          "pix_fmt",
          "color_range",
          "color_space",
          "color_transfer",
          "color_primaries",
          "rotation");

  private final Path folder;

  DescriptionToolTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // the pixel aspect in the bitstream, in the container, or different in both
        "mp4  | setsar=64/45 | -c:v libx264",
        "mkv  | setsar=64/45 | -c:v libx264",
        "mp4  | setsar=64/45 | -c:v libx264 -bsf:v h264_metadata=sample_aspect_ratio=1/1",
        "mkv  | setsar=64/45 | -c:v libx264 -bsf:v h264_metadata=sample_aspect_ratio=1/1",
        "mp4  | setsar=12/11 | -c:v libx265",
        "mkv  | setsar=10/11 | -c:v libx265",
        "mkv  | setsar=64/45 | -c:v libsvtav1 -preset 12",
        "mp4  | setsar=64/45 | -c:v libsvtav1 -preset 12",
        "webm | setsar=64/45 | -c:v libvpx -deadline realtime",
        "webm | setsar=64/45 | -c:v libvpx-vp9 -deadline realtime -cpu-used 8",
        // colour
        "mp4  | setsar=1 | -c:v libx264 -color_primaries bt709 -color_trc bt709 -colorspace bt709",
        "mkv  | setsar=1 | -c:v libx264 -color_primaries bt470bg -color_trc smpte170m"
            + " -colorspace bt470bg -color_range pc",
        "mp4  | setsar=1 | -c:v libx264 -color_primaries bt709 -color_trc iec61966-2-1"
            + " -colorspace bt709 -bsf:v h264_metadata=transfer_characteristics=1",
        "mp4  | setsar=1 | -c:v libx265 -pix_fmt yuv420p10le -color_primaries bt2020"
            + " -color_trc arib-std-b67 -colorspace bt2020nc",
        "webm | setsar=1 | -c:v libvpx -deadline realtime -color_primaries smpte170m"
            + " -color_trc smpte170m -colorspace smpte170m -color_range tv",
        "webm | setsar=1 | -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p10le"
            + " -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -color_range tv",
        "webm | setsar=1 | -c:v libvpx-vp9 -deadline realtime -cpu-used 8"
            + " -color_primaries bt709 -color_trc iec61966-2-1 -colorspace bt709 -color_range tv",
        "mp4  | setsar=1 | -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt yuv420p10le"
            + " -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -color_range tv",
        "mkv  | setsar=1 | -c:v libsvtav1 -preset 12 -color_primaries bt2020"
            + " -color_trc smpte2084 -colorspace bt2020nc -color_range tv",
      })
  void matchesThePublishedOne(String container, String filter, String encoding) throws Exception {
    Path published = folder.resolve("published." + container);
    encode(filter, encoding, published);

    Path delivered = deliver(published);

    assertThat(description(delivered)).isEqualTo(description(published));
  }

  @ParameterizedTest
  @CsvSource({"90", "180", "270"})
  void preservesRotation(int rotate) throws Exception {
    Path upright = folder.resolve("upright.mp4");
    encode("setsar=64/45", "-c:v libx264", upright);
    Path published = folder.resolve("published.mp4");
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-i", "" + upright));
    command.addAll(List.of("-c", "copy", "-metadata:s:v", "rotate=" + rotate));
    command.addAll(List.of("-movflags", "empty_moov+default_base_moof", "" + published));
    Tool.run(command.toArray(String[]::new));

    Path delivered = deliver(published);

    assertThat(description(published)).containsKey("rotation");
    assertThat(description(delivered)).isEqualTo(description(published));
  }

  @ParameterizedTest
  @CsvSource({"60, 60/1", "30000/1001, 30000/1001", "24000/1001, 24000/1001", "15, 15/1"})
  void webmKeepsTheExactRate(String rate, String shown) throws Exception {
    Path published = folder.resolve("published.webm");
    encode("fps=" + rate, "-c:v libvpx -deadline realtime", published);

    Path delivered = deliver(published);

    assertThat(ProbedStreams.of(delivered).get(0)).containsEntry("avg_frame_rate", shown);
    Tool.run("ffmpeg", "-v", "error", "-xerror", "-i", "" + delivered, "-f", "null", "-");
  }

  /** From our output to ffmpeg's and back, in both containers. */
  @ParameterizedTest
  @CsvSource({
    "libvpx, mkv, webm",
    "libvpx, webm, webm",
    "libvpx-vp9, mp4, mp4",
    "libvpx-vp9, mkv, mp4"
  })
  void carriesLightLevels(String codec, String copied, String delivered) throws Exception {
    Path dark = folder.resolve("dark.webm");
    encode("setsar=1", "-c:v " + codec + " -deadline realtime -cpu-used 8", dark);
    LightLevels light =
        new LightLevels(
            new LightLevels.Mastering(
                List.of(35_400, 14_600, 8_500, 39_850, 6_550, 2_300, 15_635, 16_450),
                10_000_000,
                50),
            new LightLevels.Content(1_000, 400));
    Path ours = deliver(dark, light);
    Path published = folder.resolve("published." + copied);
    Tool.run(
        ("ffmpeg -v error -i "
                + ours
                + " -c copy -strict unofficial "
                + (copied.equals("mp4") ? "-movflags empty_moov+default_base_moof " : "")
                + published)
            .split(" ", -1));

    Path again = deliver(published, null);

    assertThat(again.toString()).endsWith(delivered);
    assertThat(lightOf(published)).isEqualTo(lightOf(ours)).hasSize(12);
    assertThat(lightOf(again)).isEqualTo(lightOf(published));
    assertThat(lightOf(again)).containsEntry("max_content", 1000.0).containsKey("red_x");
  }

  private static Map<String, Double> lightOf(Path file) throws Exception {
    Map<String, Double> light = new LinkedHashMap<>();
    ProbedStreams.of(file)
        .get(0)
        .forEach(
            (name, value) -> {
              if (name.matches(
                  "(red|green|blue|white_point)_[xy]|m(ax|in)_(luminance|content|average)")) {
                String[] fraction = value.split("/", -1);
                double denominator = fraction.length == 1 ? 1 : Double.parseDouble(fraction[1]);
                light.put(
                    name, Math.round(Double.parseDouble(fraction[0]) / denominator * 1e4) / 1e4);
              }
            });
    return light;
  }

  /** Only FFmpeg's libvpx decodes alpha channels. */
  @ParameterizedTest
  @CsvSource({"libvpx"})
  void carriesAnAlphaChannel(String codec) throws Exception {
    Path published = folder.resolve("published.webm");
    encode(
        "format=yuva420p,geq=lum='lum(X,Y)':cb=128:cr=128:a='mod(X+Y+N*8,256)'",
        "-c:v " + codec + " -deadline realtime -cpu-used 8 -auto-alt-ref 0 -pix_fmt yuva420p",
        published);

    Path delivered = deliver(published);

    assertThat(delivered.toString()).endsWith(".webm");
    assertThat(alpha(delivered, codec)).isEqualTo(alpha(published, codec)).hasSize(10);
  }

  private static List<String> alpha(Path file, String codec) throws Exception {
    return Tool.run(
            ("ffmpeg -v error -c:v " + codec + " -i " + file + " -vf alphaextract -f framemd5 -")
                .split(" ", -1))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',')))
        .toList();
  }

  private static void encode(String filter, String encoding, Path file) throws Exception {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=180x144:rate=25," + filter));
    command.addAll(List.of("-frames:v", "10", "-g", "10"));
    if (!encoding.contains("-pix_fmt")) {
      command.addAll(List.of("-pix_fmt", "yuv420p"));
    }
    Pattern.compile(" ").splitAsStream(encoding).forEach(command::add);
    if (encoding.contains("libx265")) {
      // the content of a sequence parameter set before the VUI
      command.addAll(
          List.of(
              "-x265-params", "log-level=none:scaling-list=default:bframes=4:ref=4:b-pyramid=1"));
    }
    if (file.toString().endsWith(".mp4")) {
      command.addAll(List.of("-movflags", "empty_moov+default_base_moof+write_colr"));
    }
    command.add(file.toString());
    List<String> quiet = new ArrayList<>(List.of("env", "SVT_LOG=1"));
    quiet.addAll(command);
    Tool.run(quiet.toArray(String[]::new));
  }

  private Path deliver(Path published) throws IOException {
    return deliver(published, null);
  }

  /**
   * @param light the light levels to assume in the publisher's container; null for its own
   */
  private Path deliver(Path published, @Nullable LightLevels light) throws IOException {
    RecordingChunkSink sink = new RecordingChunkSink();
    Chunker chunker =
        new Chunker(ChunkerSettings.DEFAULT, StreamEnd.EMPTY, InstantSource.system(), sink);
    byte[] bytes = Files.readAllBytes(published);
    ContainerParser parser = DetectedParser.of(bytes);
    MediaEventSink sent = light == null ? chunker : event -> chunker.on(lit(event, light));
    parser.feed(ByteBuffer.wrap(bytes), sent);
    parser.finish(sent);
    chunker.finish();
    String mime = sink.headers.get(0).initSegment().mime();
    return Files.write(
        folder.resolve(
            (light == null ? "delivered." : "ours.") + (mime.contains("webm") ? "webm" : "mp4")),
        sink.from(0));
  }

  private static MediaEvent lit(MediaEvent event, LightLevels light) {
    if (!(event instanceof MediaEvent.TracksFound found)) {
      return event;
    }
    List<Track> tracks =
        found.tracks().stream()
            .map(
                track ->
                    track.withVideo(
                        Objects.requireNonNull(track.video()).with(false, PixelCrop.NONE, light)))
            .toList();
    return new MediaEvent.TracksFound(tracks, found.title());
  }

  private static Map<String, String> description(Path file) throws Exception {
    Map<String, String> description = new LinkedHashMap<>(ProbedStreams.of(file).get(0));
    description.keySet().retainAll(DESCRIPTION);
    // Pixels are square when a container cannot state the aspect.
    description.replace("sample_aspect_ratio", "N/A", "1:1");
    return description;
  }
}
