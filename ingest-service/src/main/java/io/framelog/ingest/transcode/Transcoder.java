package io.framelog.ingest.transcode;

import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.worker.RunningWorker;
import io.framelog.ingest.worker.WorkerExit;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.media.ForeignSound;
import io.framelog.media.MediaEvent;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.SoundMessages;
import io.framelog.media.container.packet.WorkerFailedException;
import io.framelog.worker.WorkerJob;
import io.framelog.worker.WorkerReport;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Transcodes one audio track in a media worker. Samples that the worker does not read in time are
 * dropped and counted; nothing waits for them. On the connection's event loop.
 *
 * <pre>
 *   feed ── sample ──▶ bounded queue ──▶ worker ──▶ track, sample
 *            └ the queue is full: dropped until half of it is taken
 * </pre>
 *
 * When new timestamps begin, the worker is instructed to start over, and its output for the old
 * ones is dropped: it cannot be placed after the first video sample of the new ones.
 */
final class Transcoder implements WorkerListener {
  /** Receives the output. */
  interface Output {
    /** The track of the samples that follow. */
    void track(Track track);

    /** A sample of the track; valid only during the call. */
    void sample(MediaEvent.SampleRead sample);

    /** The worker has ended normally. */
    void finished();

    /** The worker has failed; no output follows. */
    void failed(String reason);
  }

  private final ForeignSound sound;
  private final Transcoders transcoders;
  private final Output output;
  private final PacketStreamParser parser;
  private final ClockWatch clock;
  private @Nullable RunningWorker worker;
  private @Nullable Track track;
  private int told;
  private int answered;
  private boolean congested;
  private boolean finishing;
  private boolean over;

  private Transcoder(
      ForeignSound sound, Transcoders transcoders, ParserLimits limits, Output output) {
    this.sound = sound;
    this.transcoders = transcoders;
    this.output = output;
    this.parser = new PacketStreamParser(limits, this::report);
    this.clock = new ClockWatch(sound.timescale());
  }

  /**
   * Starts one.
   *
   * @param codec {@code aac} or {@code opus}
   * @return empty when the maximum number of workers runs
   */
  static Optional<Transcoder> start(
      ForeignSound sound,
      String codec,
      Transcoders transcoders,
      EventLoop loop,
      ParserLimits limits,
      Output output) {
    Transcoder transcoder = new Transcoder(sound, transcoders, limits, output);
    Optional<? extends RunningWorker> started =
        transcoders.start(WorkerJob.transcode(codec), loop, transcoder);
    started.ifPresent(transcoder::began);
    return started.map(any -> transcoder);
  }

  private void began(RunningWorker started) {
    worker = started;
    write(SoundMessages.preamble());
    beginAgain();
  }

  ForeignSound sound() {
    return sound;
  }

  /** The transcoded track; null before its first sample. */
  @Nullable Track track() {
    return track;
  }

  /** Takes a sample of the audio track. */
  void feed(Sample sample) {
    if (sample.dts() != ForeignSound.UNKNOWN_TIME && clock.jumps(sample.dts())) {
      beginAgain();
    }
    if (congested) {
      transcoders.packetDropped();
    } else {
      write(SoundMessages.packet(sample));
    }
  }

  /** New timestamps begin. */
  void beginAgain() {
    told++;
    write(SoundMessages.sound(sound));
  }

  private void write(ByteBuffer message) {
    RunningWorker to = worker;
    if (to != null && !finishing) {
      congested |= !to.write(message);
    }
  }

  /** The publisher sends no more audio. */
  void finish() {
    finishing = true;
    if (worker != null) {
      worker.closeInput();
    }
  }

  void pause() {
    if (worker != null) {
      worker.pauseOutput();
    }
  }

  void resume() {
    if (worker != null) {
      worker.resumeOutput();
    }
  }

  /** Stops the worker and its output. */
  void close() {
    over = true;
    if (worker != null) {
      worker.kill();
    }
  }

  @Override
  public void onOutput(ByteBuffer bytes) {
    if (over) {
      return;
    }
    try {
      parser.feed(bytes, this::made);
    } catch (ContainerException | CodecException | WorkerFailedException e) {
      fail(String.valueOf(e.getMessage()));
    }
  }

  private void report(String report) {
    if (report.startsWith(WorkerReport.SOUND)) {
      answered = Integer.parseInt(report.substring(WorkerReport.SOUND.length()));
    }
  }

  private void made(MediaEvent event) {
    if (over) {
      return;
    }
    if (event instanceof MediaEvent.TracksFound found) {
      Track made = numbered(found.tracks().get(0));
      if (!made.equals(track)) {
        track = made;
        output.track(made);
      }
    } else if (event instanceof MediaEvent.SampleRead read && answered == told) {
      Sample sample = read.sample();
      output.sample(
          new MediaEvent.SampleRead(
              new Sample(
                  sound.id(),
                  sample.dts(),
                  sample.pts(),
                  sample.duration(),
                  sample.sync(),
                  sample.data())));
    }
  }

  private Track numbered(Track made) {
    return new Track(
        sound.id(),
        made.codec(),
        made.config(),
        made.timescale(),
        made.defaultDuration(),
        null,
        made.audio(),
        sound.language());
  }

  @Override
  public void onInputDrained() {
    congested = false;
  }

  @Override
  public void onExit(WorkerExit exit) {
    if (over) {
      return;
    }
    if (finishing && exit.isOrderly()) {
      over = true;
      output.finished();
    } else {
      fail(
          exit.isOrderly()
              ? "its media worker ended"
              : "its media worker failed: " + exit.sentence());
    }
  }

  private void fail(String reason) {
    close();
    transcoders.hasFailed();
    output.failed(reason);
  }
}
