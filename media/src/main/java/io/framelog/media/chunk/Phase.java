package io.framelog.media.chunk;

import io.framelog.media.Sample;

/**
 * Where a session stands.
 *
 * <pre>
 *                TracksFound                 first keyframe (or first audio, without video)
 *   BeforeTracks ----------> AwaitingStart ------------------------------------> Playing
 *                              ^      ^                                            |
 *                              |      |  TracksFound, or the publisher's clock     |
 *                  TracksFound +------+  was set: the timeline gets a new base     |
 *                                     +--------------------------------------------+
 * </pre>
 *
 * What was added to a part is handed on before a phase is left.
 */
sealed interface Phase permits Phase.BeforeTracks, AwaitingStart, Playing {
  /** Takes one sample of any track and says which phase follows. */
  Phase sample(Sample sample);

  /** Time has passed. */
  void tick();

  /** No container header was read yet. */
  record BeforeTracks() implements Phase {
    @Override
    public Phase sample(Sample sample) {
      throw new IllegalStateException("a sample of track " + sample.trackId() + " before tracks");
    }

    @Override
    public void tick() {
      // Nothing waits.
    }
  }
}
