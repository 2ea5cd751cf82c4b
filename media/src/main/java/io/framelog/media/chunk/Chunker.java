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
 * can start at up to the next, or to a later one where keyframes are closer than a chunk is to be
 * long. Owns the stream's timeline and the numbers of chunks and parts.
 *
 * <p>Carries the first video track and the first audio track that goes into the same container, or
 * the one chosen. A second {@link MediaEvent.TracksFound} goes on at the stream's end with the next
 * keyframe; it is a discontinuity only when tracks or configuration changed. Where only the sound
 * changes within a file, the picture goes on up to that keyframe, and the sound of the new kind
 * waits for it. Where a sound sends nothing while the picture goes on, silence is put in its place;
 * where its codec has no silent frame, it is left out until it sends something.
 *
 * <p>One thread at a time; the sink is called on it. Sample data is copied into the part, so the
 * parser's memory is free when {@link #on} returns. What is held is bounded: audio before the first
 * keyframe by {@link ChunkerSettings#maxLeadingAudioBytes()}, a part by the audio hold, the part
 * duration, and by bytes and samples.
 */
public final class Chunker implements MediaEventSink {
  /** The reason of a sound that is carried, and sends nothing. */
  public static final String SILENCE = "it sends nothing; silence is put in its place";

  private final AudioChoice audio;
  private final ChunkerContext session;
  private Phase phase;
  private List<IgnoredTrack> ignoredByContainer = List.of();
  private List<IgnoredTrack> ignoredBySelection = List.of();
  private @Nullable Track video;
  private boolean losesAlpha;

  /**
   * @param end where the stream's log ends, which is where this session goes on
   * @param clock the node's wall clock
   */
  public Chunker(ChunkerSettings settings, StreamEnd end, InstantSource clock, ChunkSink sink) {
    this(settings, AudioChoice.FIRST, end, clock, sink);
  }

  /**
   * @param audio which of several audio tracks is carried
   * @param end where the stream's log ends, which is where this session goes on
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
   *     cannot be parsed as its codec's specification says
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

  /** To be called about every 50 ms: lets audio go that has waited too long for a picture. */
  public void tick() {
    phase.tick();
  }

  /** The publisher has ended: what is held leaves. To be called once, last. */
  public void finish() {
    phase.finish();
  }

  /**
   * The publisher's tracks that are left out: those that cannot be carried first, an alpha channel
   * last. A sound in whose place silence is put is among them.
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
              video, "MP4 has no place for an alpha channel, encode VP8 to have it delivered");
      ignored.add(alpha.named(alpha.codec() + " alpha"));
    }
    return List.copyOf(ignored);
  }

  /** Whether frames have brought an alpha channel that is left out. */
  public boolean losesAlpha() {
    return losesAlpha;
  }

  /** Whether silence is put in the place of the sound at present. */
  public boolean fillsSilence() {
    return session.filledSound != null;
  }

  public ChunkerCounts counts() {
    return session.counts();
  }
}
