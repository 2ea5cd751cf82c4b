package io.framelog.worker.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.worker.encode.AudioTimeline.Action;
import org.junit.jupiter.api.Test;

/** At 48 samples a millisecond. */
class AudioTimelineTest {
  private final AudioTimeline timeline = new AudioTimeline(48_000, 400);

  private Action place(long millis) {
    return timeline.place(millis * 1000);
  }

  @Test
  void startsAtTheTimeOfTheClock() {
    assertThat(place(500)).isEqualTo(Action.KEEP);
    assertThat(timeline.next()).isEqualTo(24_000);
  }

  @Test
  void ignoresSmallDifferences() {
    place(0);
    timeline.advance(480);

    assertThat(place(29)).isEqualTo(Action.KEEP);
    assertThat(timeline.next()).isEqualTo(480);
  }

  @Test
  void stretchesLargerDifferencesOneAtATime() {
    place(0);
    timeline.advance(480);

    assertThat(place(60)).isEqualTo(Action.STRETCH);
    assertThat(timeline.stretch()).isEqualTo(50 * 48);
    timeline.advance(480);
    assertThat(place(80)).isEqualTo(Action.KEEP);
    timeline.advance(timeline.stretchDistance());
    assertThat(place(4_120)).isEqualTo(Action.STRETCH);
  }

  @Test
  void shrinksAudioThatArrivesTooFast() {
    place(0);
    timeline.advance(4_800);

    assertThat(place(50)).isEqualTo(Action.STRETCH);
    assertThat(timeline.stretch()).isEqualTo(-50 * 48);
  }

  @Test
  void leavesAGapWhenAudioIsMissing() {
    place(0);
    timeline.advance(480);

    assertThat(place(2_000)).isEqualTo(Action.JUMP);
    assertThat(timeline.next()).isEqualTo(96_000);
  }

  @Test
  void dropsExcessAudioUntilTheClockCatchesUp() {
    place(0);
    timeline.advance(48_000);

    assertThat(place(100)).isEqualTo(Action.DROP);
    assertThat(place(500)).isEqualTo(Action.DROP);
    assertThat(place(990)).isEqualTo(Action.KEEP);
    assertThat(timeline.next()).isEqualTo(48_000);
  }
}
