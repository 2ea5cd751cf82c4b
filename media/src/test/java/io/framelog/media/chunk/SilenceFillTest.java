package io.framelog.media.chunk;

import static io.framelog.media.chunk.ChunkerFixture.AUDIO;
import static io.framelog.media.chunk.ChunkerFixture.VIDEO;
import static io.framelog.media.chunk.ChunkerFixture.aac;
import static io.framelog.media.chunk.ChunkerFixture.h264;
import static io.framelog.media.chunk.ChunkerFixture.opus;
import static io.framelog.media.chunk.ChunkerFixture.vp8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Silence replaces an audio track without samples while the video continues. */
class SilenceFillTest {
  private static final int FRAME_MS = 40;
  private static final int H264_TIMESCALE = 90_000;

  private ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
  private int keyframeMs = 1_000;
  private int videoScale = 1_000;
  private int audioScale = 1_000;
  private byte[] soundData = {1, 2, 3};

  /** Ticks of the audio timescale from one frame to the next. */
  private int soundTicks = 20;

  private long time;
  private long soundTime;
  private int sent;
  private int pictures;

  /** H.264 and AAC at 48,000 Hz as in MPEG-TS: timescale 90,000. */
  private void aacOfATransportStream() {
    live = ChunkerFixture.live(h264(H264_TIMESCALE), aac(H264_TIMESCALE));
    videoScale = H264_TIMESCALE;
    audioScale = H264_TIMESCALE;
    soundTicks = 1_920;
  }

  private void send(long untilMs, boolean sound) {
    send(untilMs, sound, FRAME_MS);
  }

  /** The publisher sends up to a time; audio follows the video it belongs to. */
  private void send(long untilMs, boolean sound, long wallMs) {
    for (; time < untilMs; time += FRAME_MS) {
      picture();
      if (sound) {
        sound();
      } else {
        soundTime = 0;
      }
      live.passes(wallMs);
    }
  }

  private void picture() {
    boolean key = time % keyframeMs == 0;
    byte[] vp8 = key ? ChunkerFixture.VP8_KEY : new byte[] {0x11, 0, 0};
    byte[] avc = {0, 0, 0, 2, (byte) (key ? 0x65 : 0x41), (byte) 0x88};
    long ticks = time * videoScale / 1_000;
    live.sample(VIDEO, ticks, ticks, 0, key, videoScale == 1_000 ? vp8 : avc);
    pictures++;
  }

  /** All audio frames that begin before the next video frame. */
  private void sound() {
    long from = time * audioScale / 1_000;
    soundTime = Math.max(soundTime, from);
    for (; soundTime < from + FRAME_MS * audioScale / 1_000; soundTime += soundTicks) {
      live.sample(AUDIO, soundTime, soundTime, 0, true, soundData);
      sent++;
    }
  }

  private List<Sample> sounds() {
    return Delivered.samples(live.sink, TrackKind.AUDIO);
  }

  private List<Sample> silent() {
    return sounds().stream().filter(this::isSilent).toList();
  }

  private boolean isSilent(Sample sound) {
    return !sound.data().equals(ByteBuffer.wrap(soundData));
  }

  /** The audio samples of one chunk. */
  private List<Sample> soundsOf(int chunk) {
    RecordingChunkSink one = new RecordingChunkSink();
    one.headers.addAll(live.sink.headers);
    live.sink.parts.stream().filter(part -> part.chunk() == chunk).forEach(one.parts::add);
    return Delivered.samples(one, TrackKind.AUDIO);
  }

  private void assertHeaderIsTheSame() {
    assertThat(live.sink.headers)
        .allSatisfy(
            header -> {
              assertThat(header.discontinuities()).isZero();
              assertThat(header.tracks()).hasSize(2);
            });
    assertThat(Delivered.samples(live.sink, TrackKind.VIDEO)).hasSize(pictures);
  }

  /** No frame overlaps the previous one, and gaps are less than a frame from a time on. */
  private void assertNoHole(List<Sample> sounds, long frame) {
    for (int i = 1; i < sounds.size(); i++) {
      long distance = sounds.get(i).pts() - sounds.get(i - 1).pts();
      assertThat(distance).as("distance of frame %s", i).isBetween(frame - 1, 2 * frame);
    }
  }

