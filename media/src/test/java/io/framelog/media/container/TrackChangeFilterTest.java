package io.framelog.media.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.codec.CodecException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Publishers of MP4 and Matroska with parameter sets in their samples (avc3 style). */
class TrackChangeFilterTest {
  private static final String SPS = "6742c00bd90a106c8000";
  private static final String LARGER_SPS = "6742c01ed90a106c8001";
  private static final String PPS = "68cb83cb20";
  private static final String CONFIG = "0142c00bffe1" + "000a" + SPS + "01" + "0005" + PPS;

  private final List<MediaEvent> events = new ArrayList<>();
  private final MediaEventSink filter = new TrackChangeFilter().before(events::add);

  @Test
  void ignoresRepeatedParameterSets() {
    filter.on(tracks(SPS));
    filter.on(keyframe(SPS));
    filter.on(sample("00000002" + "41aa"));
    filter.on(keyframe(SPS));

    assertThat(events).hasSize(4);
    assertThat(announced()).hasSize(1);
  }

  @Test
  void announcesTheTracksAgainBeforeAKeyframeThatChangesThem() {
    filter.on(tracks(SPS));
    filter.on(keyframe(SPS));
    filter.on(keyframe(LARGER_SPS));
    filter.on(keyframe(LARGER_SPS));
    filter.on(keyframe(SPS));

    assertThat(announced()).hasSize(3);
    assertThat(events.get(2)).isInstanceOf(MediaEvent.TracksFound.class);
    Track changed = announced().get(1).tracks().get(0);
    assertThat(changed.config().toString()).contains(LARGER_SPS).doesNotContain(SPS);
    assertThat(changed.video()).as("no stated size").isEqualTo(new VideoFormat(0, 0, 25));
    assertThat(announced().get(1).title()).isEqualTo("cam1");
    assertThat(announced().get(2).tracks().get(0).config().toString()).contains(SPS);
  }

  @Test
  void usesTheFirstParameterSetsOfATrackWithoutAny() {
    filter.on(new MediaEvent.TracksFound(List.of(track("0142c00bffe000")), null));
    filter.on(keyframe(SPS));
    filter.on(keyframe(SPS));
    filter.on(keyframe(LARGER_SPS));

    assertThat(announced()).hasSize(2);
    assertThat(events.get(3)).isInstanceOf(MediaEvent.TracksFound.class);
  }

  @Test
  void keepsATracksChangesWhenAnotherTrackIsAnnounced() {
    filter.on(tracks(SPS));
    filter.on(keyframe(LARGER_SPS));

    // when the parser, which is unaware of the change, announces an audio track too
    MediaEvent.TracksFound first = (MediaEvent.TracksFound) tracks(SPS);
    filter.on(new MediaEvent.TracksFound(List.of(first.tracks().get(0), mp3()), "cam1", true));
    filter.on(keyframe(LARGER_SPS));

    assertThat(announced()).hasSize(3);
    assertThat(announced())
        .extracting(MediaEvent.TracksFound::continuing)
        .containsExactly(false, true, true);
    assertThat(announced().get(2).tracks())
        .containsExactly(announced().get(1).tracks().get(0), mp3());

    // but not when another header begins
    filter.on(first);
    assertThat(announced().get(3)).isEqualTo(first);
  }

  private static Track mp3() {
    return new Track(2, Codec.MP3, Bytes.EMPTY, 1000, 0, null, new AudioFormat(48_000, 2), "und");
  }

  @Test
  void ignoresAnAudioTrackWithAMalformedConfiguration() {
    filter.on(new MediaEvent.TracksFound(List.of(track(CONFIG), sound(Codec.AAC, "")), "cam1"));

    assertThat(announced().get(0).tracks()).extracting(Track::id).containsExactly(1);
    assertThat(ignored()).singleElement().asString().startsWith("audio aac: AudioSpecificConfig");
  }

  @Test
  void ignoresAnAudioTrackWhoseFirstSampleIsOfAnotherCodec() {
    filter.on(new MediaEvent.TracksFound(List.of(track(CONFIG), sound(Codec.MP3, "")), "cam1"));
    IgnoredTrack subtitle = IgnoredTrack.notCarried(3, IgnoredTrack.Kind.SUBTITLE, "tx3g", "und");
    filter.on(new MediaEvent.TracksIgnored(List.of(subtitle)));
    filter.on(sample(2, "fffd8404"));
    filter.on(sample(2, "fffd8404"));

    assertThat(announced()).hasSize(2);
    assertThat(announced().get(1).tracks()).extracting(Track::id).containsExactly(1);
    assertThat(ignored())
        .extracting(IgnoredTrack::toString)
        .containsExactly(
            "subtitle tx3g: Framelog does not carry this codec",
            "audio mp2: MPEG audio of layer II, of which only layer III is carried");
  }

  @Test
  void failsWhenTheOnlyTrackCannotBeCarried() {
    filter.on(new MediaEvent.TracksFound(List.of(sound(Codec.MP3, "")), "cam1"));

    assertThatThrownBy(() -> filter.on(sample(2, "00112233")))
        .isInstanceOf(CodecException.class)
        .hasMessageStartingWith("MP3: no frame header");
  }

  @Test
  void continuesWithTheSecondAudioTrackWhenTheFirstCannotBeCarried() {
    Track good = sound(Codec.AAC, "1190").numbered(3);

    filter.on(new MediaEvent.TracksFound(List.of(sound(Codec.FLAC, "00"), good), "cam1"));

    assertThat(announced().get(0).tracks()).containsExactly(good);
    assertThat(ignored()).extracting(IgnoredTrack::codec).containsExactly("flac");
  }

  @Test
  void replacesChannelElementsByAChannelConfiguration() {
    // one front element only
    Track mono = sound(Codec.AAC, "1180" + "04c400000000" + "56e500");

    filter.on(new MediaEvent.TracksFound(List.of(track(CONFIG), mono), "cam1"));

    Track carried = announced().get(0).tracks().get(1);
    assertThat(carried.audio()).isEqualTo(new AudioFormat(48_000, 1));
    assertThat(carried.config().toString()).startsWith("1188");
  }

  @Test
  void ignoresAudioWhoseChannelsHaveNoChannelConfiguration() {
    // FFmpeg's elements for 5.1(side)
    String config = "118004c844002000c40d" + "4c61766335392e33372e313030" + "56e500";

    filter.on(new MediaEvent.TracksFound(List.of(track(CONFIG), sound(Codec.AAC, config)), "cam1"));

    assertThat(announced().get(0).tracks()).hasSize(1);
    assertThat(ignored()).singleElement().asString().contains("AAC with 6 channels in an order");
  }

  private List<IgnoredTrack> ignored() {
    MediaEvent last = events.get(events.size() - 1);
    return events.stream()
        .filter(MediaEvent.TracksIgnored.class::isInstance)
        .map(event -> ((MediaEvent.TracksIgnored) event).ignored())
        .reduce((before, after) -> after)
        .orElseThrow(() -> new AssertionError("nothing ignored, but " + last));
  }

  private static Track sound(Codec codec, String config) {
    Bytes bytes = Bytes.wrap(HexFormat.of().parseHex(config));
    return new Track(2, codec, bytes, 1000, 0, null, new AudioFormat(48_000, 2), "und");
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
    return sample(1, bytes);
  }

  private static MediaEvent sample(int track, String bytes) {
    ByteBuffer data = ByteBuffer.wrap(HexFormat.of().parseHex(bytes));
    return new MediaEvent.SampleRead(new Sample(track, 0, 0, 0, true, data));
  }
}
