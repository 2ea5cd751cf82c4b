package io.framelog.media.chunk;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import io.framelog.media.codec.Keyframes;
import java.util.List;
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
 * A video sample closes its part at once, with the audio that came before it; it waits for nothing
 * later. Audio that no video sample fetches within {@link ChunkerSettings#audioHoldUs()} leaves
 * alone. Without video a chunk is a fixed time long and its parts are as long as the hold.
 */
final class Playing implements Phase {
  private final SessionState session;
  private final ChunkWriter writer;
  private final TrackSelection selection;
  private final @Nullable Keyframes keyframes;
  private final List<TrackTimeline> timelines;
  private final long audioPartUs;
  private long chunkFromUs;

  Playing(SessionState session, TrackSelection selection, List<TrackTimeline> timelines) {
    this.session = session;
    this.writer = session.writer;
    this.selection = selection;
    this.keyframes = selection.video() == null ? null : Keyframes.of(selection.video());
    this.timelines = timelines;
    this.audioPartUs = Math.max(session.settings.audioHoldUs(), session.settings.partDurationUs());
  }

  /** Opens the first chunk: the sample a decoder can start at, then the audio from before it. */
  Phase start(Sample first, LeadingAudio leading) {
    Track video = selection.video();
    TrackTimeline timeline = timelines.get(0);
    timeline.place(first.dts(), first.pts(), first.duration());
    writer.startChunk();
    chunkFromUs = timeline.dtsUs();
    writer.add(0, timeline, true, first.data(), first.alpha());
    if (video == null) {
      return this;
    }
    session.joinability.keyframe(timeline.dtsUs());
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
  public Phase sample(Sample sample) {
    Track video = selection.video();
    Track audio = selection.audio();
    if (video != null && keyframes != null && sample.trackId() == video.id()) {
      return video(sample, video, keyframes);
    }
    if (audio != null && sample.trackId() == audio.id()) {
      return audio(sample, timelines.get(timelines.size() - 1));
    }
    return this;
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
    if (keyframes.isKeyframe(sample)) {
      session.joinability.keyframe(timeline.dtsUs());
      writer.startChunk();
      writer.add(0, timeline, true, sample.data(), sample.alpha());
      writer.flush();
      return this;
    }
    session.joinability.otherSample(track, sample.sync(), timeline.dtsUs());
    writer.add(0, timeline, false, sample.data(), sample.alpha());
    if (writer.pendingUs() >= session.settings.partDurationUs()) {
      writer.flush();
    }
    return this;
  }

  private Phase audio(Sample sample, TrackTimeline timeline) {
    TrackTimeline.Placement placement =
        timeline.place(sample.dts(), sample.pts(), sample.duration());
    if (placement == TrackTimeline.Placement.JUMPED) {
      return startAgain(sample);
    }
    if (!isPlaced(placement)) {
      session.audioDropped++;
      return this;
    }
    int index = timelines.size() - 1;
    if (index == 0 && timeline.dtsUs() - chunkFromUs >= session.settings.audioChunkUs()) {
      writer.startChunk();
      chunkFromUs = timeline.dtsUs();
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

  /** The publisher's clock was set: the same tracks go on at the stream's end. */
  private Phase startAgain(Sample sample) {
    session.timesJumped++;
    writer.flush();
    return new AwaitingStart(session, selection, true).sample(sample);
  }

  @Override
  public void tick() {
    if (writer.waitedUs() >= audioPartUs) {
      writer.flush();
    }
  }
}
