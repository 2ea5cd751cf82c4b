package io.framelog.media.container.fmp4;

import static io.framelog.media.container.fmp4.Boxes.MOOV;
import static io.framelog.media.container.fmp4.Boxes.audioEntry;
import static io.framelog.media.container.fmp4.Boxes.box;
import static io.framelog.media.container.fmp4.Boxes.bytes;
import static io.framelog.media.container.fmp4.Boxes.counting;
import static io.framelog.media.container.fmp4.Boxes.fullBox;
import static io.framelog.media.container.fmp4.Boxes.join;
import static io.framelog.media.container.fmp4.Boxes.largeBox;
import static io.framelog.media.container.fmp4.Boxes.mdat;
import static io.framelog.media.container.fmp4.Boxes.moof;
import static io.framelog.media.container.fmp4.Boxes.moov;
import static io.framelog.media.container.fmp4.Boxes.tfdt;
import static io.framelog.media.container.fmp4.Boxes.tfhd;
import static io.framelog.media.container.fmp4.Boxes.track;
import static io.framelog.media.container.fmp4.Boxes.trackHeader;
import static io.framelog.media.container.fmp4.Boxes.traf;
import static io.framelog.media.container.fmp4.Boxes.trex;
import static io.framelog.media.container.fmp4.Boxes.trun;
import static io.framelog.media.container.fmp4.Boxes.videoEntry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.framelog.media.Codec;
import io.framelog.media.Colour;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.ForeignSound;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEvent.SampleRead;
import io.framelog.media.MediaEvent.TracksFound;
import io.framelog.media.PixelAspect;
import io.framelog.media.Sample;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;
import io.framelog.media.container.ParserLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-written input that ffmpeg does not write. */
class Fmp4ParserTest {
  private static final int SYNC = 0x02000000;
  private static final int NON_SYNC = 0x01010000;

  /** 1.0 in 16.16. */
  private static final int ONE = 0x1_0000;

  /** The compared fields of a sample; {@code first} is its first byte. */
  record Seen(int track, long dts, long pts, boolean sync, int size, int first) {
    static Seen of(Sample sample) {
      return new Seen(
          sample.trackId(),
          sample.dts(),
          sample.pts(),
          sample.sync(),
          sample.data().remaining(),
          sample.data().get(sample.data().position()) & 0xff);
    }
  }

  private final Fmp4Parser parser = new Fmp4Parser(ParserLimits.DEFAULT);
  private final List<Seen> seen = new ArrayList<>();
  private final List<TracksFound> headers = new ArrayList<>();
  private final List<ForeignSound> sounds = new ArrayList<>();

  private void on(MediaEvent event) {
    if (event instanceof SampleRead read) {
      seen.add(Seen.of(read.sample()));
    } else if (event instanceof TracksFound found) {
      headers.add(found);
    } else if (event instanceof MediaEvent.TracksIgnored ignored) {
      sounds.addAll(ignored.sounds());
    }
  }

  private void feed(byte[]... parts) {
    parser.feed(ByteBuffer.wrap(join(parts)), this::on);
  }

  private ContainerException refused(byte[]... parts) {
    return catchThrowableOfType(ContainerException.class, () -> feed(parts));
  }

  /** A moof whose data offsets need its own size: built twice. */
  private static byte[] sized(IntFunction<byte[]> moofForDataOffset) {
    return moofForDataOffset.apply(moofForDataOffset.apply(0).length + 8);
  }

  private static byte[] oneSample(int size) {
    return sized(offset -> moof(traf(tfhd(1), trun(offset, size))));
  }

  private VideoFormat picture(byte[] trackHeader, byte[]... inEntry) {
    byte[] entry = videoEntry("vp08", inEntry);
    feed(moov(track(trackHeader, "vide", entry, new byte[0]), trex(1, 0, 0, 0)));
    VideoFormat picture = headers.get(0).tracks().get(0).video();
    return Objects.requireNonNull(picture);
  }

  private static byte[] shown(int width, int height) {
    return trackHeader(1, ONE, 0, 0, ONE, width << 16, height << 16);
  }

