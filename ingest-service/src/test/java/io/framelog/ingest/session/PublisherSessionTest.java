package io.framelog.ingest.session;

import static io.framelog.ingest.session.ScriptedParser.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.controlplane.StreamLimits;
import io.framelog.controlplane.StreamState;
import io.framelog.controlplane.StreamState.Status;
import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.PublisherLimits;
import io.framelog.ingest.demux.Demuxer;
import io.framelog.ingest.demux.ParserDemuxer;
import io.framelog.ingest.session.MemoryLogWriter.MemorySessionLog;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.LogException;
import io.framelog.log.LogRecord;
import io.framelog.log.StreamId;
import io.framelog.log.TrackInfo;
import io.framelog.media.container.ParserLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublisherSessionTest {
  private final SessionRig rig = new SessionRig();

  @Test
  void claimsTheStreamThatTheTitleNames() {
    PublisherSession session = rig.session("cam1?key=s3cret");

    session.onBytes(bytes("t"));

    assertThat(rig.writer.claims).hasSize(1);
    assertThat(rig.writer.claims.get(0).stream.value()).isEqualTo("cam1");
    assertThat(rig.writer.claims.get(0).owner).isEqualTo("node-1/tcp:192.0.2.1:50000#1");
  }

  @Test
  void refusesAnInvalidChoiceOfAudioWithoutRepeatingIt() {
    rig.session("cam1?audio=s3cret").onBytes(bytes("t"));

    assertThat(rig.writer.claims).isEmpty();
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.MALFORMED);
    assertThat(rig.source.end().text()).contains("expected audio=2").doesNotContain("s3cret");
  }

  @Test
  void claimsTheDefaultStreamWhenThereIsNoTitle() {
    rig.session(null).onBytes(bytes("t"));

    assertThat(rig.writer.claims.get(0).stream.value()).isEqualTo("live");
  }

  @Test
  void refusesATitleThatIsNoStreamIdWithTheNearestNameAndWithoutTheKey() {
    PublisherSession session = rig.session("My Secret Title?key=s3cret");

    session.onBytes(bytes("tKd"));

    assertThat(rig.writer.claims).isEmpty();
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.INVALID_STREAM);
    assertThat(rig.source.end().text())
        .contains("space is not allowed; the nearest valid name is My-Secret-Title")
        .doesNotContain("s3cret")
        .doesNotContain("My Secret");
  }

  @Test
  void buffersParsedEventsAndPausesTheSourceDuringTheClaim() {
    PublisherSession session = rig.session("cam1");

    // given bytes parsed in one read, and a pending claim
    session.onBytes(bytes("tKdd"));
    assertThat(rig.source.isPaused()).isTrue();

    // when it is granted
    MemorySessionLog log = rig.writer.claims.get(0).grant(100);
    rig.loop.run();

    // then nothing is missing, and reading resumes
    assertThat(rig.source.isPaused()).isFalse();
    assertThat(log.records).hasSize(4);
    assertThat(log.records.get(0)).isInstanceOf(LogRecord.Header.class);
    LogRecord.Header header = (LogRecord.Header) log.records.get(0);
    assertThat(header.session()).isEqualTo(100);
    assertThat(header.chunk()).isEqualTo(7);
    assertThat(header.disc()).isEqualTo(1);
    assertThat(log.records.subList(1, 4))
        .extracting(part -> ((LogRecord.Part) part).part(), part -> ((LogRecord.Part) part).back())
        .containsExactly(tuple(0, 1), tuple(1, 2), tuple(2, 3));
  }

  @Test
  void theLogLineOfADisconnectNamesStreamAndSession() {
    try (LogLines log = new LogLines()) {
      PublisherSession session = rig.session("cam1");
      session.onBytes(bytes("tK"));
      MemorySessionLog stream = rig.writer.claims.get(0).grant(100);
      rig.loop.run();

      session.onFinished();
      stream.endAcknowledged.complete(null);
      rig.loop.run();

      assertThat(log.lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("publisher left: ")
                      .contains(" stream=cam1 session=100 connection=" + rig.source.connection()));
    }
  }

  @Test
  void announcesTheStreamOnlyAtItsStartAndWithANewHeader() {
    PublisherSession session = rig.publishing();
    session.onBytes(bytes("dKdKd"));
    session.onFinished();
    rig.loop.run();

    assertThat(rig.states)
        .extracting(state -> state.status())
        .containsExactly(Status.LIVE, Status.LIVE);
    assertThat(rig.states.get(0).mime()).isNull();
    assertThat(rig.states.get(1).mime()).contains("vp8");
    assertThat(rig.states.get(1).tracks()).hasSize(1);
    assertThat(rig.states.get(1).joinable()).isTrue();
  }

  @Test
  void reportsIgnoredTracksBeforeItAcceptsAndAfterEachChange() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tiK"));
    rig.writer.claims.get(0).grant(100);
    rig.loop.run();
    session.onBytes(bytes("did"));
    session.onBytes(bytes("nd"));

    assertThat(rig.source.told()).containsExactly("ignored [mp2]", "claimed 100", "ignored []");
    assertThat(rig.states)
        .extracting(state -> state.ignoredTracks().size())
        .as("before the first sample, with it, with the header, and none any more")
        .containsExactly(0, 1, 1, 0);
    assertThat(rig.states.get(1).ignoredTracks())
        .containsExactly(
            new IgnoredTrackInfo(2, "audio", "mp2", "deu", "Framelog does not carry this codec"));
  }

  @Test
  void reportsAnAudioTrackWithoutSamplesAsIgnored() {
    // given an audio track that is announced and has no samples
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("oK"));
    MemorySessionLog stream = rig.writer.claims.get(0).grant(100);
    rig.loop.run();
    assertThat(rig.states.get(rig.states.size() - 1).tracks()).hasSize(2);

    // when the video continues
    for (int i = 0; i < 75; i++) {
      rig.wallClock = rig.wallClock.plusMillis(40);
      session.onBytes(bytes("d"));
    }
    try (LogLines log = new LogLines()) {
      session.onBytes(bytes("Kd"));

      assertThat(log.lines())
          .anySatisfy(line -> assertThat(line).contains("tracks left out: [audio vorbis: "));
    }
    assertThat(rig.source.told()).containsExactly("claimed 100", "ignored [vorbis]");
    assertThat(stream.records)
        .filteredOn(LogRecord.Header.class::isInstance)
        .extracting(header -> ((LogRecord.Header) header).ignoredTracks().size())
        .containsExactly(0, 1);
    StreamState state = rig.states.get(rig.states.size() - 1);
    assertThat(state.tracks()).extracting(TrackInfo::kind).containsExactly("video");
    assertThat(state.ignoredTracks())
        .containsExactly(
            new IgnoredTrackInfo(
                2, "audio", "vorbis", null, "it sends nothing, and is carried again when it does"));
  }

  @Test
  void reportsThatSilenceReplacesAnAudioTrackWithoutSamples() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("sK"));
    MemorySessionLog stream = rig.writer.claims.get(0).grant(100);
    rig.loop.run();

    // when the video continues without it, and it resumes, twice
    try (LogLines log = new LogLines()) {
      for (int i = 0; i < 2; i++) {
        for (int frame = 0; frame < 80; frame++) {
          rig.wallClock = rig.wallClock.plusMillis(40);
          session.onBytes(bytes("d"));
        }
        rig.loop.pass(Duration.ofMillis(50));
        assertThat(rig.states.get(rig.states.size() - 1).ignoredTracks())
            .containsExactly(
                new IgnoredTrackInfo(
                    2, "audio", "opus", null, "it sends nothing; silence is put in its place"));
        session.onBytes(bytes("Ka"));
        rig.loop.pass(Duration.ofMillis(50));
        assertThat(rig.states.get(rig.states.size() - 1).ignoredTracks()).isEmpty();
      }

      assertThat(log.lines())
          .filteredOn(line -> line.contains("silence is put in its place"))
          .singleElement()
          .asString()
          .contains("times=1 frames=", "stream=cam1 session=100");
      assertThat(log.lines()).noneMatch(line -> line.contains("left out"));
    }
    assertThat(rig.figures).anyMatch(figure -> figure.startsWith("silent "));
    assertThat(stream.records)
        .filteredOn(LogRecord.Header.class::isInstance)
        .extracting(header -> ((LogRecord.Header) header).disc())
        .containsOnly(1);
    assertThat(rig.states.get(rig.states.size() - 1).tracks()).hasSize(2);
  }

  @Test
  void answersThePublisherOnlyWhenItsEndIsAcknowledged() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tKd"));
    MemorySessionLog log = rig.writer.claims.get(0).grant(100);
    rig.loop.run();

    session.onFinished();
    rig.loop.run();
    assertThat(log.ends).containsExactly("finished");
    assertThat(rig.source.isClosed()).isFalse();

    log.endAcknowledged.complete(null);
    rig.loop.run();
    assertThat(rig.source.end()).isEqualTo(SourceEnd.of(EndReason.FINISHED));
    assertThat(rig.states.get(rig.states.size() - 1).status()).isEqualTo(Status.ENDED);
    assertThat(rig.states.get(rig.states.size() - 1).endReason()).isEqualTo("finished");
    assertThat(session.ended().toCompletableFuture()).isDone();
    assertThat(rig.loop.timers()).isZero();
  }

  @Test
  void reportsLogAwayWhenTheEndIsNotAcknowledgedInTime() {
    PublisherSession session = rig.publishing();
    session.onFinished();

    rig.loop.pass(Duration.ofSeconds(11));

    assertThat(rig.source.end().reason()).isEqualTo(EndReason.LOG_AWAY);
  }

  @Test
  void endsNormallyWhenThePublisherFinishesDuringTheClaim() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tKd"));
    session.onFinished();
    rig.loop.run();
    assertThat(rig.source.isClosed()).isFalse();

    MemorySessionLog log = rig.writer.claims.get(0).grant(100);
    rig.loop.run();

    assertThat(log.records).hasSize(3);
    assertThat(log.ends).containsExactly("finished");
  }

  @Test
  void endsASessionThatIsGrantedAfterTheDisconnect() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tKd"));
    session.onDisconnected("Connection reset");
    MemorySessionLog log = rig.writer.claims.get(0).grant(100);
    rig.loop.run();

    assertThat(log.records).isEmpty();
    assertThat(log.ends).containsExactly("disconnected");
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.DISCONNECTED);
  }

  @Test
  void pausesTheSourceWhileTheLogIsUnderPressure() {
    PublisherSession session = rig.publishing();

    rig.writer.claims.get(0).listener.onPressure(true);
    assertThat(rig.source.isPaused()).as("the writer's thread changes nothing itself").isFalse();
    rig.loop.run();
    assertThat(rig.source.isPaused()).isTrue();
    assertThat(rig.pauses).containsExactly(PauseReason.CLAIM, PauseReason.LOG_PRESSURE);

    // what was read before the pause is still accepted, and a pause is no idle time
    session.onBytes(bytes("d"));
    assertThat(rig.samples).isEqualTo(2);
    rig.loop.pass(Duration.ofMinutes(5));
    assertThat(rig.source.isClosed()).isFalse();

    rig.writer.claims.get(0).listener.onPressure(false);
    rig.loop.run();
    assertThat(rig.source.isPaused()).isFalse();
  }

  @Test
  void staysPausedUntilTheLastReasonIsRemoved() {
    RecordingSource source = new RecordingSource();
    Demuxer.Context context =
        new Demuxer.Context(
            source, rig.loop, ParserLimits.DEFAULT, rig.session("cam1"), event -> {});
    BackpressureGate gate =
        new BackpressureGate(
            new ParserDemuxer(context, source::parser), rig.noSound(), rig, rig.loop::nanoTime);

    gate.pause(PauseReason.CLAIM);
    gate.pause(PauseReason.LOG_PRESSURE);
    gate.pause(PauseReason.CLAIM);
    assertThat(source.pauses()).isEqualTo(1);
    gate.resume(PauseReason.CLAIM);
    assertThat(source.isPaused()).isTrue();
    gate.resume(PauseReason.LOG_PRESSURE);
    assertThat(source.isPaused()).isFalse();
  }

  @Test
  void endsAtOnceWhenAnotherPublisherTakesOverTheStream() {
    PublisherSession session = rig.publishing();

    rig.writer.claims.get(0).listener.onLost("claimed by node-2/tcp:198.51.100.7:4000", true);
    rig.loop.run();

    assertThat(rig.source.end().reason()).isEqualTo(EndReason.TAKEN_OVER);
    StreamState last = rig.states.get(rig.states.size() - 1);
    assertThat(last.status()).isEqualTo(StreamState.Status.ENDED);
    assertThat(last.session()).as("the other session is higher").isEqualTo(100);
    assertThat(last.endReason()).startsWith("taken-over");
    assertThat(session.ended().toCompletableFuture()).isDone();
  }

  @Test
  void continuesInANewSessionFromTheNextKeyframeWhenAnAppendFails() {
    PublisherSession session = rig.publishing();

    // when an append fails
    rig.writer.claims.get(0).listener.onLost("delivery time-out", false);
    rig.loop.run();
    assertThat(rig.source.isPaused()).isTrue();
    assertThat(rig.appendFailures).isEqualTo(1);
    session.onBytes(bytes("ddKd"));
    rig.loop.pass(Duration.ofSeconds(1));

    // then the stream is claimed again, and continues from a keyframe
    assertThat(rig.writer.claims).hasSize(2);
    MemorySessionLog second = rig.writer.claims.get(1).grant(200);
    rig.loop.run();
    assertThat(rig.source.isPaused()).isFalse();
    assertThat(second.records).hasSize(3);
    assertThat(((LogRecord.Header) second.records.get(0)).session()).isEqualTo(200);
    assertThat(((LogRecord.Part) second.records.get(1)).part()).isZero();

    // and late calls about the first session change nothing
    rig.writer.claims.get(0).listener.onLost("again", true);
    rig.writer.claims.get(0).listener.onPressure(true);
    rig.loop.run();
    assertThat(rig.source.isClosed()).isFalse();
    assertThat(rig.source.isPaused()).isFalse();
  }

  @Test
  void announcesTheEndOfALostSessionThatIsNotClaimedAgain() {
    PublisherSession session = rig.publishing();

    // when an append fails, and then each claim
    rig.writer.claims.get(0).listener.onLost("delivery time-out", false);
    for (int i = 1; i <= 3; i++) {
      rig.loop.pass(Duration.ofSeconds(2));
      rig.writer.claims.get(rig.writer.claims.size() - 1).fail(new LogException("no answer"));
      rig.loop.run();
    }

    // then the stream is not live any more
    assertThat(session.ended().toCompletableFuture()).isDone();
    StreamState last = rig.states.get(rig.states.size() - 1);
    assertThat(last.status()).isEqualTo(StreamState.Status.ENDED);
    assertThat(last.endReason()).isEqualTo("log-away: delivery time-out");
  }

  @Test
  void doesNotReclaimAStreamThatAnotherPublisherTookOver() {
    rig.publishing();
    assertThat(rig.writer.claims.get(0).isRefusedBy("node-2/tcp:x:1")).isFalse();

    rig.writer.claims.get(0).listener.onLost("delivery time-out", false);
    rig.loop.pass(Duration.ofSeconds(2));

    assertThat(rig.writer.claims.get(1).isRefusedBy("node-2/tcp:x:1")).isTrue();
    rig.writer.claims.get(1).fail(new StreamSuccession.TakenOver("by node-2/tcp:x:1"));
    rig.loop.run();
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.TAKEN_OVER);
  }

  @Test
  void anEndedConnectionOfThisNodeKeepsNoExclusiveStream() {
    // given a connection that has ended, whose end Kafka has not acknowledged yet
    SessionEnvironment node = rig.environment("cam1", (stream, owner) -> true);
    PublisherSession first =
        new PublisherSession(node, rig.source, rig.loop, Optional::empty, null, node.demuxers());
    first.onBytes(bytes("tK"));
    String owner = rig.writer.claims.get(0).owner;
    rig.writer.claims.get(0).grant(100);
    rig.loop.run();
    first.onDisconnected("reset");
    PublisherSession second =
        new PublisherSession(
            node,
            new RecordingSource(),
            rig.loop,
            Optional::empty,
            new StreamId("cam1"),
            node.demuxers());
    second.onBytes(bytes("tK"));
    assertThat(rig.writer.claims.get(1).owner).isNotEqualTo(owner);
    assertThat(rig.writer.claims.get(1).isRefusedBy(owner)).isTrue();

    // when the node no longer waits for it
    rig.loop.pass(Duration.ofSeconds(11));

    // then
    assertThat(first.ended().toCompletableFuture()).isDone();
    assertThat(rig.writer.claims.get(1).isRefusedBy(owner)).isFalse();
  }

  @Test
  void claimsABoundedNumberOfTimesWithIncreasingPauses() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tK"));

    for (int i = 0; i < 3; i++) {
      assertThat(rig.writer.claims).hasSize(i + 1);
      rig.writer.claims.get(i).fail(new LogException("Kafka does not answer"));
      rig.loop.run();
      rig.loop.pass(Duration.ofMillis(600));
    }

    assertThat(rig.writer.claims).hasSize(3);
    assertThat(rig.claimRetries).isEqualTo(2);
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.LOG_AWAY);
    assertThat(rig.source.end().text()).contains("Kafka does not answer");
  }

  @Test
  void refusesAPublisherWhoseStreamIsKeptByAnother() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tK"));

    rig.writer.claims.get(0).fail(new LogException.Refused("held by node-2"));
    rig.loop.run();

    assertThat(rig.writer.claims).hasSize(1);
    assertThat(rig.source.end()).isEqualTo(new SourceEnd(EndReason.REFUSED, "held by node-2"));
  }

  @Test
  void rejectsAtOnceWhenTheTopicIsUnfit() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tK"));

    rig.writer.claims.get(0).fail(new LogException.UnfitTopic("max.message.bytes is 3000"));
    rig.loop.run();

    assertThat(rig.writer.claims).hasSize(1);
    assertThat(rig.source.end())
        .isEqualTo(new SourceEnd(EndReason.UNFIT_TOPIC, "max.message.bytes is 3000"));
  }

  @Test
  void asksWhetherTheOwnersNodeKeepsAnExclusiveStream() {
    PublisherSession session =
        new PublisherSession(
            rig.environment("cam1", (stream, owner) -> owner.node().equals("node-2")),
            rig.source,
            rig.loop,
            Optional::empty,
            null,
            rig::demuxer);
    session.onBytes(bytes("t"));

    assertThat(rig.writer.claims.get(0).isRefusedBy("node-2/tcp:x:1")).isTrue();
    assertThat(rig.writer.claims.get(0).isRefusedBy("node-3/tcp:x:1")).isFalse();
  }

  @Test
  void endsWithTheByteOffsetOfTheError() {
    PublisherSession session = rig.session("cam1");
    session.onBytes(bytes("tKd"));
    MemorySessionLog log = rig.writer.claims.get(0).grant(100);
    rig.loop.run();

    session.onBytes(bytes("d!d"));
    log.endAcknowledged.complete(null);
    rig.loop.run();

    assertThat(log.ends).containsExactly("malformed: not an element at byte 4");
    assertThat(rig.source.end().text()).contains("at byte 4");
    assertThat(rig.ends).containsExactly(EndReason.MALFORMED);
    assertThat(log.records).as("what came before is kept").hasSize(4);
  }

  @Test
  void anInternalErrorEndsTheSessionWithoutDetails() {
    PublisherSession session = rig.session("cam1");

    session.onBytes(bytes("B"));

    assertThat(rig.source.end().reason()).isEqualTo(EndReason.INTERNAL);
    assertThat(rig.source.end().text()).doesNotContain("parser");
  }

  @Test
  void closesAPublisherThatNeverSendsItsHeader() {
    PublisherSession session = rig.session("cam1");

    rig.loop.pass(Duration.ofSeconds(21));

    assertThat(rig.source.end().reason()).isEqualTo(EndReason.IDLE);
    assertThat(session.ended().toCompletableFuture()).isDone();
  }

  @Test
  void waitsForTheStartOfTheDemuxer() {
    rig.session("cam1");
    rig.starting = true;

    rig.loop.pass(Duration.ofSeconds(25));
    assertThat(rig.source.isClosed()).isFalse();

    rig.starting = false;
    rig.loop.pass(Duration.ofSeconds(21));
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.IDLE);
  }

  @Test
  void closesAnIdlePublisher() {
    rig.publishing();

    rig.loop.pass(Duration.ofSeconds(29));
    assertThat(rig.ends).isEmpty();
    rig.loop.pass(Duration.ofSeconds(12));
    assertThat(rig.ends).containsExactly(EndReason.IDLE);
  }

  @Test
  void aCommandEndsOnlyTheSessionThatItNames() {
    PublisherSession session = rig.publishing();
    SourceEnd command = new SourceEnd(EndReason.ENDED_BY_COMMAND, "deleted");

    session.requestEnd("cam1", 99, command);
    session.requestEnd("cam2", 100, command);
    rig.loop.run();
    assertThat(rig.loop.timers()).as("only the ticker").isEqualTo(1);

    session.requestEnd("cam1", 100, command);
    rig.loop.pass(Duration.ofSeconds(11));
    assertThat(rig.source.end()).isEqualTo(command);
  }

  @Test
  void refusesAContainerWithMoreTracksThanItsStreamMayHave() {
    rig.streamLimits = new StreamLimits(null, null, null, null, null);
    rig.limits = new PublisherLimits(0, Duration.ofSeconds(10), 1 << 20, 0, rig.limits.gop());
    rig.session("cam1").onBytes(bytes("tK"));

    assertThat(rig.writer.claims).as("no claim for what is refused").isEmpty();
    assertThat(rig.source.end().reason()).isEqualTo(EndReason.LIMIT_EXCEEDED);
    assertThat(rig.source.end().detail()).contains("1 tracks, expected at most 0");
  }

  @Test
  void endsAPublisherAboveItsStreamsBitrate() {
    rig.streamLimits = new StreamLimits(8_000L, null, null, null, null);
    PublisherSession session = rig.publishing();

    session.onBytes(bytes("d".repeat(9_000)));
    assertThat(rig.source.isClosed()).isFalse();
    session.onBytes(bytes("d".repeat(2_000)));
    rig.loop.pass(Duration.ofSeconds(11));

    assertThat(rig.ends).containsExactly(EndReason.BITRATE_EXCEEDED);
  }

  @Test
  void aCloseWithoutAnAnnouncedEndIsNotFinished() {
    rig.source.announceNoEnd();
    PublisherSession session = rig.publishing();

    session.onFinished();
    rig.loop.pass(Duration.ofSeconds(11));

    assertThat(rig.ends).containsExactly(EndReason.CLOSED);
  }

  @Test
  void reportsLongGopsInTheStreamsState() {
    rig.limits =
        new PublisherLimits(
            0, Duration.ofSeconds(10), 1 << 20, 16, new ChunkLimit(1 << 20, 1_000_000));
    PublisherSession session = rig.publishing();

    session.onBytes(bytes("d".repeat(30)));

    StreamState state = rig.states.get(rig.states.size() - 1);
    assertThat(state.joinable()).isTrue();
    assertThat(state.advice()).contains("keyframes are more than 1.0 s");
    assertThat(state.chunkLimit()).isEqualTo(new ChunkLimit(1 << 20, 1_000_000));
    assertThat(rig.figures).contains("long gop");
  }

  @Test
  void closesTheStreamsMeterWithItsSession() {
    PublisherSession session = rig.publishing();
    session.onFinished();
    rig.loop.run();

    assertThat(rig.figures).containsOnlyOnce("closed");
  }

  @Test
  void rejectsAnAddressThatConnectsTooOften() {
    rig.rates = new IngestSettings.ConnectionRates(1, 0);
    rig.source.comeFrom("192.0.2.1");
    Sessions sessions = new Sessions(rig.environment("cam1", (stream, owner) -> false));
    sessions.admit();
    RecordingSource last = new RecordingSource();
    for (int i = 0; i < 12; i++) {
      last = new RecordingSource();
      last.comeFrom("192.0.2.1");
      sessions.accept(last, rig.loop, null);
    }

    assertThat(last.end().reason()).isEqualTo(EndReason.TOO_MANY_ATTEMPTS);
    assertThat(last.end().detail()).contains("1 connections a second from 192.0.2.1");
  }

  @Test
  void admitsPublishersUpToItsLimitAndOnlyWhenReady() {
    Sessions sessions = new Sessions(rig.environment("cam1", (stream, owner) -> false));
    RecordingSource early = new RecordingSource();
    assertThat(sessions.accept(early, rig.loop, null)).isEmpty();
    assertThat(early.end().reason()).isEqualTo(EndReason.NOT_READY);

    sessions.admit();
    List<RecordingSource> sources =
        List.of(new RecordingSource(), new RecordingSource(), new RecordingSource());
    sources.forEach(source -> sessions.accept(source, rig.loop, null));
    assertThat(sessions.connected()).isEqualTo(2);
    assertThat(sources.get(2).end().reason()).isEqualTo(EndReason.TOO_MANY_CONNECTIONS);

    sessions.drain(SourceEnd.of(EndReason.SHUTDOWN));
    rig.loop.run();
    assertThat(sessions.connected()).isZero();
    assertThat(sources.get(0).end().reason()).isEqualTo(EndReason.SHUTDOWN);
  }
}
