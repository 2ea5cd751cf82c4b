package io.framelog.media.chunk;

import static io.framelog.media.chunk.ChunkerFixture.AUDIO;
import static io.framelog.media.chunk.ChunkerFixture.VIDEO;
import static io.framelog.media.chunk.ChunkerFixture.vorbis;
import static io.framelog.media.chunk.ChunkerFixture.vp8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.Sample;
import io.framelog.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * An audio track without samples while the video continues is left out until it has samples again,
 * if its codec has no silent frame.
 */
class SilentSoundTest {
  private static final int FRAME_MS = 40;

  private ChunkerFixture live = ChunkerFixture.live(vp8(1000), vorbis(1000, 2));
  private int keyframeMs = 1_000;
  private long time;
  private final List<Long> pictures = new ArrayList<>();

  /** The publisher sends until a time, in real time. */
  private void send(long untilMs, boolean sound) {
    send(untilMs, sound, FRAME_MS);
  }

  /**
   * @param wallMs wall-clock time for each video frame
   */
  private void send(long untilMs, boolean sound, long wallMs) {
    for (; time < untilMs; time += FRAME_MS) {
      picture();
      if (sound) {
        live.audio(time);
        live.audio(time + FRAME_MS / 2);
      }
      live.passes(wallMs);
    }
  }

  private void picture() {
    boolean key = time % keyframeMs == 0;
    byte[] start = key ? ChunkerFixture.VP8_KEY : new byte[] {0x11, 0, 0};
    byte[] data = ByteBuffer.allocate(start.length + 8).put(start).putLong(time).array();
    live.sample(VIDEO, time, time, 0, key, data);
    pictures.add(time);
  }

  /** Number of tracks in the header of each chunk. */
  private List<Integer> tracks() {
    return live.sink.headers.stream().map(header -> header.tracks().size()).toList();
  }

  private int discontinuities() {
    return live.sink.headers.get(live.sink.headers.size() - 1).discontinuities();
  }

  @Test
  void aLateLastSampleOfEndedAudioMakesNoChunk() {
    send(2_000, true);
    send(8_000, false);

    live.audio(2_000);
    live.chunker.finish();

    assertThat(tracks()).containsExactly(2, 2, 2, 2, 2, 1, 1, 1);
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(1);
  }

  @Test
  void audioThatReturnedBrieflyLongBeforeTheEndMakesNoChunk() {
    keyframeMs = 10_000;
    send(10_040, false);
    send(11_000, true);
    send(16_000, false);
    live.chunker.finish();

    assertThat(tracks()).containsExactly(2, 1);
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(2 * 960 / FRAME_MS);
  }

  @Test
  void leavesOutEndedAudioFromTheKeyframeAfterThreeSeconds() {
    send(2_000, true);
    send(8_000, false);

    assertThat(tracks()).containsExactly(2, 2, 2, 2, 2, 1, 1, 1);
    assertThat(live.sink.headers)
        .extracting(ChunkHeader::discontinuities)
        .containsExactly(0, 0, 0, 0, 0, 1, 1, 1);
    assertThat(live.chunker.ignoredTracks())
        .containsExactly(
            new IgnoredTrack(
                AUDIO,
                IgnoredTrack.Kind.AUDIO,
                "vorbis",
                "und",
                "it sends nothing, and is carried again when it does"));
    assertPicturesAreAsPublished();
  }

  @Test
  void leavesOutAudioWithoutAnySamples() {
    send(5_000, false);

    assertThat(tracks()).containsExactly(2, 2, 2, 1, 1);
    assertPicturesAreAsPublished();
  }

  @Test
  void theFirstHeaderLeavesOutAudioWithoutSamplesBeforeTheKeyframe() {
    keyframeMs = 10_000;
    time = 6_000;
    send(11_000, false);

    assertThat(tracks()).containsExactly(1);
    assertThat(live.chunker.ignoredTracks()).hasSize(1);
  }

