package io.framelog.media.chunk;

import static io.framelog.media.chunk.ChunkerFixture.AUDIO;
import static io.framelog.media.chunk.ChunkerFixture.VIDEO;
import static io.framelog.media.chunk.ChunkerFixture.opus;
import static io.framelog.media.chunk.ChunkerFixture.vp8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.LightLevels;
import io.framelog.media.MediaEvent;
import io.framelog.media.PixelCrop;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkerTest {
  private static final Track[] BOTH = {vp8(1000), opus(1000)};

  /**
   * The recovery point that x264 writes at I-frames of open GOPs and at the start of intra
   * refreshes.
   */
  private static final byte[] RECOVERY_POINT = {
    0, 0, 0, 5, 6, 6, 1, (byte) 0xc4, (byte) 0x80, 0, 0, 0, 2, 0x41, (byte) 0x9a
  };

  @Test
  void startsAChunkAtEveryKeyframeAndMakesEveryFrameAPart() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.inter(40);
    live.inter(80);
    live.key(120);
    live.inter(160);

    assertThat(live.parts())
        .containsExactly("0/0@0+40", "0/1@40+40", "0/2@80+40", "1/0@120+40", "1/1@160+40");
    assertThat(live.sink.headers).extracting(ChunkHeader::chunk).containsExactly(0L, 1L);
    assertThat(live.sink.headers).extracting(ChunkHeader::discontinuities).containsOnly(0);
    assertThat(live.sink.headers.get(0).wallClockMs()).isEqualTo(1_000_000);
    assertThat(live.sink.headers.get(0).initSegment().mime()).startsWith("video/webm");
  }

  @Test
  void everyHeaderHasTheLongestTimeBetweenArrivals() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    // given frames that arrive three at a time
    for (int frame = 0; frame < 10; frame++) {
      if (frame % 3 == 0) {
        live.passes(120);
      }
      if (frame % 5 == 0) {
        live.key(frame * 40L);
      } else {
        live.inter(frame * 40L);
      }
    }
    live.passes(200);
    live.key(400);

    assertThat(live.sink.headers)
        .extracting(ChunkHeader::spacingMs)
        .containsExactly(0L, 120L, 200L);
  }

  @Test
  void dropsAndCountsVideoBeforeTheFirstKeyframe() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.inter(0);
    live.inter(40);
    live.key(80);

    assertThat(live.parts()).containsExactly("0/0@0+40");
    assertThat(live.chunker.counts().videoBeforeKeyframe()).isEqualTo(2);
  }

  @Test
  void sendsAudioFromBeforeTheFirstKeyframeRightAfterIt() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(-7);
    live.audio(13);
    live.key(20);
    live.audio(33);
    live.inter(60);

    assertThat(live.parts()).containsExactly("0/0@27+40", "0/1@0+40", "0/2@40+67");
  }

  @Test
  void sendsAudioFromBeforeALaterKeyframeAsTheLastPartOfThePreviousChunk() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);
    live.audio(20);
    live.key(40);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@0+20", "0/2@20+20", "1/0@40+40");
  }

  @Test
  void theReachFollowsTheVideoDespiteReorderingAndAudio() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);
    live.inter(40, 120);
    live.inter(80, 80);
    live.audio(20);
    live.key(120);

    assertThat(live.parts())
        .containsExactly(
            "0/0@0+40", "0/1@0+20", "0/2@120+40", "0/3@80+40", "0/4@20+20", "1/0@120+40");
    assertThat(live.sink.parts)
        .extracting(part -> part.reachUs() / 1000)
        .containsExactly(40L, 40L, 80L, 120L, 120L, 160L);
  }

  @Test
  void limitsADurationToThePreviousInterval() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.sample(VIDEO, 40, 40, 120, false, new byte[] {0x11, 0, 0, 0, 0, 0});
    live.inter(80);

    assertThat(live.sink.parts)
        .extracting(MediaPart::reachUs)
        .containsExactly(40_000L, 80_000L, 120_000L);
  }

  @Test
  void aChunkBeginsOnePartDurationBeforeTheReachOfItsFirstPart() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.inter(40);
    live.sample(VIDEO, 80, 80, 120, true, ChunkerFixture.VP8_KEY);
    live.inter(120);

    assertThat(live.sink.parts)
        .extracting(MediaPart::reachUs)
        .containsExactly(40_000L, 80_000L, 200_000L, 200_001L);
  }

  @Test
  void theReachIncreasesEvenWhenAFrameIsEarlierThanExpected() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.inter(40);
    live.inter(50);

    assertThat(live.sink.parts)
        .extracting(MediaPart::reachUs)
        .containsExactly(40_000L, 80_000L, 80_001L);
  }

  @Test
  void dropsTheOldestAudioWhenTooMuchPrecedesTheKeyframe() {
    ChunkerFixture live =
        new ChunkerFixture(
            new ChunkerSettings(0, 0, 0, 100_000, 2_000_000, 20_000_000, 200), StreamEnd.EMPTY);
    live.tracks(vp8(1000), opus(1000));
    IntStream.range(0, 10).forEach(i -> live.audio(i * 20L));
    live.key(200);

    // Two samples of 3 bytes and their overhead fit into 200 bytes.
    assertThat(live.parts()).containsExactly("0/0@40+40", "0/1@0+40");
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(8);
  }

  @Test
  void emitsAudioThatHasWaitedForVideoTooLong() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);
    IntStream.rangeClosed(1, 5).forEach(i -> live.audio(i * 20L));
    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@0+20", "0/2@20+100");

    live.audio(120);
    live.passes(99);
    assertThat(live.parts()).hasSize(3);
    live.passes(1);
    assertThat(live.parts()).endsWith("0/3@120+20");
  }

  @Test
  void makesPartsOfTheConfiguredDurationButCutsAtKeyframes() {
    ChunkerFixture live =
        new ChunkerFixture(ChunkerSettings.withPartDuration(100_000), StreamEnd.EMPTY);
    live.tracks(vp8(1000));
    live.key(0);
    IntStream.rangeClosed(1, 4).forEach(i -> live.inter(i * 40L));
    live.key(200);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@40+120", "0/2@160+40", "1/0@200+40");
  }

  @Test
  void cutsAudioOnlyStreamsByTime() {
    ChunkerFixture live = ChunkerFixture.live(opus(1000));
    IntStream.range(0, 110).forEach(i -> live.audio(i * 20L));
    live.chunker.finish();

    assertThat(live.sink.headers).hasSize(2);
    assertThat(live.parts())
        .startsWith("0/0@0+100", "0/1@100+100")
        .endsWith("1/0@2000+100", "1/1@2100+100");
  }

  @Test
  void continuesWhereTheLogEnds() {
    ChunkerFixture live =
        ChunkerFixture.from(new StreamEnd(12, 3, 5_000_500), vp8(1000), opus(1000));
    live.audio(7_000);
    live.key(7_010);
    live.audio(7_020);
    live.inter(7_050);

    // 5,000.5 ms, rounded up to a tick.
    assertThat(live.parts()).containsExactly("12/0@5011+40", "12/1@5001+20", "12/2@5021+70");
    assertThat(live.sink.headers.get(0).discontinuities()).isEqualTo(3);
  }

  @Test
  void reservesTimeForThePrimingOfAudioNotYetReceived() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(0);
    live.audio(-7);
    live.inter(40);

    assertThat(live.parts()).containsExactly("0/0@7+40", "0/1@0+87");
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
  }

  @Test
  void startsAtThePublishersZeroWhenAudioMayStillStartThere() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(21);
    live.audio(0);
    live.inter(61);

    assertThat(live.parts()).containsExactly("0/0@22+40", "0/1@1+101");
  }

  @Test
  void reservesTimeForAnnouncedAudioThatIsEarlierThanTheVideo() {
    ChunkerFixture live = ChunkerFixture.from(new StreamEnd(3, 0, 10_000_000), BOTH);
    live.announcesAudio(5_000);
    live.key(6_600);
    live.audio(5_000);
    live.inter(6_640);

    assertThat(live.parts()).containsExactly("3/0@11600+40", "3/1@10000+1680");
  }

  @Test
  void reservesNoTimeWhenAnnouncedAudioIsNotEarlierThanTheVideo() {
    ChunkerFixture live = ChunkerFixture.from(new StreamEnd(3, 0, 10_000_000), BOTH);
    live.announcesAudio(6_600);
    live.key(6_600);

    assertThat(live.parts()).containsExactly("3/0@10000+40");
  }

  @ParameterizedTest
  @ValueSource(longs = {-61_000, Long.MIN_VALUE, Long.MIN_VALUE + 1})
  void reservesNoTimeForAudioAnnouncedMoreThanAMinuteBeforeTheVideo(long announced) {
    ChunkerFixture live = ChunkerFixture.live(BOTH);
    live.announcesAudio(announced);
    live.key(0);

    assertThat(live.parts()).containsExactly("0/0@7+40");
  }

  @Test
  void anAnnouncementCountsOnlyUntilItsSamplesArrive() {
    ChunkerFixture live = ChunkerFixture.live(BOTH);
    live.announcesAudio(0);
    live.audio(0);
    live.tracks(BOTH);
    live.key(6_600);

    assertThat(live.parts()).containsExactly("0/0@7+40");
  }

  @Test
  void refusesAudioThatWouldOverlapThePreviousSession() {
    ChunkerFixture live =
        ChunkerFixture.from(new StreamEnd(1, 1, 1_000_000), vp8(1000), opus(1000));
    live.key(5_000);
    live.audio(4_900);
    live.audio(5_000);
    live.inter(5_040);

    assertThat(live.parts()).containsExactly("1/0@1007+40", "1/1@1007+80");
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(1);
  }

  @Test
  void keepsSpacingExactForAllTimescales() {
    ChunkerFixture live = ChunkerFixture.live(vp8(90_000), opus(48_000));
    live.audio(0);
    live.key(0);
    for (int i = 1; i <= 3000; i++) {
      live.inter(i * 3003L);
    }

    // 3,000 frames at 30000/1001: 100.1 s, on the millisecond ticks of WebM.
    assertThat(live.sink.parts.get(live.sink.parts.size() - 1).ptsUs()).isEqualTo(100_100_000);
  }

  @Test
  void takesDurationsFromThePreviousIntervalWhenTheContainerHasNone() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.inter(100);
    live.inter(110);
    live.sample(VIDEO, 300, 300, 25, true, new byte[] {0x11, 0, 0, 0});

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@100+100", "0/2@110+10", "0/3@300+25");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-4})
  void ignoresAFrameRateNearZero(double frameRate) {
    Track vp8 = vp8(1000);
    Track slow =
        new Track(
            vp8.id(),
            vp8.codec(),
            vp8.config(),
            vp8.timescale(),
            vp8.defaultDuration(),
            new VideoFormat(64, 48, frameRate),
            null,
            vp8.language());
    ChunkerFixture live = ChunkerFixture.live(slow);
    live.key(0);
    live.inter(100);

    assertThat(live.parts()).first().isEqualTo("0/0@0+40");
  }

  @ParameterizedTest
  @CsvSource({"40, 25.0", "42, 25.0", "90, 0.0", "20, 0.0"})
  void doesNotSendAFrameRateThatTheFramesContradict(int intervalMs, double told) {
    VideoFormat stated = new VideoFormat(64, 48, 25);
    ChunkerFixture live = ChunkerFixture.live(vp8(1000).withVideo(stated));
    int time = 0;
    for (int chunk = 0; chunk < 3; chunk++) {
      live.key(time);
      for (time += intervalMs; time < 1_100 * (chunk + 1); time += intervalMs) {
        live.inter(time);
      }
    }

    assertThat(live.sink.headers)
        .extracting(header -> header.tracks().get(0).video())
        .containsExactly(stated, stated.withFrameRate(told), stated.withFrameRate(told));
    assertThat(live.sink.headers).extracting(ChunkHeader::discontinuities).containsOnly(0);
  }

  @Test
  void movesDecodeTimesThatDoNotIncreaseByOneTick() {
    ChunkerFixture live = ChunkerFixture.live(opus(1000));
    live.audio(0);
    live.audio(0);
    live.audio(20);
    live.chunker.finish();

    assertThat(live.chunker.counts().timesRepaired()).isEqualTo(1);
    assertThat(live.parts()).containsExactly("0/0@0+40");
  }

  @Test
  void keepsTheOrderOfSamplesWhoseTimesGoBack() {
    ChunkerFixture live = ChunkerFixture.live(opus(1000));
    live.audio(0);
    live.audio(40);
    live.audio(20);
    live.chunker.finish();

    assertThat(live.chunker.counts().timesRepaired()).isEqualTo(1);
    assertThat(live.parts()).containsExactly("0/0@0+61");
  }

  @Test
  void continuesAtTheEndWhenThePublishersClockWasSet() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(50_000);
    live.inter(50_040);
    live.inter(10);
    live.key(50);
    live.inter(90);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@40+40", "1/0@80+40", "1/1@120+40");
    assertThat(live.sink.headers.get(1).discontinuities()).isZero();
  }

  @Test
  void continuesWithoutAGapWhenThePublishersClockJumpsAhead() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(1_000);
    live.audio(1_000);
    live.inter(1_040);

    // when it is set a minute ahead, and audio from before still arrives
    live.key(61_080);
    live.audio(1_020);
    live.audio(61_080);
    live.inter(61_120);

    assertThat(live.parts()).containsExactly("0/0@7+40", "0/1@7+80", "1/0@87+40", "1/1@87+80");
    assertThat(live.chunker.counts().timesJumped()).isEqualTo(1);
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(1);
  }

  @Test
  void dropsAudioFromBeforeAJumpWhileWaitingForTheKeyframe() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(90_000);
    live.audio(90_000);
    live.inter(90_040);

    live.inter(80);
    live.audio(90_020);
    live.audio(100);
    live.key(120);
    live.inter(160);

    assertThat(live.parts())
        .containsExactly("0/0@7+40", "0/1@7+80", "1/0@87+40", "1/1@67+20", "1/2@127+40");
  }

  @Test
  void keepsAPauseOfThePublisherThatReallyElapsed() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.passes(30_000);
    live.inter(30_000);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@30000+30000");
    assertThat(live.chunker.counts().timesJumped()).isZero();
  }

  @Test
  void refusesImpossibleTimes() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(Long.MAX_VALUE);
    live.key(0);
    live.inter(40, Long.MIN_VALUE);
    live.inter(40, 40_000_000);
    live.inter(80);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@80+80");
    assertThat(live.chunker.counts().timesRefused()).isEqualTo(3);
  }

  @Test
  void continuesWithTheSameHeaderWhenTheRecorderRestarts() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(1_000);
    live.tracks(vp8(1000));
    live.inter(0);
    live.key(40);

    assertThat(live.parts()).containsExactly("0/0@0+40", "1/0@40+40");
    assertThat(live.sink.headers.get(1).discontinuities()).isZero();
  }

  @Test
  void continuesWithTheSameHeaderWhenTheRecorderRenumbersItsTracks() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);

    live.tracks(opus(1000).numbered(VIDEO), vp8(1000).numbered(AUDIO));
    live.sample(VIDEO, 0, 0, 0, true, new byte[] {1, 2, 3});
    live.sample(AUDIO, 0, 0, 0, true, ChunkerFixture.VP8_KEY);

    assertThat(live.sink.headers).extracting(ChunkHeader::discontinuities).containsExactly(0, 0);
    assertThat(live.sink.headers.get(1).tracks())
        .extracting(Track::id, Track::codec)
        .containsExactly(tuple(1, Codec.VP8), tuple(2, Codec.OPUS));
  }

  @Test
  void countsADiscontinuityWhenTheTracksChange() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.tracks(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);

    assertThat(live.sink.headers).extracting(ChunkHeader::discontinuities).containsExactly(0, 1);
    assertThat(live.sink.headers.get(1).tracks()).hasSize(2);
    assertThat(live.parts()).containsExactly("0/0@0+40", "1/0@40+40", "1/1@40+20");
  }

  @Test
  void describesAudioWithoutSamplesByItsConfiguration() {
    // given a container that states two channels while the configuration has one
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), ChunkerFixture.mono(1000));
    live.key(0);

    assertThat(live.sink.headers.get(0).tracks().get(1).audio())
        .isEqualTo(new AudioFormat(48_000, 1));
  }

  @Test
  void keepsTheVideoUpToTheKeyframeWhenTheAudioTrackChanges() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);
    live.audio(20);
    live.inter(40);

    // when the audio becomes mono, in the middle of a GOP
    live.tracksGoOn(vp8(1000), ChunkerFixture.mono(1000));
    live.audio(40);
    live.inter(80);
    live.audio(60);
    live.key(120);
    live.audio(80);
    live.inter(160);

    // then no video is lost, and the new audio follows the keyframe with its own times
    assertThat(live.parts())
        .containsExactly(
            "0/0@0+40",
            "0/1@0+20",
            "0/2@20+60",
            "0/3@80+40",
            "1/0@120+40",
            "1/1@40+40",
            "1/2@80+120");
    assertThat(live.sink.headers).extracting(ChunkHeader::discontinuities).containsExactly(0, 1);
    assertThat(live.sink.headers.get(1).tracks().get(1).audio())
        .isEqualTo(new AudioFormat(48_000, 1));
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
  }

  @Test
  void keepsTheVideoUpToTheKeyframeWhenAnAudioTrackAppearsOrEnds() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.tracksGoOn(vp8(1000), opus(1000));
    live.audio(30);
    live.inter(40);
    live.key(80);
    live.tracksGoOn(vp8(1000));
    live.inter(120);
    live.key(160);

    assertThat(live.parts())
        .containsExactly(
            "0/0@0+40", "0/1@40+40", "1/0@80+40", "1/1@30+20", "1/2@120+40", "2/0@160+40");
    assertThat(live.sink.headers)
        .extracting(header -> header.tracks().size())
        .containsExactly(1, 2, 1);
  }

  @Test
  void keepsBufferedAudioOfAChangedTrackWhenThePublisherEnds() {
    // given audio that becomes mono in the last GOP
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.audio(0);
    live.key(0);
    live.audio(20);
    live.inter(40);
    live.tracksGoOn(vp8(1000), ChunkerFixture.mono(1000));
    live.audio(40);
    live.inter(80);
    live.audio(60);

    live.chunker.finish();

    // then it is a separate chunk, with its own times
    assertThat(live.parts())
        .containsExactly("0/0@0+40", "0/1@0+20", "0/2@20+60", "0/3@80+40", "1/0@40+40");
    assertThat(live.sink.headers.get(1).tracks())
        .extracting(Track::audio)
        .containsExactly(new AudioFormat(48_000, 1));
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
  }

  @Test
  void keepsBufferedAudioOfANewTrackWhenThePublisherEnds() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.tracksGoOn(vp8(1000), opus(1000));
    live.audio(30);
    live.inter(40);

    live.chunker.finish();

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@40+40", "1/0@30+20");
  }

  @Test
  void keepsBufferedAudioOfAChangedVideoWhenThePublisherEnds() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(0);
    live.audio(0);
    live.inter(40);
    live.tracksGoOn(vp8(500), opus(1000));
    live.audio(20);
    live.sample(VIDEO, 40, 40, 0, false, new byte[] {0x11, 0, 0, 0, 0, 0});
    live.audio(40);

    live.chunker.finish();

    assertThat(live.parts()).endsWith("1/0@27+40");
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(1, 0, 0, 0, 0, 0));
  }

  @Test
  void dropsBufferedAudioWhenTheClockRestartsBeforeTheKeyframe() {
    // given audio that appears in the last GOP before a file restarts
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(2_000);
    live.tracksGoOn(vp8(1000), opus(1000));
    for (int at = 1_500; at < 2_300; at += 20) {
      live.audio(at);
    }
    live.key(0);
    live.audio(20);
    live.inter(40);

    // then the video continues without a gap, together with its audio
    assertThat(live.parts()).containsExactly("0/0@0+40", "1/0@40+40", "1/1@60+60");
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(40);
  }

  @Test
  void startsAChangedAudioTrackAtARecoveryPointWithoutKeyframes() {
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000));
    byte[] recoveryPoint = {0, 0, 0, 2, 0x41, (byte) 0x9a};
    live.sample(VIDEO, 0, 0, 0, true, new byte[] {0, 0, 0, 2, 0x65, (byte) 0x88});
    live.tracksGoOn(ChunkerFixture.h264(1000), opus(1000));
    for (int i = 1; i <= 21; i++) {
      live.sample(VIDEO, i * 1_000L, i * 1_000L, 0, true, recoveryPoint);
    }

    assertThat(live.sink.headers).hasSize(2);
    assertThat(live.sink.parts).hasSize(22);
    assertThat(live.sink.parts.get(21).index()).isZero();
  }

  @Test
  void continuesOnTheSameClockWhenTheVideoChanges() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(100);
    live.audio(100);
    live.inter(140);
    live.tracksGoOn(vp8(500), opus(1000));
    live.sample(VIDEO, 100, 100, 0, true, ChunkerFixture.VP8_KEY);
    live.audio(120);
    live.sample(VIDEO, 120, 120, 0, false, new byte[] {0x11, 0, 0, 0, 0, 0});

    // 200 and 240 ms of the publisher, 60 and 100 after the video at 140.
    assertThat(live.parts())
        .containsExactly("0/0@101+40", "0/1@101+80", "1/0@201+40", "1/1@121+160");
  }

  @Test
  void aRestartedClockLeavesNoGapDespiteReordering() {
    // given a file that is sent twice: video presented 80 ms after decoding, and audio
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000), opus(1000));
    byte[] idr = {0, 0, 0, 2, 0x65, (byte) 0x88};
    byte[] other = {0, 0, 0, 2, 0x41, (byte) 0x9a};
    for (int times = 0; times < 2; times++) {
      for (int i = 0; i < 50; i++) {
        long dts = 1_400 + i * 40L;
        live.sample(VIDEO, dts, dts + 80, 0, i == 0, i == 0 ? idr : other);
        live.audio(dts + 80);
        live.audio(dts + 100);
      }
    }
    live.chunker.finish();

    assertThat(live.chunker.counts().timesJumped()).isEqualTo(1);
    assertThat(live.chunker.counts().audioDropped()).isZero();
    long endOfFirst =
        live.sink.parts.stream()
            .filter(part -> part.chunk() == 0)
            .mapToLong(part -> part.ptsUs() + part.durationUs())
            .max()
            .orElseThrow();
    MediaPart second =
        live.sink.parts.stream().filter(part -> part.chunk() == 1).findFirst().orElseThrow();
    assertThat(second.ptsUs()).isEqualTo(endOfFirst);
  }

  @Test
  void reportsOnceThatAStreamCannotBeJoined() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    live.key(0);
    live.flagged(1_000);
    live.flagged(2_000);

    assertThat(live.sink.headers).hasSize(1);
    assertThat(live.sink.advice).singleElement().asString().contains("-g");
  }

  @Test
  void startsAtAFlaggedFrameWithoutKeyframes() {
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000));
    byte[] recoveryPoint = {0, 0, 0, 2, 0x41, (byte) 0x9a};
    for (int i = 0; i <= 20; i++) {
      live.sample(VIDEO, i * 1_000L, i * 1_000L, 0, true, recoveryPoint);
    }
    live.sample(VIDEO, 20_040, 20_040, 0, false, recoveryPoint);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@40+40");
    assertThat(live.sink.advice).singleElement().asString().contains("intra-refresh=0");
  }

  @Test
  void namesTheEncoderOptionWhenAnOpenGopIsFlagged() {
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000));
    live.sample(VIDEO, 0, 0, 0, true, new byte[] {0, 0, 0, 2, 0x65, (byte) 0x88});
    live.sample(VIDEO, 1_000, 1_000, 0, true, new byte[] {0, 0, 0, 2, 0x41, (byte) 0x9a});

    assertThat(live.sink.advice)
        .singleElement()
        .asString()
        .contains("open-gop=0", "in OBS the x264 Options open-gop=0");
  }

  @Test
  void namesTheEncoderOptionWhenOnlyTheBitstreamMarksAnOpenGop() {
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000));
    live.sample(VIDEO, 0, 0, 0, false, new byte[] {0, 0, 0, 2, 0x65, (byte) 0x88});
    live.sample(VIDEO, 1_000, 1_000, 0, false, RECOVERY_POINT);

    assertThat(live.sink.advice).singleElement().asString().contains("open-gop=0");
  }

  @Test
  void startsAtARecoveryPointWithoutKeyframesAndFlags() {
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000));
    for (int i = 0; i <= 20; i++) {
      live.sample(VIDEO, i * 1_000L, i * 1_000L, 0, false, RECOVERY_POINT);
    }
    live.sample(VIDEO, 20_040, 20_040, 0, false, RECOVERY_POINT);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@40+40");
    assertThat(live.sink.advice).singleElement().asString().contains("intra-refresh=0");
  }

  @Test
  void carriesTheFirstVideoAndTheFirstAudioThatFitsIt() {
    Track second =
        new Track(
            3, vp8(1000).codec(), vp8(1000).config(), 1000, 0, vp8(1000).video(), null, "und");
    ChunkerFixture live = ChunkerFixture.live(second, vp8(1000), opus(1000));
    live.sample(AUDIO, 0, 0, 0, true, new byte[] {1});

    assertThat(live.chunker.ignoredTracks())
        .containsExactly(
            new IgnoredTrack(
                1,
                IgnoredTrack.Kind.VIDEO,
                "vp8",
                "und",
                "a stream carries one video track, the first"));
  }

  @Test
  void reportsADroppedAlphaChannelOnlyWhenFramesHaveOne() {
    // given VP9 whose container states an alpha channel, like browsers' recorders always do
    VideoFormat picture =
        new VideoFormat(64, 48, 0).with(true, PixelCrop.NONE, LightLevels.UNKNOWN);
    Track vp9 = new Track(VIDEO, Codec.VP9, Bytes.EMPTY, 1000, 0, picture, null, "und");
    ChunkerFixture live = ChunkerFixture.live(vp9);
    byte[] key = HexFormat.of().parseHex("82498342000ef0087200");
    live.sample(VIDEO, 0, 0, 0, true, key);
    assertThat(live.chunker.ignoredTracks()).isEmpty();

    // when a frame has one
    ByteBuffer data = ByteBuffer.wrap(key);
    live.chunker.on(
        new MediaEvent.SampleRead(new Sample(VIDEO, 40, 40, 0, true, data, data.duplicate())));

    assertThat(live.chunker.losesAlpha()).isTrue();
    assertThat(live.chunker.ignoredTracks())
        .extracting(IgnoredTrack::kind, IgnoredTrack::codec)
        .containsExactly(tuple(IgnoredTrack.Kind.VIDEO, "vp9 alpha"));
  }

  @Test
  void separatesPartsOfTracksWhoseTimesAreFarApart() {
    // given audio a minute ahead of the video, more than the range of one Cluster
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    live.key(0);

    // when it would be emitted with the next frame
    live.audio(60_000);
    live.inter(40);

    // then neither is delayed or lost
    assertThat(live.parts()).hasSize(3);
    assertThat(live.sink.parts.get(1).durationUs()).isEqualTo(20_000);
    assertThat(live.sink.parts.get(2).durationUs()).isEqualTo(40_000);
  }

  @Test
  void boundsAPartWhoseTimesDoNotAdvance() {
    // given a publisher that always sends the same time, and a clock that does not advance
    ChunkerFixture live = ChunkerFixture.live(opus(1_000_000));
    byte[] large = new byte[1 << 20];

    // when it sends many or large samples
    IntStream.range(0, 10_000).forEach(i -> live.audio(0));
    IntStream.range(0, 10).forEach(i -> live.sample(AUDIO, 0, 0, 1, true, large));

    // then they are emitted nevertheless
    assertThat(live.sink.parts).hasSizeGreaterThanOrEqualTo(4);
    assertThat(live.sink.parts).allMatch(part -> part.bytes().length() <= 5 << 20);
  }

  @Test
  void continuesAfterDecodeTimesThatExceedPresentationTimes() {
    // given frames with decode times half a minute after their presentation times
    byte[] idr = {0, 0, 0, 2, 0x65, (byte) 0x88};
    ChunkerFixture live = ChunkerFixture.live(ChunkerFixture.h264(1000));
    live.sample(VIDEO, 30_000, 30_000, 40, true, idr);
    live.passes(30_000);
    live.sample(VIDEO, 60_000, 30_040, 40, false, new byte[] {0, 0, 0, 2, 0x41, (byte) 0x9a});

    // when the publisher starts again
    live.tracks(ChunkerFixture.h264(1000));
    live.sample(VIDEO, 0, 0, 40, true, idr);

    assertThat(live.parts()).containsExactly("0/0@0+40", "0/1@40+40", "1/0@30001+40");
  }

  @Test
  void presentsNothingBeforeTheStartOfTheSession() {
    // given a first frame with a negative composition offset
    StreamEnd end = new StreamEnd(1, 1, 5_000_000);
    ChunkerFixture live = ChunkerFixture.from(end, ChunkerFixture.h264(1000));
    live.sample(VIDEO, 80, 40, 40, true, new byte[] {0, 0, 0, 2, 0x65, (byte) 0x88});

    assertThat(live.parts()).containsExactly("1/0@5000+40");
  }

  @Test
  void refusesASampleBeforeAnyTrack() {
    ChunkerFixture live = new ChunkerFixture(ChunkerSettings.DEFAULT, StreamEnd.EMPTY);

    assertThatThrownBy(() -> live.key(0)).isInstanceOf(IllegalStateException.class);
  }
}