  @Test
  void silenceFollowsTheLastAudioUpToTheVideoWithoutANewHeader() {
    send(2_000, true);
    send(4_960, false);
    assertThat(silent()).as("within three seconds").isEmpty();
    assertThat(live.chunker.fillsSilence()).isFalse();

    send(8_000, false);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.ignoredTracks())
        .containsExactly(
            new IgnoredTrack(
                AUDIO,
                IgnoredTrack.Kind.AUDIO,
                "opus",
                "und",
                "it sends nothing; silence is put in its place"));
    assertNoHole(sounds(), 20);
    assertThat(silent()).first().extracting(Sample::pts).isEqualTo(sounds().get(0).pts() + 2_000);
    assertThat(silent()).last().extracting(Sample::pts).isEqualTo(sounds().get(0).pts() + 7_940);
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, silent().size()));
    assertThat(silent()).allSatisfy(s -> assertThat(s.data().remaining()).isEqualTo(3));
  }

  @Test
  void eachChunkContainsTheAudioOfItsVideoWhenSteadyAudioStops() {
    send(4_000, true);
    send(12_000, false);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertNoHole(sounds(), 20);
    long begin = sounds().get(0).pts();
    for (int chunk = 4; chunk < 11; chunk++) {
      assertThat(soundsOf(chunk)).as("sound of chunk %s", chunk).hasSize(50);
      assertThat(soundsOf(chunk).get(0).pts()).isEqualTo(begin + chunk * 1_000L);
    }
  }

  @Test
  void silenceIsReportedAfterThreeSeconds() {
    send(4_000, true);
    send(6_960, false);
    assertThat(silent()).isNotEmpty();
    assertThat(live.chunker.fillsSilence()).isFalse();
    assertThat(live.chunker.ignoredTracks()).isEmpty();

    send(7_040, false);
    assertThat(live.chunker.fillsSilence()).isTrue();
    assertThat(live.chunker.ignoredTracks()).hasSize(1);

    send(7_120, true);
    assertThat(live.chunker.ignoredTracks()).isEmpty();
  }

  @Test
  void aPauseOfLessThanHalfASecondIsNotFilled() {
    send(4_000, true);
    send(4_440, false);
    send(8_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(silent()).isEmpty();
    assertThat(live.chunker.counts().audioDropped()).isZero();
  }

  @Test
  void audioThatStartsToArriveInBurstsIsDroppedOnce() {
    send(4_000, true);
    // given audio that from now on arrives after the video of each second
    for (int burst = 0; burst < 10; burst++) {
      long from = time;
      send(from + 1_000, false);
      for (long at = from; at < from + 1_000; at += 20) {
        live.audio(at);
      }
    }
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertNoHole(sounds(), 20);
    assertThat(live.chunker.counts().audioDropped()).isBetween(1L, 50L);
  }

  @Test
  void aFrameHeldByTheDemuxerDoesNotDelayTheNextSilence() {
    send(4_000, true);
    send(10_000, false);
    live.audio(3_990);
    send(12_000, true);
    send(16_000, false);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(1);
    assertNoHole(sounds(), 20);
    assertThat(soundsOf(14)).hasSize(50);
  }

  @Test
  void aPauseInAFileThatIsSentTenTimesAsFastIsNotFilled() {
    send(4_000, true, 4);
    send(12_000, false, 4);
    send(16_000, true, 4);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(silent()).isEmpty();
    assertThat(sounds()).hasSize(sent);
  }

  @Test
  void framesOfAPesPacketThatWasHeldDoNotDelayTheNextSilence() {
    send(3_800, true);
    send(10_000, false);
    // given a packet of 0.2 s that the publisher's muxer sends when audio continues
    for (long at = 3_800; at < 4_000; at += 20) {
      live.audio(at);
    }
    send(12_000, true);
    send(16_000, false);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(10);
    assertNoHole(sounds(), 20);
    assertThat(soundsOf(14)).hasSize(50);
  }

  @Test
  void audioThatAFragmentAnnouncesIsNotReplaced() {
    send(4_000, true);
    // given a longer fragment than before, which arrives in real time, all of its video first
    live.announcesAudio(4_000);
    send(7_960, false);
    assertThat(silent()).isEmpty();
    for (long at = 4_000; at < 7_960; at += 20) {
      live.audio(at);
      sent++;
    }
    send(9_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, 0, 0, 0, 0, 0));
    assertNoHole(sounds(), 20);
    assertThat(sounds()).hasSize(sent);
  }

  @Test
  void returningAudioFollowsTheSilence() {
    send(2_000, true);
    send(10_000, false);
    send(14_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.ignoredTracks()).isEmpty();
    assertNoHole(sounds(), 20);
    assertThat(sounds()).hasSize(14_000 / 20);
    assertThat(silent()).hasSize(8_000 / 20);
    assertThat(live.chunker.counts().audioDropped()).isZero();
  }

  @Test
  void returningAudioBetweenTwoSilentFramesKeepsItsTimes() {
    aacOfATransportStream();
    send(2_000, true);
    send(9_960, false);
    long shift = sounds().get(0).pts();
    send(12_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertNoHole(sounds(), soundTicks);
    List<Long> back =
        sounds().stream()
            .filter(s -> !isSilent(s))
            .map(s -> s.pts() - shift)
            .filter(pts -> pts > 3 * H264_TIMESCALE)
            .toList();
    assertThat(back).startsWith(9_960L * 90, 9_960L * 90 + soundTicks);
    assertThat(live.chunker.counts().timesRepaired()).isZero();
    assertThat(live.chunker.counts().audioDropped()).isZero();
  }

  @Test
  void audioWithoutAnySamplesIsSilent() {
    send(8_000, false);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.ignoredTracks()).hasSize(1);
    assertNoHole(sounds(), 20);
    assertThat(sounds().get(0).pts()).as("earliest start of audio").isZero();
    assertThat(sounds()).last().extracting(Sample::pts).isEqualTo(7_940L);
  }

  @Test
  void audioWithoutSamplesBeforeTheFirstKeyframeIsSilent() {
    keyframeMs = 10_000;
    time = 6_000;
    send(10_000, false);
    pictures = 0;
    send(11_000, false);
    send(12_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.ignoredTracks()).isEmpty();
    assertNoHole(sounds(), 20);
  }

  @Test
  void soundThatPausesAgainIsSilentEachTime() {
    for (int i = 0; i < 6; i++) {
      send(time + 1_000, true);
      send(time + 4_000, false);
    }
    send(time + 1_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertNoHole(sounds(), 20);
    assertThat(silent()).hasSize(6 * 4_000 / 20);
  }

  @Test
  void silenceDoesNotOccupyTheTimeOfAudioAfterTheVideoOfAFragment() {
    // given all video of a second, then its audio
    for (int fragment = 0; fragment < 20; fragment++) {
      long from = time;
      send(from + 1_000, false, 0);
      boolean pauses = fragment >= 5 && fragment < 13;
      for (int i = 0; i < 50 && !pauses; i++) {
        live.audio(from + 20L * i);
      }
      live.passes(1_000);
    }
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.counts().audioDropped()).isZero();
    assertThat(silent()).hasSize(8 * 50);
    assertNoHole(sounds(), 20);
  }

  @Test
  void audioThatOverlapsSilenceIsDropped() {
    send(2_000, true);
    send(10_000, false);
    // given two seconds of audio that arrive late, and then on time
    for (long at = 8_000; at < 10_000; at += 20) {
      live.audio(at);
      sent++;
    }
    send(12_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertNoHole(sounds(), 20);
    assertThat(live.chunker.counts().audioDropped()).isBetween(95L, 100L);
    assertThat(live.chunker.counts().timesJumped()).isZero();
    assertThat(sounds()).hasSize(12_000 / 20);
  }

  @Test
  void dropsTheOldLastFrameThatAContainerHeld() {
    send(2_000, true);
    send(8_000, false);
    live.audio(1_990);
    send(12_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.counts().audioDropped()).isEqualTo(1);
    assertNoHole(sounds(), 20);
  }

  @Test
  void aClockThatIsSetDuringSilenceLeavesNoGap() {
    send(2_000, true);
    send(8_000, false);
    time += 3_600_000;
    send(3_612_000, false);
    send(3_615_000, true);
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertThat(live.chunker.counts().timesJumped()).isEqualTo(1);
    assertNoHole(sounds(), 20);
  }

  @Test
  void timeWithoutVideoIsNotFilled() {
    send(2_000, true);
    send(6_000, false);
    live.passes(3_600_000);
    time += 3_600_000;
    send(3_608_000, false);
    live.chunker.finish();

    assertThat(silent()).hasSizeBetween(250, 320);
    assertThat(live.chunker.counts().timesJumped()).isZero();
  }

  @Test
  void leavesOutAudioWhoseFramesDescribeTheirChannels() {
    aacOfATransportStream();
    soundData = new byte[] {(byte) 0xa0, 0, 1};
    send(2_000, true);
    send(8_000, false);

    assertThat(silent()).isEmpty();
    assertThat(live.sink.headers.get(live.sink.headers.size() - 1).tracks()).hasSize(1);
  }

  @Test
  void aRepeatedHeaderDuringSilenceChangesNothing() {
    send(2_000, true);
    for (int i = 0; i < 8; i++) {
      live.tracks(vp8(1000), opus(1000));
      send(time + 1_000, false);
    }
    live.chunker.finish();

    assertHeaderIsTheSame();
    assertNoHole(sounds(), 20);
  }

  @Test
  void anotherAudioTrackWithoutSamplesIsSilentToo() {
    send(2_000, true);
    Track mono = ChunkerFixture.mono(1000);
    live.tracksGoOn(vp8(1000), mono);
    send(12_000, false);
    live.chunker.finish();

    assertThat(live.sink.headers).extracting(header -> header.tracks().size()).containsOnly(2);
    assertThat(live.sink.headers.get(live.sink.headers.size() - 1).discontinuities()).isEqualTo(1);
    assertThat(live.chunker.fillsSilence()).isTrue();
    assertThat(sounds()).last().extracting(Sample::pts).isEqualTo(11_947L);
  }

  @Property(tries = 60)
  void audioNeverOverlapsOrChangesTheHeader(
      @ForAll @Size(max = 12) List<@IntRange(min = 40, max = 8_000) Integer> lengths,
      @ForAll @IntRange(min = 20, max = 60) int wallMs,
      @ForAll @IntRange(min = 1, max = 200) int keyframeFrames,
      @ForAll boolean transportStream) {
    live = ChunkerFixture.live(vp8(1000), opus(1000));
    videoScale = 1_000;
    audioScale = 1_000;
    soundTicks = 20;
    if (transportStream) {
      aacOfATransportStream();
    }
    time = 0;
    sent = 0;
    pictures = 0;
    keyframeMs = keyframeFrames * FRAME_MS;
    boolean sound = false;
    List<long[]> filled = new ArrayList<>();
    for (int length : lengths) {
      long from = time;
      send(time + length, sound, wallMs);
      if (!sound && live.chunker.fillsSilence()) {
        filled.add(new long[] {from, time});
      }
      sound = !sound;
    }
    live.chunker.finish();

    assertHeaderIsTheSame();
    List<Sample> sounds = sounds();
    long silent = live.chunker.counts().silentFrames();
    long dropped = live.chunker.counts().audioDropped();
    assertThat(live.chunker.counts()).isEqualTo(new ChunkerCounts(0, dropped, 0, 0, 0, silent));
    assertThat(sounds).hasSize((int) (sent - dropped + silent));
    // a frame may span the time at which audio stops or returns
    assertThat(dropped).isLessThanOrEqualTo(lengths.size());
    assertThat(silent()).hasSize((int) silent);
    for (int i = 1; i < sounds.size(); i++) {
      long distance = sounds.get(i).pts() - sounds.get(i - 1).pts();
      // the first frame after silence may be moved by less than 2 ms, to the end of silence
      boolean moved = i > 1 && isSilent(sounds.get(i - 2)) && !isSilent(sounds.get(i - 1));
      long shortest = soundTicks - (moved ? 2L * audioScale / 1_000 : 2);
      assertThat(distance).as("distance of frame %s", i).isGreaterThanOrEqualTo(shortest);
      boolean besideSilence = isSilent(sounds.get(i)) || isSilent(sounds.get(i - 1));
      assertThat(!besideSilence || distance < 2L * soundTicks).as("gap at %s", i).isTrue();
    }
    assertThat(filled).allSatisfy(span -> assertThat(span[1] - span[0]).isGreaterThan(3_000 - 81));
  }
}
