package io.framelog.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Publishers of MP4 and Matroska that bring parameter sets in their samples (avc3 style). */
class TrackChangeFilterTest {
  private static final String SPS = "6742c00bd90a106c8000";
  private static final String LARGER_SPS = "6742c01ed90a106c8001";
  private static final String PPS = "68cb83cb20";

  private final List<MediaEvent> events = new ArrayList<>();
  private final MediaEventSink filter = new TrackChangeFilter().before(events::add);

  @Test
  void leavesAStreamAloneThatRepeatsItsParameterSets() {
    filter.on(tracks(SPS));
    filter.on(keyframe(SPS));
    filter.on(sample("00000002" + "41aa"));
    filter.on(keyframe(SPS));

    assertThat(events).hasSize(4);
    assertThat(announced()).hasSize(1);
  }

  @Test
  void announcesTheTracksAnewInFrontOfTheKeyframeThatBringsOthers() {
    filter.on(tracks(SPS));
    filter.on(keyframe(SPS));
    filter.on(keyframe(LARGER_SPS));
    filter.on(keyframe(LARGER_SPS));
    filter.on(keyframe(SPS));

    assertThat(announced()).hasSize(3);
    assertThat(events.get(2)).isInstanceOf(MediaEvent.TracksFound.class);
    Track changed = announced().get(1).tracks().get(0);
    assertThat(changed.config().toString()).contains(LARGER_SPS).doesNotContain(SPS);
    assertThat(changed.video()).as("a stated size is void").isEqualTo(new VideoFormat(0, 0, 25));
    assertThat(announced().get(1).title()).isEqualTo("cam1");
    assertThat(announced().get(2).tracks().get(0).config().toString()).contains(SPS);
  }

  @Test
  void takesTheFirstParameterSetsOfATrackThatHasNoneForItsOwn() {
    filter.on(new MediaEvent.TracksFound(List.of(track("0142c00bffe000")), null));
    filter.on(keyframe(SPS));
    filter.on(keyframe(SPS));
    filter.on(keyframe(LARGER_SPS));

    assertThat(announced()).hasSize(2);
    assertThat(events.get(3)).isInstanceOf(MediaEvent.TracksFound.class);
  }

  @Test
  void keepsWhatATrackHasBecomeWhenAnotherIsAnnounced() {
    filter.on(tracks(SPS));
    filter.on(keyframe(LARGER_SPS));

    // when the parser, which knows of no change, announces sound beside it
    MediaEvent.TracksFound first = (MediaEvent.TracksFound) tracks(SPS);
    filter.on(new MediaEvent.TracksFound(List.of(first.tracks().get(0), sound()), "cam1", true));
    filter.on(keyframe(LARGER_SPS));

    assertThat(announced()).hasSize(3);
    assertThat(announced())
        .extracting(MediaEvent.TracksFound::continuing)
        .containsExactly(false, true, true);
    assertThat(announced().get(2).tracks())
        .containsExactly(announced().get(1).tracks().get(0), sound());

    // but not when another header begins
    filter.on(first);
    assertThat(announced().get(3)).isEqualTo(first);
  }

  private static Track sound() {
    return new Track(2, Codec.MP3, Bytes.EMPTY, 1000, 0, null, new AudioFormat(48_000, 2), "und");
  }

  private List<MediaEvent.TracksFound> announced() {
    return events.stream()
        .filter(MediaEvent.TracksFound.class::isInstance)
        .map(MediaEvent.TracksFound.class::cast)
        .toList();
  }

  private static MediaEvent tracks(String sps) {
    return new MediaEvent.TracksFound(
        List.of(track("0142c00bffe1" + "000a" + sps + "01" + "0005" + PPS)), "cam1");
  }

  private static Track track(String avcC) {
    return new Track(
        1,
        Codec.H264,
        Bytes.wrap(HexFormat.of().parseHex(avcC)),
        1000,
        40,
        new VideoFormat(320, 240, 25),
        null,
        "und");
  }

  private static MediaEvent keyframe(String sps) {
    return sample("0000000a" + sps + "00000005" + PPS + "00000002" + "65aa");
  }

  private static MediaEvent sample(String bytes) {
    ByteBuffer data = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
    return new MediaEvent.SampleRead(new Sample(1, 0, 0, 0, true, data));
  }
}
