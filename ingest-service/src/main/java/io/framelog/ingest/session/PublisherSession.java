package io.framelog.ingest.session;

import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.demux.Demuxer;
import io.framelog.ingest.demux.DemuxerFactory;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.ingest.transcode.SoundTranscoding;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.media.MediaEvent;
import io.framelog.media.chunk.AudioChoice;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One publisher's connection, from its first byte to its end, in the states of {@link
 * SessionState}. It holds at most one session in the log at a time; when an append fails, it
 * continues in a new one. {@link StreamEnding} ends it.
 *
 * <p>Everything here runs on the connection's event loop; calls of the writer's threads are passed
 * to it. Memory is bounded by the parser's limits, one read held during a claim, and the session's
 * bytes in flight.
 */
final class PublisherSession implements SourceListener, Demuxer.Listener, ClaimRetrier.Target {
  private static final Logger LOG = Logger.getLogger(PublisherSession.class);

  /** Half of the longest time that audio waits for video. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** Generous upper bound of one read from the socket, bytes. */
  private static final long ONE_READ = 1 << 20;

  private final SessionEnvironment environment;
  private final Source source;
  private final EventLoop loop;
  private final LimitWatch limits;
  private final StreamAdmission admission;
  private final Demuxer demuxer;
  private final SoundTranscoding sound;
  private final BackpressureGate gate;
  private final HeldEvents held;
  private final ClaimRetrier claim;
  private final StreamEnding ending;
  private final IdleWatch idle;
  private final EventLoop.Timer ticker;
  private final CompletableFuture<SourceEnd> ended = new CompletableFuture<>();

  private SessionState state = new SessionState.Opening();
  private AudioChoice audio = AudioChoice.FIRST;
  private @Nullable SourceEnd disconnected;
  private boolean sourceFinished;

  /** Bytes up to the first tracks; less than 0 before. */
  private long headerBytes = -1;

  /**
   * Must be called on the event loop.
   *
   * @param mayStay called once, when the header is complete; returns why this publisher is
   *     rejected, or empty
   * @param namedStream the stream the connection names; null when the container's title names it
   */
  PublisherSession(
      SessionEnvironment environment,
      Source source,
      EventLoop loop,
      Supplier<Optional<SourceEnd>> mayStay,
      @Nullable StreamId namedStream,
      DemuxerFactory demuxers) {
    IngestSettings settings = environment.settings();
    this.environment = environment;
    this.source = source;
    this.loop = loop;
    this.limits = new LimitWatch(settings.publisher(), loop.nanoTime());
    this.admission = new StreamAdmission(environment, source, limits, mayStay, namedStream);
    this.ending = new StreamEnding(environment, source, loop, this::closed);
    this.sound =
        new SoundTranscoding(
            environment.transcoders(),
            loop,
            settings.limits(),
            admission::soundSettings,
            this::onEvent,
            this::step,
            source.connection());
    this.demuxer =
        demuxers.create(
            new Demuxer.Context(source, loop, settings.limits(), this, this::onDemuxed));
    this.gate = new BackpressureGate(demuxer, sound, environment.meter(), loop::nanoTime);
    this.held =
        new HeldEvents(
            ONE_READ + settings.limits().maxSampleBytes() + SoundTranscoding.MAX_HELD_BYTES);
    this.idle = new IdleWatch(settings.headerTimeout(), settings.idleTimeout(), loop.nanoTime());
    this.claim =
        new ClaimRetrier(environment, source, loop, this, () -> idle.silentNanos(loop.nanoTime()));
    this.ticker = loop.every(TICK, this::tick);
  }

  /** Completes on the loop when all resources are released and the connection is closed. */
  CompletionStage<SourceEnd> ended() {
    return ended;
  }

  /** Ends this connection; may be called from any thread. */
  void requestEnd(SourceEnd end) {
    loop.execute(() -> end(end));
  }

  /** Ends this connection if it holds this very session; may be called from any thread. */
  void requestEnd(String stream, long session, SourceEnd end) {
    loop.execute(
        () -> {
          StreamPublication publication = state.publication();
          if (publication != null && publication.isOf(stream, session)) {
            end(end);
          }
        });
  }

  /** Pauses or resumes this publisher because of a broker's disk; may be called from any thread. */
  void holdForDisk(boolean full) {
    loop.execute(
        () -> {
          if (isOver()) {
            return;
          }
          if (full) {
            gate.pause(PauseReason.DISK_FULL);
          } else {
            resume(PauseReason.DISK_FULL);
          }
        });
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    if (isOver()) {
      return;
    }
    idle.read(loop.nanoTime());
    environment.meter().bytesRead(bytes.remaining());
    StreamPublication publication = state.publication();
    if (publication != null) {
      publication.bytesRead(bytes.remaining());
    }
    Optional<SourceEnd> tooFast = limits.read(bytes.remaining(), gate.heldNanos(), loop.nanoTime());
    if (tooFast.isPresent()) {
      end(tooFast.get());
    } else {
      demuxer.feed(bytes);
    }
  }

  @Override
  public void onRestart() {
    demuxer.restart();
  }

  @Override
  public void onRefused(SourceEnd end) {
    end(end);
  }

  @Override
  public void onFinished() {
    if (!isOver()) {
      demuxer.finish(true);
    }
  }

  @Override
  public void onDisconnected(String detail) {
    if (!isOver()) {
      disconnected = new SourceEnd(EndReason.DISCONNECTED, detail);
      demuxer.finish(false);
    }
  }

  @Override
  public void onDrained() {
    if (isOver()) {
      return;
    }
    if (disconnected != null) {
      end(disconnected);
      return;
    }
    sound.finish(
        () -> {
          sourceFinished = true;
          endIfFinished();
        });
  }