  @Test
  void readsAspectRotationAndColour() {
    byte[] colr = box("colr", bytes(out -> out.writeBytes("nclx")), hex("0009 0010 0009 80"));
    byte[] icc = box("colr", bytes(out -> out.writeBytes("prof")), new byte[40]);

    VideoFormat picture =
        picture(
            trackHeader(1, 0, ONE, -ONE, 0, 910 << 16, 480 << 16),
            icc,
            box("pasp", hex("00000080 0000005a")),
            colr);

    assertThat(picture.aspect()).as("pasp, not the size").isEqualTo(new PixelAspect(64, 45));
    assertThat(picture.matrix()).isEqualTo(new DisplayMatrix(0, ONE, -ONE, 0, 0, 0));
    assertThat(picture.matrix().degrees()).isEqualTo(90);
    assertThat(picture.colour()).isEqualTo(new Colour(9, 16, 9, Colour.Range.FULL));
  }

  @ParameterizedTest(name = "640x480 shown as {0}x{1}: {2}:{3}")
  @CsvSource({
    "640, 480, 0, 0",
    "854, 480, 427, 320",
    "480, 640, 0, 0", // as it is after a quarter turn
    "0, 0, 0, 0",
    "65535, 1, 0, 0"
  })
  void derivesTheAspectFromTheDisplaySize(int width, int height, int horizontal, int vertical) {
    assertThat(picture(shown(width, height)).aspect())
        .isEqualTo(new PixelAspect(horizontal, vertical));
  }

  @Test
  void readsQuickTimesColour() {
    byte[] colr = box("colr", bytes(out -> out.writeBytes("nclc")), hex("0001 000d 0001"));

    assertThat(picture(shown(640, 480), colr).colour())
        .isEqualTo(new Colour(1, 13, 1, Colour.Range.UNKNOWN));
  }

