package io.framelog.media.chunk;

import static io.framelog.media.chunk.ChunkerFixture.AUDIO;
import static io.framelog.media.chunk.ChunkerFixture.VIDEO;
import static io.framelog.media.chunk.ChunkerFixture.opus;
import static io.framelog.media.chunk.ChunkerFixture.vp8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Sample;
import io.framelog.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause of one or all tracks is not a jump of the publisher's clock, and loses no sample. */
class PausesTest {
  private static final ChunkerCounts NOTHING = new ChunkerCounts(0, 0, 0, 0, 0, 0);
  private static final int FRAME_MS = 40;

  private ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
  private final List<Long> pictures = new ArrayList<>();
  private final List<Long> sounds = new ArrayList<>();

  private void picture(long time, boolean key) {
    byte[] start = key ? ChunkerFixture.VP8_KEY : new byte[] {0x11, 0, 0};
    byte[] data = ByteBuffer.allocate(start.length + 8).put(start).putLong(time).array();
    live.sample(VIDEO, time, time, 0, key, data);
    pictures.add(time);
  }

  private void sound(long time) {
    live.sample(AUDIO, time, time, 0, true, ByteBuffer.allocate(8).putLong(time).array());
    sounds.add(time);
  }

  /** Both tracks, faster than real time: a keyframe every two seconds. */
  private void send(long fromMs, long untilMs) {
    for (long time = fromMs; time < untilMs; time += FRAME_MS) {
      picture(time, time % 2_000 == 0);
      sound(time);
      sound(time + FRAME_MS / 2);
    }
  }

  private List<Long> published(TrackKind kind, Set<Long> shifts) {
    List<Long> published = new ArrayList<>();
    for (Sample sample : Delivered.samples(live.sink, kind)) {
      long time = sample.data().getLong(sample.data().limit() - 8);
      published.add(time);
      shifts.add(sample.pts() - time);
    }
    return published;
  }