  @Override
  public void onFailed(SourceEnd end) {
    end(end);
  }

  /** Runs a step over the publisher's media, also one that received bytes did not cause. */
  @Override
  public void step(Runnable step) {
    if (!isOver()) {
      guarded(step);
      followPressure();
    }
  }

  private void guarded(Runnable step) {
    ending.ofFailure(step, demuxer::bytesConsumed).ifPresent(this::end);
  }

  @Override
  public void claimed(ClaimListener of, SessionLog log) {
    StreamPublication publication =
        new StreamPublication(
            log, of, environment, source, audio, limits.limits().gop(), loop.nanoTime());
    become(new SessionState.Publishing(publication));
    LOG.infof(
        "session started stream=%s session=%d log=%s connection=%s",
        log.stream(), log.session(), log.logId(), source.connection());
    publication.announceLive();
    guarded(() -> held.drainTo(publication::on));
    if (isOver()) {
      return;
    }
    publication.reportIgnoredTracks();
    source.claimed(log.session());
    followPressure();
    resume(PauseReason.CLAIM);
    endIfFinished();
  }

  @Override
  public void claimFailed(SourceEnd end) {
    end(end);
  }

  @Override
  public void onPressure(ClaimListener of, boolean paused) {
    StreamPublication publication = state.publication();
    if (publication != null && publication.isOf(of)) {
      follow(publication, paused);
    }
  }

  /**
   * Checked at once and not in a later task: the current read may deliver another megabyte before
   * it.
   */
  private void followPressure() {
    StreamPublication publication = state.publication();
    if (publication != null) {
      follow(publication, publication.isUnderPressure());
    }
  }

  private void follow(StreamPublication publication, boolean pressure) {
    if (pressure && state instanceof SessionState.Publishing) {
      become(new SessionState.Paused(publication));
      publication.paused();
      gate.pause(PauseReason.LOG_PRESSURE);
    } else if (!pressure && state instanceof SessionState.Paused) {
      become(new SessionState.Publishing(publication));
      resume(PauseReason.LOG_PRESSURE);
    }
  }

  @Override
  public void onLost(ClaimListener of, String reason, boolean takenOver) {
    StreamPublication publication = state.publication();
    if (publication == null || !publication.isOf(of)) {
      return;
    }
    SourceEnd lost = ending.lost(publication, reason, takenOver);
    if (isOver()) {
      return;
    }
    if (takenOver) {
      end(lost);
      return;
    }
    environment.meter().appendFailed();
    LOG.warnf(
        "session lost its log: %s stream=%s session=%d connection=%s",
        reason, publication.stream(), publication.session(), source.connection());
    become(new SessionState.Claiming(publication.stream()));
    gate.pause(PauseReason.CLAIM);
    gate.resume(PauseReason.LOG_PRESSURE);
    held.beginWithTracks();
    claim.startAgain(publication, reason);
  }

  /** Called before transcoding, which may hold a header while media follows. */
  private void onDemuxed(MediaEvent event) {
    if (headerBytes < 0 && event instanceof MediaEvent.TracksFound) {
      headerBytes = demuxer.bytesConsumed();
    }
    sound.on(event);
  }

  private void onEvent(MediaEvent event) {
    held.note(event);
    if (event instanceof MediaEvent.TracksFound found) {
      if (state instanceof SessionState.Opening) {
        open(found);
      } else {
        limits.tracks(found.tracks().size()).ifPresent(this::end);
      }
    }
    StreamPublication publication = state.publication();
    if (state instanceof SessionState.Claiming) {
      if (!held.add(event)) {
        end(new SourceEnd(EndReason.LIMIT_EXCEEDED, "too many samples during one claim"));
      }
    } else if (publication != null && !isOver()) {
      publication.on(event);
    }
  }

  private void open(MediaEvent.TracksFound found) {
    StreamAdmission.Decision decision = admission.decide(found, headerBytes, loop.nanoTime());
    if (decision instanceof StreamAdmission.Decision.Rejected rejected) {
      end(rejected.end());
    } else if (decision instanceof StreamAdmission.Decision.Admitted admitted) {
      audio = admitted.audio();
      demuxer.admitted();
      become(new SessionState.Claiming(admitted.stream()));
      gate.pause(PauseReason.CLAIM);
      claim.start(admitted.stream());
    }
  }

  private void tick() {
    StreamPublication publication = state.publication();
    if (publication != null && !isOver()) {
      guarded(publication::tick);
    }
    boolean opening = state instanceof SessionState.Opening;
    idle.check(loop.nanoTime(), opening, gate.isOpen(), demuxer.isStarting()).ifPresent(this::end);
  }

  /** Ends a publisher that has sent everything, once a session has received all of it. */
  private void endIfFinished() {
    if (sourceFinished && state.publication() != null) {
      end(ending.ofClose(demuxer.isComplete()));
    }
  }

  private void end(SourceEnd end) {
    if (isOver()) {
      return;
    }
    StreamPublication publication = state.publication();
    become(new SessionState.Ending(publication, end));
    ticker.cancel();
    claim.cancel();
    sound.close();
    gate.pause(PauseReason.ENDING);
    demuxer.close();
    ending.begin(publication, end);
  }

  private void closed(SourceEnd end) {
    claim.leave();
    become(new SessionState.Ended(end));
    ended.complete(end);
  }

  private void resume(PauseReason reason) {
    idle.read(loop.nanoTime());
    gate.resume(reason);
  }

  private boolean isOver() {
    return state instanceof SessionState.Ending || state instanceof SessionState.Ended;
  }

  private void become(SessionState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("session cannot go from " + state + " to " + next);
    }
    state = next;
  }
}
