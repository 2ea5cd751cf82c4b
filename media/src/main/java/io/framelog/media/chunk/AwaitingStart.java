package io.framelog.media.chunk;

import io.framelog.media.Codec;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.codec.CodecStrings;
import io.framelog.media.codec.Keyframes;
import io.framelog.media.codec.SilentFrames;
import io.framelog.media.codec.TrackCompletion;
import io.framelog.media.packaging.Packager;
import io.framelog.media.packaging.Packagers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tracks are known; waits for the first sample a decoder can start at. Video before it is
 * dropped, audio before it is buffered.
 */
final class AwaitingStart implements Phase {
  /** Announced audio may begin up to this long before the video, µs. */
  private static final long MAX_ANNOUNCED_LEAD_US = 60_000_000;

  private final ChunkerContext session;
  private final @Nullable Keyframes keyframes;
  private final LeadingAudio leading;
  private final Predecessor before;
  private final long sinceMs;
  private final @Nullable Leftovers videoLeftovers;
  private final @Nullable Leftovers audioLeftovers;
  private TrackSelection selection;

  /** Waits for the first sample. */
  AwaitingStart(ChunkerContext session, TrackSelection selection, Predecessor before) {
    this(session, selection, before, new LeadingAudio(session.settings.maxLeadingAudioBytes()));
  }

  /**
   * Waits for the next start in a session that has already played something.
   *
   * @param leading the audio buffered so far
   */
  AwaitingStart(
      ChunkerContext session, TrackSelection selection, Predecessor before, LeadingAudio leading) {
    this.session = session;
    this.selection = selection;
    this.keyframes = selection.video() == null ? null : Keyframes.of(selection.video());
    this.before = before;
    this.leading = leading;
    this.sinceMs = session.clock.millis();
    this.videoLeftovers = leftovers(before.video());
    this.audioLeftovers = leftovers(before.audio());
    session.joinability.timelineRestarted();
    session.spacing.timelineRestarted();
  }

  @Override
  public Phase tracks(TrackSelection next, boolean continuing) {
    session.silence.tracks(selection, next);
    Predecessor restarted = continuing ? before : before.with(Predecessor.Times.OF_A_NEW_FILE);
    return new AwaitingStart(session, next, restarted);
  }

  @Override
  public Phase sample(Sample sample) {
    Track video = selection.video();
    if (video != null && keyframes != null && sample.trackId() == video.id()) {
      return video(sample, video, keyframes);
    }
    if (selection.isSilent(sample.trackId())) {
      selection = selection.withSound();
    }
    Track audio = selection.audio();
    if (audio == null || sample.trackId() != audio.id()) {
      return this;
    }
    if (refused(sample, audio)) {
      return this;
    }
    if (isLeftover(sample, audio)) {
      session.audioDropped++;
      return this;
    }
    follow(sample, audio);
    if (video == null) {
      return start(sample, audio);
    }
    session.silence.sound();
    session.audioDropped += leading.add(sample, audio.timescale());
    return this;
  }

  private Phase video(Sample sample, Track video, Keyframes keyframes) {
    if (refused(sample, video)) {
      return this;
    }
    if (isLeftover(sample, video)) {
      session.videoBeforeKeyframe++;
      return this;
    }
    follow(sample, video);
    session.silence.picture(sample, video, session.clock.millis());
    if (keyframes.isKeyframe(sample)) {
      return start(sample, video);
    }
    long dtsUs = Ticks.toMicros(sample.dts(), video.timescale());
    boolean recovers = keyframes.isRecoveryPoint(sample);
    boolean tiredOfWaiting = session.joinability.stillAwaited(video, recovers, dtsUs);
    if (tiredOfWaiting && recovers && recoversAnywhere(video.codec())) {
      return start(sample, video);
    }
    session.videoBeforeKeyframe++;
    return this;
  }

  /** Whether decoders recover a while after a start without keyframe: intra refresh. */
  static boolean recoversAnywhere(Codec codec) {
    return codec == Codec.H264 || codec == Codec.HEVC;
  }

  private boolean refused(Sample sample, Track track) {
    if (TrackTimeline.plausible(sample.dts(), sample.pts(), sample.duration(), track.timescale())) {
      return false;
    }
    session.timesRefused++;
    return true;
  }

  /**
   * The samples that a track may still send from before the clock was set; null when it sent none.
   */
  private @Nullable Leftovers leftovers(Track track) {
    return track.kind() == TrackKind.VIDEO ? videoLeftovers : audioLeftovers;
  }

  private @Nullable Leftovers leftovers(Predecessor.@Nullable TrackEnd end) {
    return before.base() == null || end == null
        ? null
        : new Leftovers(before.base(), end.nextDtsUs(), sinceMs);
  }

