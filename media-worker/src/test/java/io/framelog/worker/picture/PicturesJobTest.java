package io.framelog.worker.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framelog.media.LightLevels;
import io.framelog.media.MediaEvent;
import io.framelog.media.PixelCrop;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.TrackCompletion;
import io.framelog.media.container.ContainerDetector;
import io.framelog.media.container.ParsedContainer;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.Packagers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keyframes of all supported kinds, encoded by the machine's ffmpeg. */
class PicturesJobTest {
  private static final int WIDE = 1920;

  @TempDir private Path folder;

  private byte[] keyframe(String source, String encoding, String format) throws Exception {
    Path file = folder.resolve("keyframe." + format);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
    command.addAll(List.of("-f", "lavfi", "-i", source, "-frames:v", "3"));
    command.addAll(Pattern.compile(" ").splitAsStream(encoding).toList());
    if (format.equals("mp4")) {
      command.addAll(List.of("-movflags", "empty_moov+default_base_moof+frag_keyframe"));
    }
    command.add(file.toString());
    Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ffmpeg.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ffmpeg.exitValue()).as(said).isZero();
    return Files.readAllBytes(file);
  }

  private static BufferedImage picture(String format, int width, byte[] media) throws IOException {
    PictureAnswer answer = PicturesJob.answer(new PictureRequest(format, width, media));
    assertThat(answer).isInstanceOf(PictureAnswer.Made.class);
    return ImageIO.read(new ByteArrayInputStream(((PictureAnswer.Made) answer).jpeg()));
  }

  private static String why(String format, byte[] media) {
    PictureAnswer answer = PicturesJob.answer(new PictureRequest(format, WIDE, media));
    assertThat(answer).isInstanceOf(PictureAnswer.NotMade.class);
    return ((PictureAnswer.NotMade) answer).sentence();
  }

  private static List<Integer> colour(BufferedImage image) {
    int rgb = image.getRGB(image.getWidth() / 2, image.getHeight() / 2);
    return List.of(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, 640x480, -c:v libx264 -pix_fmt yuv420p -bf 3",
    "mp4, 322x242, -c:v libx264 -pix_fmt yuv422p10le",
    "mp4, 321x243, -c:v libx264 -pix_fmt yuv444p",
    "mp4, 320x240, -c:v libx264 -pix_fmt gray",
    "mp4, 320x240, -c:v libx265 -pix_fmt yuv420p10le -x265-params"
        + " log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
    "webm, 321x241, -c:v libvpx -b:v 1M",
    "webm, 321x241, -c:v libvpx-vp9 -b:v 1M -pix_fmt yuv444p -deadline realtime -cpu-used 8",
    "mp4, 2x2, -c:v libx264 -pix_fmt yuv420p"
  })
  void convertsAllKeyframesToPicturesOfTheirSize(String format, String size, String encoding)
      throws Exception {
    BufferedImage image = picture(format, WIDE, keyframe("testsrc=size=" + size, encoding, format));
    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(size);
    if (image.getWidth() > 2) {
      assertThat(image.getRGB(5, 5)).isNotEqualTo(image.getRGB(image.getWidth() / 2, 100));
    }
  }

  @ParameterizedTest
  @CsvSource({"tv, bt709", "pc, bt709", "tv, smpte170m"})
  void preservesColours(String range, String matrix) throws Exception {
    byte[] media =
        keyframe(
            "color=c=0xC06020:size=128x128,scale=out_range="
                + range
                + ":out_color_matrix="
                + matrix,
            "-c:v libx264 -pix_fmt yuv420p -color_range " + range + " -colorspace " + matrix,
            "mp4");
    List<Integer> colour = colour(picture("mp4", WIDE, media));
    assertThat(colour.get(0)).isCloseTo(0xC0, within(6));
    assertThat(colour.get(1)).isCloseTo(0x60, within(6));
    assertThat(colour.get(2)).isCloseTo(0x20, within(6));
  }

  @Test
  void scalesAWiderPictureDownToSquarePixels() throws Exception {
    byte[] media =
        keyframe("testsrc2=size=720x576,setsar=16/11", "-c:v libx264 -pix_fmt yuv420p", "mp4");
    BufferedImage shown = picture("mp4", WIDE, media);
    BufferedImage small = picture("mp4", 320, media);
    assertThat(shown.getWidth()).isEqualTo(1047);
    assertThat(shown.getHeight()).isEqualTo(576);
    assertThat(small.getWidth()).isEqualTo(320);
    assertThat(small.getHeight()).isEqualTo(176);
  }

  @Test
  void prefersTheContainersAspect() throws Exception {
    byte[] media =
        keyframe(
            "testsrc2=size=360x288,setsar=64/45",
            "-c:v libx264 -pix_fmt yuv420p -bsf:v h264_metadata=sample_aspect_ratio=1/1",
            "mp4");
    BufferedImage shown = picture("mp4", WIDE, media);
    assertThat(shown.getWidth() + "x" + shown.getHeight()).isEqualTo("512x288");
  }

  /** A picture with a red left and a blue right side. */
  @ParameterizedTest
  @CsvSource({"90, 64x128, bottom, top", "180, 128x64, right, left", "270, 64x128, top, bottom"})
  void rotatesAPictureUpright(int rotate, String size, String red, String blue) throws Exception {
    byte[] coded =
        keyframe(
            "color=red:size=64x64[left];color=blue:size=64x64[right];[left][right]hstack",
            "-c:v libx264 -pix_fmt yuv420p",
            "mp4");
    Path turned = folder.resolve("turned.mp4");
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-i",
                Files.write(folder.resolve("coded.mp4"), coded).toString(),
                "-c",
                "copy",
                "-metadata:s:v",
                "rotate=" + rotate,
                "-movflags",
                "empty_moov+default_base_moof+frag_keyframe",
                turned.toString())
            .inheritIO()
            .start();
    assertThat(ffmpeg.waitFor(60, TimeUnit.SECONDS)).isTrue();

    BufferedImage image = picture("mp4", WIDE, Files.readAllBytes(turned));

    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(size);
    assertThat(edge(image, red) >> 16 & 255).as("red " + red).isGreaterThan(200);
    assertThat(edge(image, blue) & 255).as("blue " + blue).isGreaterThan(200);
  }

  /** A picture with a red left and a blue right side, cropped to half its size. */
  @ParameterizedTest
  @CsvSource({
    "mp4, -c:v libx264 -pix_fmt yuv420p, 64, 0, 0, 255",
    "mp4, -c:v libx264 -pix_fmt yuv420p, 0, 64, 255, 0",
    "webm, -c:v libvpx -b:v 1M, 64, 0, 0, 255",
    "webm, -c:v libvpx -b:v 1M, 0, 64, 255, 0"
  })
  void appliesTheCrop(String format, String encoding, int left, int right, int red, int blue)
      throws Exception {
    byte[] coded =
        keyframe(
            "color=red:size=64x64[left];color=blue:size=64x64[right];[left][right]hstack",
            encoding,
            format);

    BufferedImage image = picture(format, WIDE, cropped(coded, new PixelCrop(left, 0, right, 8)));

    assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("64x56");
    assertThat(edge(image, "left") >> 16 & 255).isCloseTo(red, within(40));
    assertThat(edge(image, "right") & 255).isCloseTo(blue, within(40));
  }

  /** A keyframe packaged by Framelog with a crop in the container. */
  private static byte[] cropped(byte[] coded, PixelCrop crop) {
    ByteArrayOutputStream media = new ByteArrayOutputStream();
    List<Track> tracks = new ArrayList<>();
    ParsedContainer container =
        (ParsedContainer) ContainerDetector.detect(ByteBuffer.wrap(coded), true);
    container
        .parser(ParserLimits.DEFAULT)
        .feed(
            ByteBuffer.wrap(coded),
            event -> {
              if (event instanceof MediaEvent.TracksFound found) {
                tracks.addAll(found.tracks());
              } else if (event instanceof MediaEvent.SampleRead read && media.size() == 0) {
                Track track =
                    TrackCompletion.complete(tracks.get(0), read.sample().data().duplicate());
                VideoFormat whole = Objects.requireNonNull(track.video());
                VideoFormat shown = whole.with(false, crop, LightLevels.UNKNOWN);
                Packager packager = Packagers.forTracks(List.of(track.withVideo(shown)));
                packager.add(0, 0, 0, 40, true, read.sample().data());
                media.writeBytes(packager.initSegment().bytes().toArray());
                media.writeBytes(packager.finishPart().toArray());
              }
            });
    return media.toByteArray();
  }

  private static int edge(BufferedImage image, String edge) {
    int right = image.getWidth() - 4;
    int bottom = image.getHeight() - 4;
    return switch (edge) {
      case "left" -> image.getRGB(4, bottom / 2);
      case "right" -> image.getRGB(right, bottom / 2);
      case "top" -> image.getRGB(right / 2, 4);
      default -> image.getRGB(right / 2, bottom);
    };
  }

  @Test
  void reportsAnErrorAndServesTheNextRequest() throws Exception {
    byte[] good = keyframe("testsrc2=size=64x64", "-c:v libx264 -pix_fmt yuv420p", "mp4");
    byte[] torn = Arrays.copyOf(good, good.length / 3);
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(requests);
    for (byte[] media : List.of(torn, new byte[1000], new byte[0], good)) {
      new PictureRequest("mp4", 64, media).writeTo(out);
    }

    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    new PicturesJob().run(new ByteArrayInputStream(requests.toByteArray()), answers);

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(answers.toByteArray()));
    for (int i = 0; i < 3; i++) {
      assertThat(PictureAnswer.readFrom(in)).isInstanceOf(PictureAnswer.NotMade.class);
    }
    assertThat(PictureAnswer.readFrom(in)).isInstanceOf(PictureAnswer.Made.class);
    assertThat(in.read()).isNegative();
  }

  @Test
  void audioOnlyHasNoPicture() throws Exception {
    byte[] media = keyframe("sine=duration=1", "-c:a aac", "mp4");
    assertThat(why("mp4", media)).isEqualTo("the stream has no picture");
  }
}