  /** Each sample once, in the order of its track, all shifted by the same time. */
  private void assertNothingIsLost() {
    live.chunker.finish();
    TreeSet<Long> shifts = new TreeSet<>();
    assertThat(published(TrackKind.VIDEO, shifts)).isEqualTo(pictures);
    assertThat(published(TrackKind.AUDIO, shifts)).isEqualTo(sounds);
    assertThat(shifts).as("shifts of samples").hasSizeLessThanOrEqualTo(1);
    assertThat(live.chunker.counts()).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @ValueSource(ints = {13_000, 600_000})
  void audioPausesWhileVideoContinues(int pauseMs) {
    send(0, 5_000);
    for (long time = 5_000; time < 5_000 + pauseMs; time += FRAME_MS) {
      picture(time, time % 2_000 == 0);
    }
    send(5_000 + pauseMs, 10_000 + pauseMs);

    assertNothingIsLost();
  }

  @Test
  void allTracksPauseInTheMiddleOfAGop() {
    send(0, 5_000);
    send(20_000 + FRAME_MS, 25_000);

    assertNothingIsLost();
  }

  @Test
  void videoHasAFrameEveryFifteenSecondsWhileAudioContinues() {
    for (long time = 0; time < 120_000; time += 20) {
      if (time % 15_000 == 0) {
        picture(time, true);
      }
      sound(time);
    }

    assertNothingIsLost();
  }

  @Test
  void samplesFromBeforeALongPauseArriveAfterIt() {
    // given a publisher that sends for 10 s in real time
    for (long time = 0; time < 10_000; time += FRAME_MS) {
      picture(time, time == 0);
      sound(time);
      live.passes(FRAME_MS);
    }
    // and all tracks pause for ten minutes, while 0.1 s stays in a buffer
    live.passes(600_000);
    send(10_000, 10_120);
    send(610_000 + FRAME_MS, 612_000);

    assertNothingIsLost();
  }

  @Test
  void theFrameAfterAPauseLastsNoLongerThanThoseBeforeIt() {
    // given a container that states no durations
    live = ChunkerFixture.live(vp8(1000));
    picture(0, true);
    picture(40, false);
    picture(15_000, false);
    picture(15_040, false);

    assertThat(live.parts())
        .containsExactly("0/0@0+40", "0/1@40+40", "0/2@15000+40", "0/3@15040+40");
    assertThat(live.sink.parts)
        .extracting(part -> part.reachUs() / 1000)
        .containsExactly(40L, 80L, 15_040L, 15_080L);
  }

  @Test
  void elapsedTimeCountsToTheMillisecond() {
    send(0, 1_000);
    live.passes(950);
    send(61_880, 62_000);

    assertNothingIsLost();
  }

  @Test
  void settingTheNodesClockBackDoesNotAffectThePublishersClock() {
    send(0, 10_000);
    live.passes(-3_600_000);
    send(10_000, 12_000);

    assertNothingIsLost();
  }

  @Test
  void audioPausesBeforeTheFirstKeyframe() {
    for (long time = 0; time < 1_000; time += 20) {
      sound(time);
    }
    for (long time = 16_000; time < 18_000; time += 20) {
      sound(time);
    }
    send(18_000, 20_000);

    assertNothingIsLost();
  }

  @Test
  void lateAudioDoesNotDropVideoFifteenSecondsLater() {
    live = ChunkerFixture.live(vp8(1000));
    picture(0, true);
    live.tracksGoOn(vp8(1000), opus(1000));
    for (long time = 20; time < 60_000; time += 20) {
      if (time % 15_000 == 0) {
        picture(time, true);
      }
      sound(time);
    }

    assertNothingIsLost();
  }

  @Test
  void changingTheAudioTrackInAPauseOfAllTracksKeepsThePause() {
    send(0, 2_000);
    live.tracksGoOn(vp8(1000), ChunkerFixture.mono(1000));
    send(32_000, 34_000);

    assertNothingIsLost();
  }

  @Test
  void changingTheAudioTrackWithAClockJumpOfAnHourLeavesNoGap() {
    send(0, 2_000);
    live.tracksGoOn(vp8(1000), ChunkerFixture.mono(1000));
    sound(2_000);
    sound(3_602_000);
    send(3_602_000, 3_603_000);
    live.chunker.finish();

    List<Sample> delivered = Delivered.samples(live.sink, TrackKind.VIDEO);
    assertThat(delivered).hasSize(75);
    for (int i = 1; i < delivered.size(); i++) {
      assertThat(delivered.get(i).pts() - delivered.get(i - 1).pts()).isEqualTo(FRAME_MS);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 30_000, 90_000})
  void audioFromBeforeAFileRestartDoesNotCountAsAJump(int lengthMs) {
    send(0, lengthMs);
    picture(0, true);
    sound(lengthMs);
    sound(lengthMs + 20);
    sound(0);
    sound(20);
    send(FRAME_MS, 1_000);
    live.chunker.finish();

    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 2, 0, 0, 1, 0));
  }

  @Test
  void videoFromBeforeAFileRestartDropsNoAudioOfTheNext() {
    send(0, 90_000);
    sound(0);
    picture(90_040, false);
    sound(20);
    picture(0, true);
    send(FRAME_MS, 1_000);
    live.chunker.finish();

    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(1, 0, 0, 0, 1, 0));
  }

  /** Up to a minute of pause of either track or of both, for any interleaving. */
  @Property(tries = 200)
  void losesNothingInAnyPause(
      @ForAll @Size(max = 8) List<@IntRange(max = 55_000) Integer> pauses,
      @ForAll @IntRange(min = 1, max = 100) int keyframeFrames,
      @ForAll @IntRange(max = 4_000) int mostAhead,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Long> pictureTimes = new ArrayList<>();
    List<Long> soundTimes = new ArrayList<>();
    long time = 0;
    for (int i = 0; i <= pauses.size(); i++) {
      for (int frames = 1 + random.nextInt(100); frames > 0; frames--, time += FRAME_MS) {
        pictureTimes.add(time);
        soundTimes.add(time);
        soundTimes.add(time + FRAME_MS / 2);
      }
      long end = time + (i == pauses.size() ? 0 : pauses.get(i) / FRAME_MS * FRAME_MS);
      int silent = random.nextInt(3);
      for (; time < end; time += FRAME_MS) {
        if (silent == 1) {
          pictureTimes.add(time);
        } else if (silent == 2) {
          soundTimes.add(time);
        }
      }
    }
    live = ChunkerFixture.live(vp8(1000), opus(1000));
    pictures.clear();
    sounds.clear();
    int ahead = 0;
    int picture = 0;
    int sound = 0;
    while (picture < pictureTimes.size() || sound < soundTimes.size()) {
      if (random.nextInt(50) == 0) {
        ahead = random.nextInt(2 * mostAhead + 1) - mostAhead;
      }
      boolean isPicture =
          sound == soundTimes.size()
              || (picture < pictureTimes.size()
                  && pictureTimes.get(picture) <= soundTimes.get(sound) + ahead);
      long next = isPicture ? pictureTimes.get(picture) : soundTimes.get(sound);
      if (isPicture) {
        picture(next, picture % keyframeFrames == 0);
        picture++;
      } else {
        sound(next);
        sound++;
      }
    }

    assertNothingIsLost();
  }

  /** In real time, with the last samples before each pause in the publisher's buffer. */
  @Property(tries = 200)
  void losesNothingInRealTime(
      @ForAll @Size(max = 6) List<@IntRange(max = 3_600_000) Integer> pauses,
      @ForAll @IntRange(min = 1, max = 100) int keyframeFrames,
      @ForAll @IntRange(max = 50) int buffered) {
    live = ChunkerFixture.live(vp8(1000), opus(1000));
    pictures.clear();
    sounds.clear();
    long time = 0;
    int frame = 0;
    for (int i = 0; i <= pauses.size(); i++) {
      int pause = i == pauses.size() ? 0 : pauses.get(i) / FRAME_MS * FRAME_MS;
      for (int left = 100; left > 0; left--, time += FRAME_MS) {
        if (left == buffered) {
          live.passes(pause + (long) FRAME_MS * buffered);
        }
        picture(time, frame++ % keyframeFrames == 0);
        sound(time);
        sound(time + FRAME_MS / 2);
        live.passes(left > buffered ? FRAME_MS : 0);
      }
      live.passes(buffered == 0 ? pause : 0);
      time += pause;
    }

    assertNothingIsLost();
  }

  /** The first picture of a restarted file is shown when the last one ends. */
  @Property(tries = 200)
  void aRestartedFileLosesNoVideoAndLeavesNoGap(
      @ForAll @IntRange(min = 30, max = 2_500) int frames,
      @ForAll @IntRange(min = 2, max = 100) int keyframeFrames,
      @ForAll @IntRange(max = 25) int late,
      @ForAll @IntRange(max = 100) int startMs) {
    live = ChunkerFixture.live(vp8(1000), opus(1000));
    pictures.clear();
    int times = 3;
    // given audio that is sent some frames later than the video, also across the restart
    for (int i = 0; i < times * frames + late; i++) {
      if (i < times * frames) {
        picture(startMs + (i % frames) * FRAME_MS, i % frames % keyframeFrames == 0);
      }
      if (i >= late) {
        sound(startMs + ((i - late) % frames) * FRAME_MS);
        sound(startMs + ((i - late) % frames) * FRAME_MS + FRAME_MS / 2);
      }
    }
    live.chunker.finish();

    assertThat(published(TrackKind.VIDEO, new TreeSet<>())).isEqualTo(pictures);
    List<Sample> delivered = Delivered.samples(live.sink, TrackKind.VIDEO);
    for (int i = 1; i < delivered.size(); i++) {
      assertThat(delivered.get(i).pts() - delivered.get(i - 1).pts()).isEqualTo(FRAME_MS);
    }
    // audio loses at most the samples in transit when the clock restarted
    assertThat(live.chunker.counts().audioDropped()).isLessThanOrEqualTo((times - 1) * 2L * late);
    assertThat(live.chunker.counts().timesJumped()).isEqualTo(times - 1);
  }
}