  @Test
  void audioReturnsAtTheNextKeyframeWithItsOwnTimes() {
    send(5_520, false);
    assertThat(live.chunker.ignoredTracks()).hasSize(1);
    send(8_000, true);
    live.chunker.finish();

    assertThat(tracks()).containsExactly(2, 2, 2, 1, 1, 1, 2, 2);
    assertThat(live.chunker.ignoredTracks()).isEmpty();
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
    assertThat(times(TrackKind.AUDIO)).first().isEqualTo(5_520L);
    assertThat(times(TrackKind.AUDIO)).hasSize(2 * (8_000 - 5_520) / FRAME_MS);
    assertPicturesAreAsPublished();
  }

  @Test
  void keepsAudioThatReturnsBeforeTheKeyframe() {
    keyframeMs = 10_000;
    send(2_000, true);
    send(8_000, false);
    send(12_000, true);
    live.chunker.finish();

    assertThat(tracks()).containsExactly(2, 2);
    assertThat(discontinuities()).isZero();
    assertThat(times(TrackKind.AUDIO)).hasSize(2 * 6_000 / FRAME_MS);
  }

  @Test
  void videoFasterThanRealTimeChangesNothing() {
    send(2_000, true);
    // given a minute of video in a second
    send(62_000, false, 1);

    assertThat(discontinuities()).isZero();
  }

  @Test
  void timeWithoutVideoChangesNothing() {
    send(2_000, true);
    // given audio and video that stop for a minute, and continue with video first
    live.passes(60_000);
    send(3_500, false);
    // and a publisher that stops, and continues at the current time
    live.passes(9_000);
    time = 14_000;
    send(14_400, false);
    send(20_000, true);

    assertThat(discontinuities()).isZero();
  }

  @Test
  void fragmentsWithVideoBeforeAudioChangeNothing() {
    for (int fragment = 0; fragment < 10; fragment++) {
      long from = time;
      send(from + 4_000, false, 0);
      LongStream.range(0, 200).forEach(i -> live.audio(from + i * 20));
      live.passes(4_000);
    }

    assertThat(discontinuities()).isZero();
  }

  @Test
  void intermittentAudioDoesNotCauseAHeaderEachTime() {
    for (int i = 0; i < 30; i++) {
      send(time + 4_000, false);
      send(time + 1_000, true);
    }
    assertThat(discontinuities()).isEqualTo(2);

    // but a longer absence does not hold up the video forever
    send(time + 20_000, false);
    assertThat(discontinuities()).isEqualTo(3);
    assertPicturesAreAsPublished();
  }

  @Test
  void longAbsencesOfAudioAreLeftOutEachTime() {
    for (int i = 0; i < 6; i++) {
      send(time + 14_000, false);
      send(time + 1_000, true);
    }
    send(time + 1_000, true);

    assertThat(discontinuities()).isEqualTo(2 * 6);
    assertPicturesAreAsPublished();
  }

  @Test
  void audioThatArrivesBeforeAKeyframeIsNotAbsent() {
    keyframeMs = 10_000;
    time = 5_040;
    send(10_000, true);
    keyframeMs = 1_000;
    pictures.clear();
    send(12_000, true);
    send(18_000, false);

    // after three seconds, as without an earlier absence
    assertThat(tracks()).containsExactly(2, 2, 2, 2, 2, 1, 1, 1);
    assertPicturesAreAsPublished();
  }

  @Test
  void aHeaderRepeatedAtEachKeyframeDoesNotRestoreAbsentAudio() {
    for (int i = 0; i < 8; i++) {
      live.tracks(vp8(1000), vorbis(1000, 2));
      send(time + 1_000, false);
    }

    assertThat(tracks()).containsExactly(2, 2, 2, 1, 1, 1, 1, 1);
  }

  @Test
  void waitsAgainForAnotherAudioTrack() {
    send(5_000, false);
    live.tracksGoOn(vp8(1000), vorbis(1000, 1));
    send(10_000, false);

    assertThat(tracks()).containsExactly(2, 2, 2, 1, 1, 2, 2, 2, 1, 1);
  }

