package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;

/** For any log, players get the same playlists, no matter where an edge began to read. */
class HlsPropertyTest {
  private static final HlsTiming TIMING =
      HlsTiming.of(Duration.ofMillis(200), Duration.ofSeconds(24));

  /** An event in the life of a stream. */
  private sealed interface Happening {
    record Chunk(int frames) implements Happening {}

    record Pause(int ms) implements Happening {}

    record Return() implements Happening {}

    record Lost() implements Happening {}

    record Zombie() implements Happening {}

    record LongFrame(int ms) implements Happening {}
  }

  @Provide
  Arbitrary<List<Happening>> lives() {
    Arbitrary<Happening> happening =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.integers().between(1, 100).map(Happening.Chunk::new)),
            Tuple.of(1, Arbitraries.integers().between(1, 60_000).map(Happening.Pause::new)),
            Tuple.of(2, Arbitraries.create(Happening.Return::new)),
            Tuple.of(1, Arbitraries.create(Happening.Lost::new)),
            Tuple.of(2, Arbitraries.create(Happening.Zombie::new)),
            Tuple.of(1, Arbitraries.integers().between(100, 2_000).map(Happening.LongFrame::new)));
    return happening.list().ofMinSize(1).ofMaxSize(80);
  }

  private static Records written(List<Happening> life, boolean sayingTargets) {
    Records log = sayingTargets ? new Records().sayingTargets() : new Records();
    log.session().chunk(10);
    for (Happening happening : life) {
      if (happening instanceof Happening.Chunk chunk) {
        log.chunk(chunk.frames());
      } else if (happening instanceof Happening.Pause pause) {
        log.silence(pause.ms());
      } else if (happening instanceof Happening.Return) {
        log.end("disconnected").session().chunk(5);
      } else if (happening instanceof Happening.Lost) {
        log.lostChunk().chunk(3);
      } else if (happening instanceof Happening.Zombie) {
        log.zombie(-1);
      } else if (happening instanceof Happening.LongFrame frame) {
        log.frames(1, frame.ms() * 1_000L);
      }
    }
    return log;
  }

  private static String seen(SegmentIndex index) {
    PlaylistSnapshot snapshot = PlaylistSnapshot.of(index, TIMING, false);
    return snapshot instanceof PlaylistSnapshot.Playable playable
        ? PlaylistWriter.full("cam1", TIMING, playable)
        : snapshot.toString();
  }

  /** The start that the feed finds: the chunk at the time before which nothing is listed. */
  private static int begin(List<LoggedRecord> log, int end) {
    long newest = 0;
    for (LoggedRecord record : log.subList(0, end)) {
      newest = record.record() instanceof LogRecord.Header ? record.timestampMs() : newest;
    }
    int begin = 0;
    for (LoggedRecord record : log.subList(0, end)) {
      if (record.timestampMs() > newest - TIMING.oldestMs()) {
        break;
      }
      begin = record.record() instanceof LogRecord.Header ? (int) record.offset() : begin;
    }
    return begin;
  }

  @Property(tries = 100)
  void edgesThatBeganAtDifferentTimesServeTheSamePlaylist(
      @ForAll("lives") List<Happening> life,
      @ForAll boolean sayingTargets,
      @ForAll @DoubleRange(max = 1) double where) {
    List<LoggedRecord> log = written(life, sayingTargets).all();
    int end = 1 + (int) (where * (log.size() - 1));

    // given one edge that has read everything and dropped old segments, and one that begins now
    SegmentIndex old = new SegmentIndex(Records.LOG, TIMING.partTargetUs());
    for (LoggedRecord record : log.subList(0, end)) {
      old.accept(record);
      if (PlaylistSnapshot.of(old, TIMING, false) instanceof PlaylistSnapshot.Playable playable) {
        old.forgetBefore(playable.first());
      }
    }
    SegmentIndex fresh = Records.index(log.subList(begin(log, end), end), TIMING);

    assertThat(seen(fresh)).isEqualTo(seen(old));
  }

  /**
   * Found by jqwik: the target duration of a session's first chunk is that of the session before.
   */
  @Example
  void edgesServeTheSamePlaylistOfSessionsOfOneChunk() {
    List<Happening> life =
        List.of(
            new Happening.Chunk(36),
            new Happening.Pause(1),
            new Happening.Return(),
            new Happening.Return(),
            new Happening.Chunk(6));
    for (int percent = 0; percent <= 100; percent++) {
      edgesThatBeganAtDifferentTimesServeTheSamePlaylist(life, true, percent / 100.0);
    }
  }

  @Property(tries = 30)
  void playlistsAreConsistentAtEveryEndOfTheLog(
      @ForAll("lives") List<Happening> life, @ForAll boolean sayingTargets) {
    SegmentIndex index = new SegmentIndex(Records.LOG, TIMING.partTargetUs());
    long lastNumber = 0;
    Playlist before = null;
    for (LoggedRecord record : written(life, sayingTargets).all()) {
      index.accept(record);
      if (PlaylistSnapshot.of(index, TIMING, false) instanceof PlaylistSnapshot.Playable playable) {
        Playlist playlist = Playlist.readLoosely(seen(index));
        assertThat(playlist.last().number()).isGreaterThanOrEqualTo(lastNumber);
        lastNumber = playlist.last().number();
        if (before != null && !Collections.disjoint(before.uris, playlist.uris)) {
          assertThat(playlist.target).as("target in one playlist").isEqualTo(before.target);
        }
        before = playlist;
        Playlist delta = Playlist.readLoosely(PlaylistWriter.delta("cam1", TIMING, playable));
        assertThat(delta.skipped + delta.segments.size()).isEqualTo(playlist.segments.size());
      }
    }
  }

  @Property(tries = 100)
  void aDeltaUpdateResultsInTheFullPlaylist(
      @ForAll("lives") List<Happening> life, @ForAll boolean sayingTargets) {
    SegmentIndex index = new SegmentIndex(Records.LOG, TIMING.partTargetUs());
    Records log = written(life, sayingTargets);
    log.all().forEach(index::accept);
    if (!(PlaylistSnapshot.of(index, TIMING, false) instanceof PlaylistSnapshot.Playable)) {
      return;
    }
    Playlist earlier = Playlist.readLoosely(seen(index));
    int known = log.all().size();
    log.chunk(25).chunk(12);
    log.all().subList(known, log.all().size()).forEach(index::accept);
    if (PlaylistSnapshot.of(index, TIMING, false) instanceof PlaylistSnapshot.Playable playable) {
      Playlist delta = Playlist.readLoosely(PlaylistWriter.delta("cam1", TIMING, playable));
      if (delta.skipped > 0) {
        assertThat(delta.appliedTo(earlier)).isEqualTo(Playlist.readLoosely(seen(index)).segments);
      }
    }
  }
}