  @Test
  void ignoresAMatrixOfZeros() {
    assertThat(picture(trackHeader(1, 0, 0, 0, 0, 0, 0)).matrix())
        .isEqualTo(DisplayMatrix.IDENTITY);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  @Nested
  class Delivery {
    @Test
    void deliversASampleExactlyWithItsLastByte() {
      byte[] fragment = join(sized(o -> moof(traf(tfhd(1), trun(o, 3, 5)))), mdat(8));
      feed(MOOV, fragment.clone());
      assertThat(seen).hasSize(2);

      int before = seen.size();
      for (int i = 0; i < fragment.length - 6; i++) {
        feed(new byte[] {fragment[i]});
      }
      assertThat(seen).hasSize(before);
      feed(new byte[] {fragment[fragment.length - 6]});
      assertThat(seen).hasSize(before + 1);
    }

    @Test
    void deliversAViewOfTheInputForACompleteSample() {
      byte[] input = join(MOOV, oneSample(4), mdat(4));
      List<byte[]> arrays = new ArrayList<>();

      parser.feed(
          ByteBuffer.wrap(input),
          event -> {
            if (event instanceof SampleRead read) {
              arrays.add(read.sample().data().array());
            }
          });

      assertThat(arrays).singleElement().isSameAs(input);
    }

    @Test
    void deliversInByteOrderForAnyOrderOfRuns() {
      byte[] two =
          moov(
              join(track(1, videoEntry("vp08")), track(2, videoEntry("vp08"))),
              join(trex(1, 0, 0, 0), trex(2, 0, 0, 0)));
      byte[] moof =
          sized(
              o ->
                  moof(
                      traf(tfhd(1), trun(o + 4, 4), trun(o + 12, 4)),
                      traf(tfhd(2), trun(o, 4), trun(o + 8, 4))));

      feed(two, moof, mdat(16));

      assertThat(seen)
          .extracting(Seen::track, Seen::first, Seen::dts)
          .containsExactly(tuple(2, 0, 0L), tuple(1, 4, 0L), tuple(2, 8, 40L), tuple(1, 12, 40L));
    }

    @Test
    void findsSamplesAcrossSeveralMdatWithOtherBoxesBetween() {
      byte[] free = box("free", new byte[3]);
      byte[] moof =
          sized(o -> moof(traf(tfhd(1), trun(o + free.length, 4), trun(o + free.length + 12, 4))));

      feed(MOOV, moof, free, mdat(4), mdat(4));

      assertThat(seen).extracting(Seen::first).containsExactly(0, 0);
      assertThat(seen).extracting(Seen::dts).containsExactly(0L, 40L);
    }

    @Test
    void readsTwoFragmentsWhoseDataFollowTogether() {
      int moofBytes = oneSample(4).length;
      byte[] first = moof(traf(tfhd(1), trun(2 * moofBytes + 8, 4)));
      byte[] second = moof(traf(tfhd(1), trun(moofBytes + 12, 4)));

      feed(MOOV, first, second, mdat(8));

      assertThat(seen)
          .extracting(Seen::first, Seen::dts)
          .containsExactly(tuple(0, 0L), tuple(4, 40L));
    }

    @Test
    void readsLargeSizesAndAnMdatOfUnknownSize() {
      byte[] moof = sized(o -> moof(traf(tfhd(1), trun(o + 8, 4))));
      byte[] open = bytes(out -> out.write(new byte[] {0, 0, 0, 0, 'm', 'd', 'a', 't'}));

      feed(MOOV, moof, largeBox("mdat", 20, counting(4)));
      feed(oneSample(6), open, counting(6), counting(100));

      assertThat(seen).extracting(Seen::size).containsExactly(4, 6);
    }

    @Test
    void ignoresTracksOfOtherKindsAndCodecs() {
      byte[] moov =
          moov(
              join(
                  track(1, videoEntry("vp08")),
                  track(2, "soun", audioEntry("alac"), new byte[0]),
                  track(3, "text", audioEntry("tx3g"), new byte[0])),
              new byte[0]);
      byte[] moof =
          sized(
              o ->
                  moof(
                      traf(tfhd(3), trun(o, 2)),
                      traf(tfhd(1), trun(o + 2, 3)),
                      traf(tfhd(2), trun(o + 5, 4))));

      feed(moov, moof, mdat(9));

      assertThat(headers.get(0).tracks()).extracting(Track::id).containsExactly(1);
      assertThat(seen).extracting(Seen::track, Seen::first).containsExactly(tuple(1, 2));
    }

    @Test
    void deliversAndDescribesDecodableAudio() {
      // PCMConfig: version and flags, little-endian, 24 bits
      byte[] pcm = audioEntry("ipcm", box("pcmC", new byte[] {0, 0, 0, 0, 1, 24}));
      byte[] moov =
          moov(
              join(
                  track(1, videoEntry("vp08")),
                  track(2, "soun", pcm, new byte[0]),
                  track(3, "soun", audioEntry("ac-3"), new byte[0])),
              new byte[0]);
      byte[] moof = sized(o -> moof(traf(tfhd(2), trun(o, 6)), traf(tfhd(3), trun(o + 6, 4))));

      feed(moov, moof, mdat(10));

      assertThat(headers.get(0).tracks()).extracting(Track::id).containsExactly(1);
      assertThat(sounds)
          .extracting(ForeignSound::id, ForeignSound::codec, ForeignSound::sampleRate)
          .containsExactly(
              tuple(2, new SoundCodec("pcm_s24le"), 48_000), tuple(3, SoundCodec.AC3, 0));
      assertThat(seen)
          .extracting(Seen::track, Seen::size)
          .containsExactly(tuple(2, 6), tuple(3, 4));
    }

    @Test
    void restartsWithASecondMoov() {
      feed(MOOV, oneSample(4), mdat(4));
      feed(box("ftyp", new byte[8]), MOOV, oneSample(4), mdat(4));

      assertThat(headers).hasSize(2);
      assertThat(seen).extracting(Seen::dts).containsExactly(0L, 0L);
    }
  }

  @Nested
  class Origins {
    @Test
    void countsExplicitOffsetsFromTheLastFtyp() {
      byte[] ftyp = box("ftyp", new byte[8]);
      byte[] head = join(MOOV, oneSample(4), mdat(4), ftyp, MOOV);
      int moofAt = ftyp.length + MOOV.length;
      byte[] moof =
          sized(
              o ->
                  moof(
                      traf(
                          fullBox("tfhd", 0, 0x1, 1, 0, moofAt + o),
                          fullBox("trun", 0, 0x200, 1, 4))));

      feed(head, moof, mdat(4));

      assertThat(seen).hasSize(2);
    }

    @Test
    void continuesAtTheEndOfThePreviousTrackFragmentWithoutABase() {
      byte[] two =
          moov(join(track(1, videoEntry("vp08")), track(2, videoEntry("vp08"))), new byte[0]);
      byte[] moof =
          sized(
              o ->
                  moof(
                      traf(fullBox("tfhd", 0, 0, 1), trun(o, 4, 4)),
                      traf(fullBox("tfhd", 0, 0, 2), trun(0, 4), fullBox("trun", 0, 0x200, 1, 4))));

      feed(two, moof, mdat(16));

      assertThat(seen)
          .extracting(Seen::track, Seen::first)
          .containsExactly(tuple(1, 0), tuple(1, 4), tuple(2, 8), tuple(2, 12));
    }
  }

  @Nested
  class Flags {
    @Test
    void usesTheFlagsOfTheInnermostLevel() {
      byte[] moov = moov(track(1, videoEntry("vp08")), trex(1, 40, 2, NON_SYNC));
      byte[] moof =
          sized(
              o ->
                  moof(
                      // trex alone
                      traf(tfhd(1), fullBox("trun", 0, 0x1, 2, o)),
                      // first-sample-flags over trex
                      traf(tfhd(1), fullBox("trun", 0, 0x5, 2, o + 4, SYNC)),
                      // tfhd over trex
                      traf(fullBox("tfhd", 0, 0x20020, 1, SYNC), fullBox("trun", 0, 0x1, 1, o + 8)),
                      // each sample over tfhd
                      traf(
                          fullBox("tfhd", 0, 0x20020, 1, SYNC),
                          fullBox("trun", 0, 0x401, 2, o + 10, NON_SYNC, SYNC))));

      feed(moov, moof, mdat(14));

      assertThat(seen)
          .extracting(Seen::sync)
          .containsExactly(false, false, true, false, true, false, true);
    }
  }

  @Nested
  class TimesOfSamples {
    @Test
    void continuesFromThePreviousFragmentWithoutTfdt() {
      feed(MOOV);
      feed(sized(o -> moof(traf(tfhd(1), tfdt(1000), trun(o, 1, 1)))), mdat(2));
      feed(oneSample(1), mdat(1));

      assertThat(seen).extracting(Seen::dts).containsExactly(1000L, 1040L, 1080L);
    }

    @Test
    void aSampleWithTheTimeOfItsSuccessorStartsAtTheEndOfThePreviousOne() {
      feed(MOOV);
      feed(frame(0, 40, 0), frame(80, 0, 40), frame(80, 40, 0), frame(120, 40, 0));

      assertThat(seen)
          .extracting(Seen::dts, Seen::pts)
          .containsExactly(tuple(0L, 0L), tuple(40L, 80L), tuple(80L, 80L), tuple(120L, 120L));
    }

    @Test
    void aLateSampleOfAReorderedTrackKeepsTheWrittenPresentationTime() {
      feed(MOOV);
      feed(frame(0, 40, 80), frame(80, 0, 0), frame(80, 40, 40));

      assertThat(seen)
          .extracting(Seen::dts, Seen::pts)
          .containsExactly(tuple(0L, 80L), tuple(40L, 80L), tuple(80L, 120L));
    }

    @Test
    void aSampleWithoutDurationKeepsItsTimeUnlessItIsLate() {
      feed(MOOV);
      // The first; after one without duration; after a pause; and at the end of the previous one.
      feed(frame(40, 0, 0), frame(80, 0, 0), frame(120, 40, 0), frame(1161, 0, 0));
      feed(frame(1200, 40, 0), frame(1240, 0, 0));

      assertThat(seen).extracting(Seen::dts).containsExactly(40L, 80L, 120L, 1161L, 1200L, 1240L);
    }

    private byte[] frame(int dts, int duration, int composition) {
      byte[] moof =
          sized(
              o ->
                  moof(
                      traf(
                          tfhd(1),
                          tfdt(dts),
                          fullBox("trun", 1, 0xb01, 1, o, duration, 1, composition))));
      return join(moof, mdat(1));
    }

    @Test
    void readsLongDecodeTimesAndNegativeCompositionOffsets() {
      byte[] longTime = fullBox("tfdt", 1, 0, 1, 5); // 2^32 + 5
      byte[] moof =
          sized(o -> moof(traf(tfhd(1), longTime, fullBox("trun", 1, 0xb01, 1, o, 40, 1, -80))));

      feed(MOOV, moof, mdat(1));

      assertThat(seen).containsExactly(new Seen(1, 4294967301L, 4294967221L, true, 1, 0));
    }

    @Test
    void delaysByAnEmptyEditAndCutsByTheMediaTime() {
      byte[] elst = fullBox("elst", 0, 0, 2, 300, -1, 0x10000, 0, 80, 0x10000);
      byte[] moov = moov(track(1, "vide", videoEntry("vp08"), box("edts", elst)), new byte[0]);

      feed(moov, oneSample(1), mdat(1));

      assertThat(seen).extracting(Seen::dts, Seen::pts).containsExactly(tuple(220L, 220L));
    }

    @Test
    void skipsASampleWithoutBytesButNotItsTime() {
      feed(MOOV, sized(o -> moof(traf(tfhd(1), trun(o, 1, 0, 1)))), mdat(2));

      assertThat(seen).extracting(Seen::dts).containsExactly(0L, 80L);
    }
  }

  @Nested
  class Refusals {
    @Test
    void advisesThePublisherOfAPlainMp4() {
      for (String name : List.of("plain", "plain-faststart")) {
        Fmp4Parser fresh = new Fmp4Parser(ParserLimits.DEFAULT);
        ContainerException e =
            catchThrowableOfType(
                ContainerException.class,
                () -> fresh.feed(ByteBuffer.wrap(new Mp4Sample(name).bytes()), event -> {}));

        assertThat(e)
            .hasMessageMatching(
                "the MP4 is not fragmented from its beginning at byte \\d+, expected one made with"
                    + " -movflags empty_moov\\+default_base_moof\\+frag_keyframe; of a file, ffmpeg"
                    + " -re -i FILE -c copy -f mpegts sends a stream");
        assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_CONTAINER);
      }
    }

    @Test
    void namesTheCodecsWhenNoneCanBeCarried() {
      ContainerException e =
          refused(moov(track(1, "soun", audioEntry("ac-3"), new byte[0]), new byte[0]));

      assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_CODEC);
      assertThat(e).hasMessageContaining("only ac-3 at byte 8");
    }