  @Test
  void leftOutAudioReturnsWithAClockThatWasSet() {
    send(5_000, false);
    // given a clock that is set ahead by an hour, and audio before the next keyframe
    time += 3_600_000 + FRAME_MS;
    send(3_607_000, true);

    assertThat(tracks()).containsExactly(2, 2, 2, 1, 1, 2);
    assertThat(live.chunker.ignoredTracks()).isEmpty();
  }

  @Test
  void endsWithoutAChunkForAudioThatIsAboutToBeLeftOut() {
    keyframeMs = 10_000;
    send(2_000, true);
    send(6_000, false);
    live.chunker.finish();

    assertThat(tracks()).containsExactly(2);
    assertPicturesAreAsPublished();
  }

  @Test
  void leavesOutAudioAtARecoveryPointWithoutKeyframes() {
    live = ChunkerFixture.live(ChunkerFixture.h264(1000), ChunkerFixture.heAac(1000));
    live.sample(VIDEO, 0, 0, 0, true, new byte[] {0, 0, 0, 2, 0x65, (byte) 0x88});
    for (int i = 1; i <= 24; i++) {
      live.passes(1_000);
      live.sample(
          VIDEO, i * 1_000L, i * 1_000L, 0, true, new byte[] {0, 0, 0, 2, 0x41, (byte) 0x9a});
    }

    assertThat(tracks()).containsExactly(2, 1);
    assertThat(live.sink.parts).hasSize(25);
  }

  @Test
  void audioOnlyMayPause() {
    live = ChunkerFixture.live(vorbis(1000, 2));
    live.audio(0);
    live.passes(20_000);
    live.audio(20_000);
    live.audio(20_020);
    live.chunker.finish();

    assertThat(discontinuities()).isZero();
    assertThat(live.chunker.ignoredTracks()).isEmpty();
  }

  @Property(tries = 30)
  void deliversVideoUnchangedForAnyAudio(
      @ForAll @Size(max = 12) List<@IntRange(min = 40, max = 8_000) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 60) int wallMs,
      @ForAll @IntRange(min = 1, max = 200) int keyframeFrames) {
    live = ChunkerFixture.live(vp8(1000), vorbis(1000, 2));
    time = 0;
    pictures.clear();
    keyframeMs = keyframeFrames * FRAME_MS;
    boolean sound = false;
    int sounds = 0;
    long soundEnd = 0;
    for (int length : lengths) {
      long from = time;
      send(time + length, sound, wallMs);
      if (sound) {
        sounds += 2 * (int) ((time - from) / FRAME_MS);
        soundEnd = time;
      }
      sound = !sound;
    }
    live.chunker.finish();

    assertPicturesAreAsPublished();
    // Audio without a following keyframe is dropped when it ended more than three seconds ago.
    long dropped = live.chunker.counts().audioDropped();
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, dropped, 0, 0, 0, 0));
    assertThat(times(TrackKind.AUDIO)).hasSize(sounds - (int) dropped);
    assertThat(dropped == 0 || time - FRAME_MS - soundEnd >= 3_000).as("may be dropped").isTrue();
  }

  /** Each sample once, in order, all shifted by the same time. */
  private void assertPicturesAreAsPublished() {
    List<Long> delivered = new ArrayList<>();
    TreeSet<Long> shifts = new TreeSet<>();
    for (Sample picture : delivered(TrackKind.VIDEO)) {
      ByteBuffer data = picture.data();
      long published = data.getLong(data.limit() - 8);
      delivered.add(published);
      shifts.add(picture.pts() - published);
    }
    assertThat(delivered).isEqualTo(pictures);
    assertThat(shifts).hasSizeLessThanOrEqualTo(1);
  }

  private List<Long> times(TrackKind kind) {
    return delivered(kind).stream().map(Sample::pts).toList();
  }

  private List<Sample> delivered(TrackKind kind) {
    return Delivered.samples(live.sink, kind);
  }
}
