package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import io.framelog.media.container.ContainerException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Concatenated containers of the machine's ffmpeg, like those that radio encoders send at song
 * changes.
 */
class DemuxJobToolTest {
  private static final String MONO = "-f lavfi -i sine=440:r=48000:d=3 -ac 1";
  private static final String STEREO = "-f lavfi -i sine=880:r=44100:d=2 -ac 2";

  /** A tick of 44.1 kHz, rounded up. */
  private static final long TICK_MICROS = 23;

  @TempDir private Path folder;

  private byte[] made(String arguments, String format) throws Exception {
    Path file = folder.resolve("made." + format);
    run("ffmpeg -v error -nostdin -y " + arguments + " -f " + format + " " + file);
    return Files.readAllBytes(file);
  }

  /** The sizes of a container's packets, from ffprobe. */
  private List<Integer> packetSizes(byte[] container) throws Exception {
    Path file = folder.resolve("probed");
    Files.write(file, container);
    String sizes = run("ffprobe -v error -show_entries packet=size -of csv=p=0:nk=1 " + file);
    // A line for each packet, some followed by an empty line.
    return sizes
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Integer.valueOf(line.replaceAll("\\D.*", "")))
        .toList();
  }

  private static String run(String command) throws Exception {
    Process process =
        new ProcessBuilder(Pattern.compile(" ").splitAsStream(command).toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static byte[] chain(byte[]... links) {
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    for (byte[] link : links) {
      chain.writeBytes(link);
    }
    return chain.toByteArray();
  }

  private static Demuxed demux(String format, byte[] container) throws IOException {
    return Demuxed.of(format, new ByteArrayInputStream(container));
  }

  private static AudioFormat sound(List<Track> header) {
    return Objects.requireNonNull(header.get(0).audio());
  }

  private static void assertThatTimesGoOn(Demuxed demuxed) {
    for (int i = 1; i < demuxed.frames.size(); i++) {
      assertThat(demuxed.startMicros(demuxed.frames.get(i)))
          .as("frame " + i)
          .isCloseTo(demuxed.endMicros(demuxed.frames.get(i - 1)), within(TICK_MICROS));
    }
  }

  @ParameterizedTest
  @CsvSource({"mp3, libmp3lame, 24000", "adts, aac, 21333"})
  void timesContinueWhenTheSamplingRateChanges(String muxer, String encoder, long frameMicros)
      throws Exception {
    byte[] first = made(MONO + " -c:a " + encoder, muxer);
    byte[] second = made(STEREO + " -c:a " + encoder, muxer);

    Demuxed demuxed = demux(muxer.equals("adts") ? "aac" : muxer, chain(first, second, first));

    assertThat(demuxed.headers).hasSize(3);
    assertThat(sound(demuxed.headers.get(1))).isEqualTo(new AudioFormat(44_100, 2));
    assertThatTimesGoOn(demuxed);
    assertThat(demuxed.endMicros(demuxed.frames.get(0))).isCloseTo(frameMicros, within(1L));
    assertThat(demuxed.endMicros(demuxed.frames.get(demuxed.frames.size() - 1)))
        .isBetween(8_000_000L, 8_400_000L);
  }

  @ParameterizedTest
  @CsvSource({"flac, 44100, FLAC", "libvorbis, 44100, VORBIS", "libopus, 48000, OPUS"})
  void eachLinkOfAnOggChainIsANewTrackWithContinuousTimes(String encoder, int rate, Codec codec)
      throws Exception {
    byte[] first = made(MONO + " -metadata title=One -c:a " + encoder, "ogg");
    byte[] second = made(STEREO + " -ar " + rate + " -c:a " + encoder, "ogg");

    Demuxed demuxed = demux("ogg", chain(first, second));

    assertThat(demuxed.headers).hasSize(2);
    assertThat(sound(demuxed.headers.get(0))).isEqualTo(new AudioFormat(48_000, 1));
    assertThat(sound(demuxed.headers.get(1))).isEqualTo(new AudioFormat(rate, 2));
    assertThat(demuxed.headers.get(1).get(0).codec()).isEqualTo(codec);
    List<Integer> expected = new ArrayList<>(packetSizes(first));
    expected.addAll(packetSizes(second));
    assertThat(demuxed.data().stream().map(Bytes::length)).isEqualTo(expected);
    assertThatTimesGoOn(demuxed);
    assertThat(demuxed.endMicros(demuxed.frames.get(demuxed.frames.size() - 1)))
        .isCloseTo(5_000_000L, within(30_000L)); // includes encoder priming
  }

  /** FFmpeg writes UTF-8, preceded by the selection of its character table unless it is ASCII. */
  @ParameterizedTest
  @CsvSource({"service_name, Straße", "title, ä", "title, cam1", "service_name, Камера"})
  void decodesTheServiceNameWithItsCharacterTable(String key, String name) throws Exception {
    // A file, because arguments are encoded in the machine's locale.
    Path metadata = Files.writeString(folder.resolve("names"), ";FFMETADATA1\n" + key + "=" + name);
    byte[] container = made(MONO + " -i " + metadata + " -map_metadata 1 -c:a aac", "mpegts");

    assertThat(demux("mpegts", container).titles).contains(name).doesNotContain("Service01");
  }

  @Test
  void flacFramesInOggHaveContiguousTimes() throws Exception {
    byte[] flac = made(MONO + " -c:a flac -frame_size 4608", "ogg");

    Demuxed demuxed = demux("ogg", flac);

    assertThat(demuxed.frames).hasSize(32);
    for (int i = 0; i < 31; i++) {
      assertThat(demuxed.frames.get(i).dts()).as("frame " + i).isEqualTo(i * 4608L);
      assertThat(demuxed.frames.get(i).duration()).as("frame " + i).isEqualTo(4608);
    }
    assertThat(demuxed.endMicros(demuxed.frames.get(31))).isEqualTo(3_000_000);
  }

  @Test
  void videoAndAudioOfAChainStaySynchronous() throws Exception {
    String picture = "-f lavfi -i testsrc2=s=64x48:r=25:d=2 ";
    String encoders = " -c:v libvpx -g 25 -c:a libvorbis";
    byte[] first = made(picture + MONO + encoders + " -map 0 -map 1", "ogg");
    byte[] second = made(picture + STEREO + encoders + " -map 1 -map 0", "ogg");

    Demuxed demuxed = demux("ogg", chain(first, second));

    List<Track> last = demuxed.headers.get(demuxed.headers.size() - 1);
    assertThat(last).extracting(Track::codec).containsExactlyInAnyOrder(Codec.VP8, Codec.VORBIS);
    int ofFirst = packetSizes(first).size();
    assertThat(demuxed.frames).hasSize(ofFirst + packetSizes(second).size());
    long end =
        demuxed.frames.subList(0, ofFirst).stream()
            .mapToLong(demuxed::endMicros)
            .max()
            .orElseThrow();
    long start =
        demuxed.frames.subList(ofFirst, demuxed.frames.size()).stream()
            .mapToLong(demuxed::startMicros)
            .min()
            .orElseThrow();
    // Audio with a later presentation time than the video may have an earlier first sample.
    assertThat(start).isCloseTo(end, within(5_000L));
  }

  @Test
  void ignoresALinkThatCannotBeCarried() throws Exception {
    byte[] vorbis = made(MONO + " -c:a libvorbis", "ogg");
    byte[] speex = made(MONO + " -ar 16000 -c:a libspeex", "ogg");

    Demuxed demuxed = demux("ogg", chain(vorbis, speex, vorbis));

    int packets = packetSizes(vorbis).size();
    assertThat(demuxed.data()).hasSize(2 * packets);
    assertThat(demuxed.data().subList(packets, 2 * packets))
        .isEqualTo(demuxed.data().subList(0, packets));
    assertThatTimesGoOn(demuxed);
    String reason =
        "no track can be carried, found audio speex: Framelog does not carry this codec, "
            + IgnoredTrack.EXPECTED;
    IgnoredTrack left = new IgnoredTrack(0, IgnoredTrack.Kind.DATA, "ogg", "und", reason);
    assertThat(demuxed.ignored).contains(List.of(left)).endsWith(List.<IgnoredTrack>of());
  }

  @ParameterizedTest
  @CsvSource({"ac3, true", "truehd -strict -2, false"})
  void doesNotOfferAudioWithGapsInATransportStreamForDecoding(String codec, boolean offered)
      throws Exception {
    String picture = "-f lavfi -i testsrc2=s=320x180:r=25:d=3 ";
    byte[] stream =
        made(picture + MONO + " -c:v libx264 -pix_fmt yuv420p -g 25 -ac 2 -c:a " + codec, "mpegts");

    Demuxed demuxed = demux("mpegts", stream);

    assertThat(demuxed.ignored).last().asInstanceOf(LIST).hasSize(1);
    assertThat(demuxed.sounds).last().asInstanceOf(LIST).hasSize(offered ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"mp2 -b:a 384k", "ac3 -b:a 192k"})
  void readsASlideShowWithIgnoredAudio(String codec) throws Exception {
    String slides = "-f lavfi -i testsrc2=s=160x90:r=0.2:d=30 -f lavfi -i sine=r=48000:d=30 ";
    byte[] stream =
        made(
            slides + "-c:v libx264 -g 1 -tune zerolatency -pix_fmt yuv420p -c:a " + codec,
            "mpegts");

    Demuxed demuxed = demux("mpegts", stream);

    assertThat(demuxed.headers).singleElement().asInstanceOf(LIST).hasSize(1);
    assertThat(demuxed.frames).filteredOn(frame -> frame.track() == 1).hasSize(6);
  }

  @Test
  void readsTheSameChainByteByByte() throws Exception {
    byte[] chain =
        chain(made(MONO + " -c:a libopus", "ogg"), made(STEREO + " -c:a libopus", "ogg"));
    InputStream single =
        new ByteArrayInputStream(chain) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(1, length));
          }
        };

    assertThat(Demuxed.of("ogg", single).frames).isEqualTo(demux("ogg", chain).frames);
  }

  @Test
  void damageInAChainDoesNotAffectEarlierSamples() throws Exception {
    byte[] first = made(MONO + " -c:a libopus", "ogg");
    byte[] second = made(STEREO + " -c:a flac", "ogg");
    byte[] chain = chain(first, second, first);
    List<Bytes> ofFirst = demux("ogg", first).data();
    Random random = new Random(13);
    for (int times = 0; times < 60; times++) {
      byte[] damaged =
          Arrays.copyOf(chain, first.length + random.nextInt(chain.length - first.length));
      // Most damage is at the beginning of the second link.
      int from = times % 2 == 0 ? 200 : damaged.length - first.length;
      for (int i = random.nextInt(4); i > 0 && damaged.length > first.length; i--) {
        int at =
            first.length
                + random.nextInt(Math.max(1, Math.min(from, damaged.length - first.length)));
        damaged[at] ^= (byte) (1 + random.nextInt(255));
      }
      assertThat(demux("ogg", damaged).data())
          .as("seed " + times)
          .startsWith(ofFirst.toArray(Bytes[]::new));
    }
  }

  @Test
  void refusesAContainerWithoutTracks() {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> demux("ogg", new byte[0]))
        .withMessageContaining("the publisher closed before any track was found");
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> demux("ogg", made(MONO + " -ar 16000 -c:a libspeex", "ogg")))
        .withMessageContaining("no track can be carried, found audio speex");
  }
}
