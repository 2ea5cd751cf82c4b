package io.framelog.media.chunk;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.Track;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the samples of one session into chunks: a header, then parts from one keyframe a decoder
 * can start at to the next, or to a later one when GOPs are shorter than a chunk. Owns the stream's
 * timeline and the numbers of chunks and parts.
 *
 * <p>Carries the first video track and the first, or the chosen, audio track that fits into the
 * same container. After a second {@link MediaEvent.TracksFound} the stream continues at its end
 * with the next keyframe; this is a discontinuity only when tracks or configuration changed. When
 * only the audio track changes within a file, the video continues up to that keyframe, and samples
 * of the new audio track are buffered until then. When an audio track has no samples while the
 * video continues, silence is inserted; when its codec has no silent frame, the track is left out
 * until it has samples again.
 *
 * <p>One thread at a time; the sink is called on it. Sample data is copied into the part, so the
 * parser's memory is free when {@link #on} returns. Memory is bounded: audio before the first
 * keyframe by {@link ChunkerSettings#maxLeadingAudioBytes()}, a part by the audio hold, the part
 * duration, bytes and samples.
 */
public final class Chunker implements MediaEventSink {
  /** The reason in the list of ignored tracks for a carried audio track without samples. */
  public static final String SILENCE = "it sends nothing; silence is put in its place";

  private final AudioChoice audio;
  private final ChunkerContext session;
  private Phase phase;
  private List<IgnoredTrack> ignoredByContainer = List.of();
  private List<IgnoredTrack> ignoredBySelection = List.of();
  private @Nullable Track video;
  private boolean losesAlpha;

  /**
   * @param end the end of the stream's log, where this session continues
   * @param clock the node's wall clock
   */
  public Chunker(ChunkerSettings settings, StreamEnd end, InstantSource clock, ChunkSink sink) {
    this(settings, AudioChoice.FIRST, end, clock, sink);
  }

  /**
   * @param audio which of several audio tracks is carried
   * @param end the end of the stream's log, where this session continues
   * @param clock the node's wall clock
   */
  public Chunker(
      ChunkerSettings settings,
      AudioChoice audio,
      StreamEnd end,
      InstantSource clock,
      ChunkSink sink) {
    this.audio = audio;
    this.session =
        new ChunkerContext(
            settings,
            new ChunkWriter(sink, clock, end),
            new Joinability(sink, settings.unjoinableAfterUs()),
            clock);
    this.phase = new Phase.BeforeTracks(session);
  }

  /**
   * @throws io.framelog.media.codec.CodecException when a track's configuration or first keyframe
   *     does not conform to its codec's specification
   */
  @Override
  public void on(MediaEvent event) {
    if (event instanceof MediaEvent.SampleRead read) {
      session.publisher.arrived();
      session.toCome.came(read.sample().trackId());
      phase = phase.sample(read.sample());
      if (read.sample().alpha() != null) {
        ChunkWriter.Format format = session.writer.format();
        losesAlpha |= format != null && !format.packager().carriesAlpha();
      }
    } else if (event instanceof MediaEvent.TracksFound found) {
      TrackSelection selection = TrackSelection.of(found.tracks(), audio);
      ignoredByContainer = List.of();
      ignoredBySelection = selection.ignored();
      losesAlpha &= Objects.equals(video, selection.video());
      video = selection.video();
      session.toCome.choose(selection.audio(), found.continuing());
      if (!found.continuing()) {
        session.publisher.restart();
      }
      phase = phase.tracks(selection, found.continuing());
    } else if (event instanceof MediaEvent.SamplesAnnounced announced) {
      session.toCome.announced(announced.trackId(), announced.dts());
    } else if (event instanceof MediaEvent.TracksIgnored ignored) {
      ignoredByContainer = ignored.ignored();
    }
  }

  /** Must be called about every 50 ms: emits audio that has waited too long for a video sample. */
  public void tick() {
    phase.tick();
  }

  /** The publisher has ended: emits all pending samples. Must be the last call. */
  public void finish() {
    phase.finish();
  }

  /**
   * The publisher's ignored tracks: first those that cannot be carried, last an alpha channel.
   * Includes an audio track that is currently replaced by silence.
   */
  public List<IgnoredTrack> ignoredTracks() {
    List<IgnoredTrack> ignored = new ArrayList<>(ignoredByContainer);
    ignored.addAll(ignoredBySelection);
    if (session.silentSound != null) {
      ignored.add(
          IgnoredTrack.of(
              session.silentSound, "it sends nothing, and is carried again when it does"));
    }
    if (session.filledSound != null) {
      ignored.add(IgnoredTrack.of(session.filledSound, SILENCE));
    }
    if (losesAlpha && video != null) {
      IgnoredTrack alpha =
          IgnoredTrack.of(
              video, "MP4 does not support an alpha channel, encode VP8 to have it delivered");
      ignored.add(alpha.named(alpha.codec() + " alpha"));
    }
    return List.copyOf(ignored);
  }

  /** Whether frames have had an alpha channel that is dropped. */
  public boolean losesAlpha() {
    return losesAlpha;
  }

  /** Whether silence currently replaces the audio track. */
  public boolean fillsSilence() {
    return session.filledSound != null;
  }

  public ChunkerCounts counts() {
    return session.counts();
  }
}
