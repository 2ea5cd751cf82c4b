package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.Keyframes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Samples become parts. With video:
 *
 * <pre>
 *   in    K  a a v a v a a K  a v
 *   parts K|aav|av|aa      |K|av|      K keyframe, v other video, a audio
 *         chunk n           chunk n+1
 * </pre>
 *
 * {@link ChunkCut} decides which keyframes begin a chunk. A video sample completes its part at
 * once, together with the audio before it; it never waits for later samples. Audio without a video
 * sample within {@link ChunkerSettings#audioHoldUs()} becomes a part of its own. Without video,
 * chunks have a fixed duration, and parts have the duration of the hold.
 *
 * <p>When only the audio track changes, which requires a new header, the video continues up to the
 * next keyframe, where a decoder can start with that header:
 *
 * <pre>
 *   in    K  a v TracksFound b v b v K  b v      a old audio track, b new one
 *   out   K|av|              v|  v  |K|bb|bv|
 *         chunk n                    header, chunk n+1
 * </pre>
 *
 * If the publisher ends before that keyframe, the new audio becomes a chunk of its own.
 *
 * <p>When the audio track has no samples (see {@link SilenceFill}), silence is inserted up to each
 * video sample. When its codec has no silent frame, the track is left out by such a change of
 * tracks (see {@link SilenceWatch}), and added by another one when it has samples again:
 *
 * <pre>
 *   in    K  a v  v … v         v  a a v     nothing for 0.5 s, then a again
 *   out   K|av|  v|…| ss…ssv| sv| sa a v|    s silent frame
 * </pre>
 */
final class Playing implements Phase {
  private final ChunkerContext session;
  private final ChunkWriter writer;
  private final TrackSelection selection;
  private final @Nullable Keyframes keyframes;
  private final List<TrackTimeline> timelines;
  private final Predecessor before;
  private final long audioPartUs;
  private final @Nullable SilenceFill fill;
  private final ChunkCut cut;
  private @Nullable SoundChange change;

  /**
   * A change of the audio track that takes effect at the next keyframe.
   *
   * @param sound buffered samples of the new audio track
   * @param sinceUs decode time of the video when the change was found, µs
   */
  private record SoundChange(TrackSelection selection, LeadingAudio sound, long sinceUs) {}

  Playing(
      ChunkerContext session,
      TrackSelection selection,
      List<TrackTimeline> timelines,
      Predecessor before) {
    this.session = session;
    this.writer = session.writer;
    this.cut = new ChunkCut(session);
    this.selection = selection;
    this.keyframes = selection.video() == null ? null : Keyframes.of(selection.video());
    this.timelines = timelines;
    this.before = before;
    this.fill =
        selection.video() == null || selection.audio() == null
            ? null
            : SilenceFill.of(session, selection.audio(), timelines.get(1), before);
    this.audioPartUs = Math.max(session.settings.audioHoldUs(), session.settings.partDurationUs());
  }

  /** Opens the first chunk: the sample a decoder can start at, then the audio from before it. */
  Phase start(Sample first, LeadingAudio leading) {
    Track video = selection.video();
    TrackTimeline timeline = timelines.get(0);
    timeline.open(first.dts(), first.pts(), first.duration());
    cut.open(timeline.dtsUs());
    writer.add(0, timeline, true, first.data(), first.alpha());
    if (video == null) {
      return this;
    }
    session.joinability.keyframe(timeline.dtsUs());
    session.spacing.keyframe(timeline.dtsUs());
    writer.flush();
    while (!leading.isEmpty()) {
      LeadingAudio.Held held = leading.remove();
      if (isPlaced(timelines.get(1).place(held.dts(), held.pts(), held.duration()))) {
        writer.add(1, timelines.get(1), true, held.data().buffer());
      } else {
        session.audioDropped++;
      }
    }
    writer.flush();
    return this;
  }

  @Override
  public Phase tracks(TrackSelection next, boolean continuing) {
    boolean sameVideo = selection.video() != null && selection.video().equals(next.video());
    session.silence.tracks(selection, next);
    if (!continuing || !sameVideo) {
      writer.flush();
      return new AwaitingStart(
          session,
          next,
          predecessor(continuing ? Predecessor.Times.CONTINUING : Predecessor.Times.OF_A_NEW_FILE));
    }
    if (change != null) {
      session.audioDropped += change.sound().size();
      change = null;
    }
    if (!Objects.equals(selection.chosenAudio(), next.chosenAudio())) {
      change = changeTo(next);
    }
    return this;
  }

  private SoundChange changeTo(TrackSelection next) {
    LeadingAudio sound = new LeadingAudio(session.settings.maxLeadingAudioBytes());
    return new SoundChange(next, sound, timelines.get(0).dtsUs());
  }

  private Predecessor predecessor(Predecessor.Times times) {
    Predecessor.TrackEnd first = timelines.get(0).trackEnd();
    Predecessor.TrackEnd second = timelines.size() > 1 ? timelines.get(1).trackEnd() : null;
    TimelineBase base = timelines.get(0).base();
    return selection.video() == null
        ? before.followedBy(times, base, null, first)
        : before.followedBy(times, base, first, second);
  }

  @Override
  public Phase sample(Sample sample) {
    Track video = selection.video();
    Track audio = selection.audio();
    if (video != null && keyframes != null && sample.trackId() == video.id()) {
      watchSound(sample, video);
      return change != null && endsWait(change, sample, video, keyframes)
          ? changeSound(change, sample, video)
          : video(sample, video, keyframes);
    }
    soundComesBack(sample.trackId());
    if (change != null) {
      Track next = change.selection().audio();
      if (next != null && sample.trackId() == next.id()) {
        session.silence.sound();
        hold(change, sample, next);
        return this;
      }
    }
    if (audio != null && sample.trackId() == audio.id()) {
      session.silence.sound();
      return audio(sample, timelines.get(timelines.size() - 1));
    }
    return this;
  }

  private void watchSound(Sample picture, Track video) {
    session.silence.picture(picture, video, session.clock.millis());
    boolean leavesOut = selection.audio() != null && !canFill();
    if (change == null && leavesOut && session.isSoundAbsent()) {
      change = changeTo(selection.withoutSound());
    }
  }

  private boolean canFill() {
    return fill != null && session.silenceSuits;
  }

  /** Inserts silence up to the video's time while the audio track has no samples. */
  private void fillUpTo(long pictureUs) {
    boolean awaitsOther = change != null && !change.sound().isEmpty();
    if (fill != null && session.silenceSuits && !awaitsOther) {
      fill.upTo(pictureUs);
    }
  }

  private void soundComesBack(int trackId) {
    if (change != null && change.selection().isSilent(trackId)) {
      change = null;
    } else if (change == null && selection.isSilent(trackId)) {
      change = changeTo(selection.withSound());
    }
  }

  /** Whether the new header may precede a video sample. */
  private boolean endsWait(SoundChange waiting, Sample sample, Track video, Keyframes keyframes) {
    if (keyframes.isKeyframe(sample)) {
      return true;
    }
    boolean tired =
        timelines.get(0).dtsUs() - waiting.sinceUs() >= session.settings.unjoinableAfterUs();
    return tired && sample.sync() && AwaitingStart.recoversAnywhere(video.codec());
  }

  private AwaitingStart awaitingStart(SoundChange waiting) {
    writer.flush();
    return new AwaitingStart(
        session, waiting.selection(), predecessor(Predecessor.Times.CONTINUING), waiting.sound());
  }

  private Phase changeSound(SoundChange waiting, Sample sample, Track video) {
    if (!TrackTimeline.plausible(
        sample.dts(), sample.pts(), sample.duration(), video.timescale())) {
      return awaitingStart(waiting).sample(sample);
    }
    SoundChange kept = restarts(sample, video) ? withoutSound(waiting) : waiting;
    return awaitingStart(kept).start(sample, video);
  }

  /** Whether the video's times restart at a sample; buffered audio is dropped then. */
  private boolean restarts(Sample sample, Track video) {
    TrackTimeline timeline = timelines.get(0);
    long placedUs = timeline.base().placedUs(sample.dts(), video.timescale());
    return session.publisher.isAhead(sample.dts(), video.timescale())
        || placedUs < timeline.dtsUs() - TrackTimeline.MAX_BACKWARD_S * 1_000_000;
  }

  private SoundChange withoutSound(SoundChange waiting) {
    session.audioDropped += waiting.sound().size();
    return new SoundChange(
        waiting.selection(),
        new LeadingAudio(session.settings.maxLeadingAudioBytes()),
        waiting.sinceUs());
  }

  private void hold(SoundChange waiting, Sample sample, Track audio) {
    if (!TrackTimeline.plausible(
        sample.dts(), sample.pts(), sample.duration(), audio.timescale())) {
      session.timesRefused++;
      return;
    }
    if (selection.isSilent(sample.trackId()) && isOver(sample.dts(), sample.duration(), audio)) {
      // Held by a demuxer or an encoder since the track became inactive.
      session.audioDropped++;
      return;
    }
    if (session.publisher.isAhead(sample.dts(), audio.timescale())) {
      session.audioDropped += waiting.sound().clear();
      session.publisher.restart();
    }
    session.audioDropped += waiting.sound().add(sample, audio.timescale());
    session.publisher.reached(sample.dts(), sample.pts(), audio.timescale());
  }

  private Phase video(Sample sample, Track track, Keyframes keyframes) {
    TrackTimeline timeline = timelines.get(0);
    TrackTimeline.Placement placement =
        timeline.place(sample.dts(), sample.pts(), sample.duration());
    if (placement == TrackTimeline.Placement.JUMPED) {
      return startAgain(sample);
    }
    if (!isPlaced(placement)) {
      session.timesRefused++;
      return this;
    }
    boolean keyframe = keyframes.isKeyframe(sample);
    if (keyframe) {
      session.joinability.keyframe(timeline.dtsUs());
      session.spacing.keyframe(timeline.dtsUs());
    } else {
      session.joinability.otherSample(track, keyframes.isRecoveryPoint(sample), timeline.dtsUs());
    }
    fillUpTo(timeline.dtsUs());
    boolean startsChunk = keyframe && cut.isDueAtKeyframe(track, timeline.dtsUs());
    if (startsChunk) {
      cut.open(timeline.dtsUs());
    }
    writer.add(0, timeline, keyframe, sample.data(), sample.alpha());
    if (startsChunk || writer.pendingUs() >= session.settings.partDurationUs()) {
      writer.flush();
    }
    return this;
  }

  private Phase audio(Sample sample, TrackTimeline timeline) {
    if (fill != null) {
      fill.before(sample);
    }
    TrackTimeline.Placement placement =
        timeline.place(sample.dts(), sample.pts(), sample.duration());
    if (placement == TrackTimeline.Placement.JUMPED) {
      return startAgain(sample);
    }
    if (!isPlaced(placement)) {
      session.audioDropped++;
      if (fill != null && placement == TrackTimeline.Placement.TOO_EARLY) {
        fill.dropped(sample, timelines.get(0).dtsUs());
      }
      return this;
    }
    if (fill != null) {
      fill.placed(timelines.get(0).dtsUs());
    }
    int index = timelines.size() - 1;
    if (index == 0 && cut.isDueAtSound(timeline.dtsUs())) {
      cut.open(timeline.dtsUs());
    }
    writer.add(index, timeline, true, sample.data());
    if (writer.pendingUs() + timeline.endUs() - timeline.ptsUs() > audioPartUs) {
      writer.flush();
    }
    return this;
  }

  private boolean isPlaced(TrackTimeline.Placement placement) {
    if (placement == TrackTimeline.Placement.REPAIRED) {
      session.timesRepaired++;
      return true;
    }
    return placement == TrackTimeline.Placement.PLACED;
  }

  /** The publisher's clock was set: the tracks continue at the stream's end. */
  private Phase startAgain(Sample sample) {
    session.timesJumped++;
    session.publisher.restart();
    writer.flush();
    TrackSelection next = selection;
    if (change != null) {
      session.audioDropped += change.sound().size();
      next = change.selection();
    }
    return new AwaitingStart(session, next, predecessor(Predecessor.Times.OF_A_SET_CLOCK))
        .sample(sample);
  }

  @Override
  public void tick() {
    if (writer.waitedUs() >= audioPartUs) {
      writer.flush();
    }
  }

  @Override
  public void finish() {
    writer.flush();
    if (change == null) {
      return;
    }
    if (isLastOfSilentSound(change)) {
      session.audioDropped += change.sound().size();
    } else {
      awaitingStart(change).finish();
    }
  }

  /**
   * Whether the pending change contains only the last packet of an absent audio track, which
   * FFmpeg's MPEG-TS demuxer holds until the publisher ends.
   */
  private boolean isLastOfSilentSound(SoundChange ended) {
    Track silent = selection.silent();
    return silent != null
        && !ended.sound().isEmpty()
        && isOver(ended.sound().last().dts(), ended.sound().last().duration(), silent);
  }

  private boolean isOver(long dts, long duration, Track audio) {
    return session.silence.isOver(Ticks.toMicros(dts + duration, audio.timescale()));
  }
}