    @Test
    void namesEncryption() {
      ContainerException e =
          refused(moov(track(1, "soun", audioEntry("enca"), new byte[0]), new byte[0]));

      assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_CODEC);
      assertThat(e)
          .hasMessage("the MP4 is encrypted (enca) at byte 8, expected one without encryption");
    }

    @Test
    void refusesSizesOfTwoToThe63AndSumsBeyond() {
      assertThat(refused(largeBox("free", Long.MIN_VALUE, new byte[0])))
          .hasMessageContaining("9223372036854775808")
          .hasMessageContaining("at byte 0");
      assertThat(
              new Fmp4ParserTest()
                  .refused(box("free", new byte[0]), largeBox("free", Long.MAX_VALUE, new byte[0])))
          .hasMessageContaining("at byte 8");
    }

    @Test
    void refusesAnEndlessHeaderByItsAnnouncedSize() {
      ContainerException e = refused(largeBox("free", 1L << 40, new byte[0]));

      assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
      assertThat(new Fmp4ParserTest().refused(fourGigabytes("moov")).reason())
          .isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @Test
    void refusesAHeaderOfEndlesslyManySmallBoxes() {
      byte[] free = box("free", new byte[10_000]);
      ContainerException last = null;
      for (int i = 0; i < 200 && last == null; i++) {
        last = refused(free);
      }

      assertThat(last).isNotNull();
      assertThat(parser.bytesConsumed()).isLessThanOrEqualTo((1 << 20) + free.length);
    }

    @Test
    void refusesMoreSamplesThanTheLimitBeforeAllocatingMemory() {
      // No bytes for a sample: all values are defaults.
      byte[] run = fullBox("trun", 0, 0x1, 100_001, 0);

      assertThat(refused(MOOV, moof(traf(tfhd(1), run))).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
      byte[] more = fullBox("trun", 0, 0x301, 0x7fffffff, 0);
      assertThat(new Fmp4ParserTest().refused(MOOV, moof(traf(tfhd(1), more))).reason())
          .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void refusesEndlessFragmentsWithoutData() {
      // given samples at increasing or decreasing offsets
      for (int step : new int[] {-200, 1}) {
        byte[][] announced = new byte[100][];
        for (int i = 0; i < announced.length; i++) {
          announced[i] = moof(traf(tfhd(1), trun((1 << 20) + step * i, 1)));
        }

        // then they are not stored and sorted again and again
        assertThat(new Fmp4ParserTest().refused(MOOV, join(announced)))
            .hasMessageMatching("fragment 65 without data at byte \\d+, expected at most 64");
      }
    }

    @Test
    void skipsAGapInTimeWithoutALoop() {
      // given 10,000 runs of 100,000 samples without bytes, in one small fragment
      byte[] moov = moov(track(1, videoEntry("vp08")), trex(1, 1, 0, SYNC));
      byte[] run = fullBox("trun", 0, 0, 100_000);
      byte[][] runs = new byte[10_000][];
      Arrays.fill(runs, run);

      assertTimeoutPreemptively(
          Duration.ofSeconds(1), () -> feed(moov, moof(traf(tfhd(1), join(runs)))));

      // then their time is counted nevertheless
      feed(sized(o -> moof(traf(tfhd(1), trun(o, 4)))), mdat(4));
      assertThat(seen).singleElement().extracting(Seen::dts).isEqualTo(1_000_000_000L);
    }

    @Test
    void skipsAnIgnoredTrackWithoutALoop() {
      // given 10,000 runs of 100,000 samples of an unknown codec, in one small fragment
      byte[] moov =
          moov(
              join(track(1, videoEntry("vp08")), track(2, videoEntry("mjpg"))),
              trex(2, 1, 1, SYNC));
      byte[][] runs = new byte[10_000][];
      Arrays.fill(runs, fullBox("trun", 0, 0, 100_000));

      assertTimeoutPreemptively(
          Duration.ofSeconds(1), () -> feed(moov, moof(traf(tfhd(2), join(runs)))));
    }

    @Test
    void refusesEndlessHeadersThatAbandonAnnouncedSamples() {
      // given a moov before the data of each fragment: 600 bytes for 100,000 samples
      byte[] moov = moov(track(1, videoEntry("vp08")), trex(1, 1, 1, SYNC));
      byte[] moof = moof(traf(tfhd(1), fullBox("trun", 0, 0x1, 100_000, 1 << 20)));

      assertThat(refused(moov, moof, moov, moof, moov))
          .hasMessageContaining("200000 samples were announced and not sent");
    }

    @Test
    void refusesASampleLargerThanTheLimit() {
      ContainerException e = refused(MOOV, oneSample(-1));

      assertThat(e.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
      assertThat(e).hasMessageContaining("4294967295 bytes");
    }

    @Test
    void refusesImpossibleDecodeTimes() {
      byte[] never = fullBox("tfdt", 1, 0, 0x7fffffff, -1);

      assertThat(refused(MOOV, moof(traf(tfhd(1), never))))
          .hasMessageContaining("9223372036854775807 in tfdt");
    }

    @Test
    void refusesSamplesThatOverlapOrPrecedeTheirFragmentsEnd() {
      byte[] overlap = sized(o -> moof(traf(tfhd(1), trun(o, 4), trun(o + 2, 4))));
      assertThat(refused(MOOV, overlap)).hasMessageContaining("in another sample");

      byte[] early = moof(traf(tfhd(1), trun(-4, 4)));
      assertThat(new Fmp4ParserTest().refused(MOOV, early))
          .hasMessageContaining("before its fragment's end");
    }

    @Test
    void refusesASampleBeyondItsMdat() {
      assertThat(refused(MOOV, oneSample(10), mdat(4))).hasMessageContaining("not within its mdat");
      assertThat(new Fmp4ParserTest().refused(MOOV, oneSample(4), box("free", new byte[20])))
          .isNull();
      Fmp4ParserTest other = new Fmp4ParserTest();
      assertThat(other.refused(MOOV, oneSample(4), box("free", new byte[20]), mdat(4)))
          .hasMessageContaining("is not within an mdat");
    }

    @Test
    void refusesBytesThatAreNotABox() {
      feed(MOOV, oneSample(4), mdat(4));
      long where = parser.bytesConsumed();

      ContainerException e = refused(new byte[] {0, 0, 0, 9, 1, 2, 3, 4, 5});

      assertThat(e.byteOffset()).isEqualTo(where);
      assertThat(e).hasMessageContaining("\\x01\\x02\\x03\\x04");
    }

    @Test
    void refusesAFragmentBeforeTheHeaderAndOfAnUnknownTrack() {
      assertThat(refused(oneSample(1))).hasMessageContaining("moof before moov at byte 0");
      assertThat(new Fmp4ParserTest().refused(MOOV, moof(traf(tfhd(9)))))
          .hasMessageContaining("track 9");
    }

    @Test
    void refusesAnEndBeforeAnyTrack() {
      parser.feed(ByteBuffer.wrap(box("ftyp", new byte[8])), this::ignore);

      ContainerException e =
          catchThrowableOfType(ContainerException.class, () -> parser.finish(this::ignore));

      assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
      assertThat(e.byteOffset()).isEqualTo(16);
    }

    private void ignore(MediaEvent event) {
      throw new AssertionError("unexpected " + event);
    }

    private static byte[] fourGigabytes(String type) {
      return bytes(
          out -> {
            out.writeInt(-1);
            out.writeBytes(type);
          });
    }
  }

  @Nested
  class Header {
    @Test
    void announcesTitleLanguageAndFrameSize() {
      byte[] name = box("©nam", box("data", new byte[8], "cam1".getBytes(StandardCharsets.UTF_8)));
      byte[] udta =
          box("udta", box("meta", new byte[4], box("hdlr", new byte[24]), box("ilst", name)));

      feed(box("moov", fullBox("mvhd", 0, 0, 0, 0, 1000, 0), track(7, videoEntry("vp08")), udta));

      TracksFound found = headers.get(0);
      assertThat(found.title()).isEqualTo("cam1");
      assertThat(found.tracks())
          .singleElement()
          .satisfies(
              track -> {
                assertThat(track.id()).isEqualTo(7);
                assertThat(track.codec()).isEqualTo(Codec.VP8);
                assertThat(track.language()).isEqualTo("und");
                assertThat(String.valueOf(track.video())).contains("width=640, height=480");
              });
    }

    @Test
    void usesATracksTitleWhenTheMovieHasNone() {
      byte[] name = box("©nam", box("data", new byte[8], "Gst_1".getBytes(StandardCharsets.UTF_8)));
      byte[] udta =
          box("udta", box("meta", new byte[4], box("hdlr", new byte[24]), box("ilst", name)));
      byte[] trak = track(7, videoEntry("vp08"));

      feed(
          box(
              "moov",
              fullBox("mvhd", 0, 0, 0, 0, 1000, 0),
              box("trak", Arrays.copyOfRange(trak, 8, trak.length), udta)));

      assertThat(headers.get(0).title()).isEqualTo("Gst_1");
    }

    @Test
    void hidesTheTitleInToString() {
      assertThat(new Movie(List.of(), "cam1?key=s3cret").toString()).doesNotContain("s3cret");
    }
  }
}
