package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaylistWriterTest {
  private static final HlsTiming TIMING =
      HlsTiming.of(Duration.ofMillis(200), Duration.ofSeconds(60));

  private static PlaylistSnapshot snapshot(Records log) {
    return snapshot(log, false);
  }

  private static PlaylistSnapshot snapshot(Records log, boolean over) {
    return PlaylistSnapshot.of(Records.index(log.all(), TIMING), TIMING, over);
  }

  private static Playlist playlist(Records log) {
    return Playlist.read(
        PlaylistWriter.full("cam1", TIMING, (PlaylistSnapshot.Playable) snapshot(log)));
  }

  private static Records chunks(Records log, int count) {
    IntStream.range(0, count).forEach(i -> log.chunk(25));
    return log;
  }

  @Test
  void listsACompleteChunkAsASegmentAndTheOneInProgressAsParts() {
    Records log = new Records().session().chunk(25).chunk(12);

    assertThat(playlist(log).text)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:6
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=36.000000,HOLD-BACK=18.000000,PART-HOLD-BACK=0.840000
            #EXT-X-PART-INF:PART-TARGET=0.210000
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-DISCONTINUITY-SEQUENCE:0
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="cam1/c0ffee01.d0.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2025-11-24T16:00:00.000Z
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.1.200-0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.1.200-1.m4s"
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.1.200-2.m4s"
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.1.200-3.m4s"
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.1.200-4.m4s"
            #EXTINF:1.000000,
            cam1/c0ffee01.1.m4s
            #EXT-X-PROGRAM-DATE-TIME:2025-11-24T16:00:01.000Z
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.27.200-0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.200000,URI="cam1/c0ffee01.27.200-1.m4s"
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="cam1/c0ffee01.27.200-2.m4s"
            """);
  }

  private static Records saying() {
    return new Records().sayingTargets().session();
  }

  @Test
  void derivesTheTargetDurationFromTheKeyframeInterval() {
    Playlist everySecond = playlist(chunks(saying(), 30));
    assertThat(everySecond.target).isEqualTo(1);
    assertThat(everySecond.text)
        .contains("CAN-SKIP-UNTIL=6.000000,HOLD-BACK=3.000000,PART-HOLD-BACK=0.840000\n");
    assertThat(everySecond.segments.stream().filter(segment -> !segment.parts().isEmpty()))
        .hasSize(3);

    assertThat(playlist(saying().chunk(50).chunk(50).chunk(1)).target).isEqualTo(2);
    assertThat(playlist(saying().chunk(26).chunk(26).chunk(1)).target)
        .as("of 1.04 s, which rounds to 1")
        .isEqualTo(1);
    assertThat(playlist(saying().chunk(30).chunk(30).chunk(1)).target).as("of 1.2 s").isEqualTo(2);
    assertThat(playlist(saying().chunk(160).chunk(160).chunk(1)).target)
        .as("of 6.4 s")
        .isEqualTo(6);
  }

  @Test
  void isAvailableWhenTheFirstChunkIsComplete() {
    Records log = saying().chunk(25);
    assertThat(snapshot(log)).isInstanceOf(PlaylistSnapshot.Nothing.class);
    assertThat(playlist(log.chunk(1)).target).isEqualTo(1);
  }

  @Test
  void isRefusedAsSoonAsAChunkIsTooLong() {
    assertThat(snapshot(saying().chunk(170))).isInstanceOf(PlaylistSnapshot.ChunksTooLong.class);
    assertThat(snapshot(saying().chunk(25).chunk(170)))
        .isInstanceOf(PlaylistSnapshot.ChunksTooLong.class);
  }

  @Test
  void continuesAtTheFirstChunkOfAReturnedPublisher() {
    Records log = chunks(saying(), 3).end("disconnected").session().chunk(12);

    Playlist playlist = playlist(log);
    assertThat(playlist.segments).hasSize(4);
    assertThat(playlist.last().parts()).hasSize(2);
    assertThat(playlist.target).isEqualTo(1);
    assertThat(playlist(log.chunk(25).chunk(1)).segments).hasSize(5);
  }

  @Test
  void startsAgainWhenAPublisherReturnsWithAnotherKeyframeInterval() {
    Records log = saying().chunk(100).chunk(100).chunk(100).end("disconnected");
    assertThat(playlist(log).target).isEqualTo(4);

    Playlist playlist = playlist(log.session().chunk(25).chunk(25).chunk(1));
    assertThat(playlist.target).isEqualTo(1);
    assertThat(playlist.segments).extracting(Playlist.Segment::number).containsExactly(3L, 4L);
  }

  @Test
  void startsAgainWithTheFirstLongerChunk() {
    Records log = chunks(saying(), 5).chunk(60);

    Playlist before = playlist(log);
    assertThat(before.target).isEqualTo(1);
    assertThat(before.segments).hasSize(6);
    assertThat(before.last().parts()).as("1.4 s of 2.4").hasSize(7);
    assertThat(before.hint).isEmpty();

    Playlist after = playlist(log.chunk(12));
    assertThat(after.target).isEqualTo(3);
    assertThat(after.mediaSequence).isEqualTo(5);
    assertThat(after.durations).hasSize(1);
    assertThat(after.hint).isNotEmpty();

    Playlist shorter = playlist(chunks(log, 20));
    assertThat(shorter.target).as("never less").isEqualTo(3);
    assertThat(shorter.mediaSequence).isEqualTo(5);
  }

  @Test
  void listsOneWindowAndPartsOfItsLastThreeTargetDurations() {
    Playlist playlist = playlist(chunks(new Records().session(), 100));

    assertThat(playlist.segments).hasSize(61);
    assertThat(playlist.mediaSequence).isEqualTo(39);
    assertThat(playlist.segments.stream().filter(segment -> !segment.parts().isEmpty()))
        .hasSize(18);
    assertThat(playlist.last().number()).isEqualTo(99);
  }

  @Test
  void continuesWithADiscontinuityWhenAPublisherReturns() {
    Playlist playlist =
        playlist(new Records().session().chunk(25).end("disconnected").session().chunk(25));

    assertThat(playlist.text).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
    assertThat(playlist.segments).extracting(Playlist.Segment::disc).containsExactly(0L, 1L);
    assertThat(playlist.segments)
        .extracting(Playlist.Segment::map)
        .containsExactly("cam1/c0ffee01.d0.mp4", "cam1/c0ffee01.d1.mp4");
    assertThat(playlist.over).isFalse();
  }

  @Test
  void endsWhenNoPublisherIsExpectedAnyMore() {
    Records log = new Records().session().chunk(5).end("finished");

    assertThat(playlist(log).over).isFalse();
    assertThat(
            PlaylistWriter.full("cam1", TIMING, (PlaylistSnapshot.Playable) snapshot(log, true))
                .endsWith("#EXT-X-ENDLIST\n"))
        .isTrue();
  }

  @Test
  void hasTheEndOfTheLastSessionUntilTheNextOneBegins() {
    Records log = new Records().session().chunk(25).end("finished");
    assertThat(Records.index(log.all(), TIMING).endedAtMs()).hasValue(Records.START_MS + 1_000);

    assertThat(Records.index(log.session().all(), TIMING).endedAtMs()).isEmpty();

    log.silence(500).end("disconnected");
    assertThat(Records.index(log.all(), TIMING).endedAtMs()).hasValue(Records.START_MS + 1_500);
    log.session().chunk(5);
    assertThat(Records.index(log.all(), TIMING).endedAtMs()).isEmpty();
  }

  @Test
  void neverEndsWithASegmentWhileMoreMayFollow() {
    String closed = playlist(new Records().session().chunk(5).end("finished")).text;

    assertThat(closed.lines().skip(closed.lines().count() - 2))
        .containsExactly("cam1/c0ffee01.1.m4s", "# to be continued");
  }

  @Test
  void hintsAtTheFirstPartOfAChunkThatHasBegun() {
    assertThat(playlist(new Records().session().chunk(5).chunk(1)).hint)
        .isEqualTo("cam1/c0ffee01.7.200-0.m4s");
  }

  @Test
  void beginsAfterAGap() {
    Playlist playlist = playlist(new Records().session().chunk(5).lostChunk().chunk(5).chunk(5));

    assertThat(playlist.mediaSequence).isEqualTo(2);
    assertThat(playlist.segments).hasSize(2);
  }

  @Test
  void omitsOldChunks() {
    Records log = chunks(new Records().session(), 10).end("disconnected").silence(1_000_000);

    assertThat(playlist(chunks(log.session(), 3)).segments).hasSize(3);
  }

  @Test
  void listsNoPartsOfAChunkWithATooLongPart() {
    Playlist playlist =
        playlist(new Records().session().chunk(5).frames(1, 1_000_000).chunk(5).chunk(5));

    assertThat(playlist.segments)
        .extracting(segment -> segment.parts().size())
        .containsExactly(0, 1, 1);
  }

  @Test
  void letsAudioBeginAtAnyPart() {
    Playlist playlist =
        playlist(new Records().mime("audio/mp4; codecs=\"mp4a.40.2\"").session().chunk(50));

    assertThat(playlist.last().parts()).hasSize(10).allMatch(Playlist.Part::independent);
  }

  @Test
  void isRefusedWithKeyframesTooFarApart() {
    Records log = new Records().session().chunk(25).chunk(170);

    assertThat(snapshot(log)).isInstanceOf(PlaylistSnapshot.ChunksTooLong.class);
    // while such a chunk is in the window, so that the response does not change with each chunk
    assertThat(snapshot(log.chunk(25))).isInstanceOf(PlaylistSnapshot.ChunksTooLong.class);
    // but a publisher that returns with the right setting need not wait
    assertThat(playlist(log.end("closed").session().chunk(25)).segments).hasSize(2);
  }

  @Test
  void isRefusedForOtherContainers() {
    assertThat(snapshot(new Records().mime("image/jpeg").session().chunk(1)))
        .isEqualTo(new PlaylistSnapshot.WrongContainer("image/jpeg"));
    assertThat(snapshot(new Records().session())).isEqualTo(new PlaylistSnapshot.Nothing());
  }

  @Test
  void writesADeltaUpdateThatResultsInTheFullPlaylist() {
    Records log = chunks(new Records().session(), 70).end("closed").session();
    Playlist earlier = playlist(chunks(log, 5));
    Records later = chunks(log, 4);

    String delta =
        PlaylistWriter.delta("cam1", TIMING, (PlaylistSnapshot.Playable) snapshot(later));

    assertThat(delta).contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=");
    assertThat(Playlist.read(delta).appliedTo(earlier)).isEqualTo(playlist(later).segments);
  }

  @Test
  void writesAShortPlaylistInFullAsDeltaUpdate() {
    Records log = chunks(new Records().session(), 30);

    assertThat(PlaylistWriter.delta("cam1", TIMING, (PlaylistSnapshot.Playable) snapshot(log)))
        .isEqualTo(playlist(log).text);
  }
}
