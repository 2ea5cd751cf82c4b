package io.framelog.media.chunk;

import io.framelog.media.Sample;

/**
 * Where a session stands.
 *
 * <pre>
 *                TracksFound                 first keyframe (or first audio, without video)
 *   BeforeTracks ----------> AwaitingStart ------------------------------------> Playing -+
 *                              ^      ^                                            |   ^   |
 *                              |      |  TracksFound, or the publisher's clock     |   +---+
 *                  TracksFound +------+  was set; or the keyframe that a change    |   TracksFound, the
 *                                     |  of the sound waited for                   |   sound alone is
 *                                     +--------------------------------------------+   another one
 * </pre>
 *
 * What was added to a part is handed on before a phase is left.
 */
sealed interface Phase permits Phase.BeforeTracks, AwaitingStart, Playing {
  /** Takes one sample of any track and says which phase follows. */
  Phase sample(Sample sample);

  /**
   * Takes the tracks of the samples that follow and says which phase follows.
   *
   * @param continuing whether their times go on
   */
  Phase tracks(TrackSelection selection, boolean continuing);

  /** Time has passed. */
  void tick();

  /**
   * The publisher has ended. Sound that waits for a keyframe of a picture that was played before
   * becomes a chunk by itself, under a header without the picture. To be called once, last.
   */
  void finish();

  /** No container header was read yet. */
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
      // Nothing waits.
    }

    @Override
    public void finish() {
      // Nothing waits.
    }
  }
}