  private boolean isLeftover(Sample sample, Track track) {
    Leftovers leftovers = leftovers(track);
    return leftovers != null
        && before.times() == Predecessor.Times.OF_A_SET_CLOCK
        && leftovers.contain(sample.dts(), track.timescale(), session.publisher);
  }

  /** Follows the publisher's clock. When it was set, audio from before is dropped. */
  private void follow(Sample sample, Track track) {
    if (session.publisher.isAhead(sample.dts(), track.timescale())) {
      session.audioDropped += leading.clear();
      session.publisher.restart();
    }
    session.publisher.reached(sample.dts(), sample.pts(), track.timescale());
  }

  /** Opens the first chunk with a sample of the first track. */
  Phase start(Sample first, Track track) {
    Track filled = null;
    if (session.silence.isAbsent()
        && selection.video() != null
        && selection.audio() != null
        && leading.isEmpty()
        && !session.toCome.isAnnounced()) {
      if (session.silenceSuits && SilentFrames.of(selection.audio()).isPresent()) {
        filled = selection.audio();
      } else {
        selection = selection.withoutSound();
      }
    }
    session.silentSound = selection.silent();
    session.filledSound = filled;
    List<Track> tracks = complete(first);
    ChunkWriter.Format format = session.writer.format();
    if (format == null || !format.input().equals(tracks)) {
      format = format(tracks);
      session.writer.use(format);
    }
    Track audio = selection.audio();
    SessionStart start =
        SessionStart.of(
            first,
            track,
            audio == null || audio.id() == track.id() ? null : sound(first, track, audio),
            before,
            new SessionStart.Log(
                session.writer.endUs(),
                Math.max(session.publisher.waitedMs(), session.clock.millis() - sinceMs)));
    if (start.times() != Predecessor.Times.CONTINUING) {
      session.publisher.restart();
    }
    List<TrackTimeline> timelines = new ArrayList<>(tracks.size());
    for (int i = 0; i < tracks.size(); i++) {
      timelines.add(
          new TrackTimeline(
              tracks.get(i),
              format.packager().timescale(i),
              start.base(),
              tracks.get(i).kind() == TrackKind.VIDEO ? start.videoFloorUs() : start.audioFloorUs(),
              session.publisher,
              start.times() == Predecessor.Times.OF_A_SET_CLOCK ? leftovers(tracks.get(i)) : null));
    }
    Playing playing = new Playing(session, selection, timelines, before);
    return playing.start(first, leading);
  }

  /** The start of the audio: the earlier of the first buffered and the first announced sample. */
  private SessionStart.Sound sound(Sample first, Track video, Track audio) {
    Long fromDts = leading.isEmpty() ? null : leading.first().dts();
    if (session.toCome.isOf(audio) && Ticks.fits(session.toCome.dts(), audio.timescale())) {
      long dts = session.toCome.dts();
      long leadUs =
          Ticks.toMicros(first.dts(), video.timescale()) - Ticks.toMicros(dts, audio.timescale());
      if (leadUs <= MAX_ANNOUNCED_LEAD_US && (fromDts == null || dts < fromDts)) {
        fromDts = dts;
      }
    }
    return new SessionStart.Sound(audio, fromDts);
  }

  /**
   * Completes the tracks with data that only the first frames contain, and renumbers them as in the
   * init segment: a browser's recorder numbers its tracks in the order of their first samples,
   * differently at each start.
   */
  private List<Track> complete(Sample first) {
    List<Track> tracks = new ArrayList<>(2);
    for (Track track : selection.tracks()) {
      ByteBuffer data = null;
      if (track.id() == first.trackId()) {
        data = first.data().duplicate();
      } else if (!leading.isEmpty()) {
        data = leading.first().data().buffer();
      }
      Track complete =
          data == null
              ? TrackCompletion.completeWithoutFrame(track)
              : TrackCompletion.complete(track, data);
      tracks.add(complete.numbered(tracks.size() + 1));
    }
    return List.copyOf(tracks);
  }

  private static ChunkWriter.Format format(List<Track> tracks) {
    Packager packager = Packagers.forTracks(tracks);
    return new ChunkWriter.Format(
        tracks,
        packager,
        packager.initSegment(),
        packager.tracks().stream().map(CodecStrings::of).toList());
  }

  @Override
  public void tick() {
    // No part can be emitted before the keyframe.
  }

  @Override
  public void finish() {
    Track audio = selection.audio();
    if (before.base() == null || audio == null || selection.video() == null) {
      return;
    }
    Phase alone = new AwaitingStart(session, selection.withoutVideo(), before);
    while (!leading.isEmpty()) {
      alone = alone.sample(leading.remove().sample(audio.id()));
    }
    session.writer.flush();
  }
}
