package io.framelog.media.chunk;

import io.framelog.media.Sample;

/**
 * The state of a session.
 *
 * <pre>
 *                TracksFound                 first keyframe (or first audio, without video)
 *   BeforeTracks ----------> AwaitingStart ------------------------------------> Playing -+
 *                              ^      ^                                            |   ^   |
 *                              |      |  TracksFound, or the publisher's clock     |   +---+
 *                  TracksFound +------+  was set, or the first keyframe after a    |   audio-only
 *                                     |  change of the audio track                 |   change
 *                                     +--------------------------------------------+
 * </pre>
 *
 * Pending samples are flushed before a phase is left.
 */
sealed interface Phase permits Phase.BeforeTracks, AwaitingStart, Playing {
  /** Processes one sample of any track and returns the next phase. */
  Phase sample(Sample sample);

  /**
   * Applies the tracks of the following samples and returns the next phase.
   *
   * @param continuing whether their times continue the previous ones
   */
  Phase tracks(TrackSelection selection, boolean continuing);

  /** Called periodically. */
  void tick();

  /**
   * The publisher has ended. Audio that is buffered for a keyframe of a video track that was played
   * before becomes a chunk of its own, with a header without video. Must be the last call.
   */
  void finish();

  /** No container header has been read yet. */
  record BeforeTracks(ChunkerContext session) implements Phase {
    @Override
    public Phase tracks(TrackSelection selection, boolean continuing) {
      return new AwaitingStart(session, selection, Predecessor.NONE);
    }

    @Override
    public Phase sample(Sample sample) {
      throw new IllegalStateException("a sample of track " + sample.trackId() + " before tracks");
    }

    @Override
    public void tick() {
      // Nothing is pending.
    }

    @Override
    public void finish() {
      // Nothing is pending.
    }
  }
}
