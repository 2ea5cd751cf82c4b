package io.framelog.media.chunk;

/**
 * What the chunker had to do to a session's samples so far.
 *
 * @param videoBeforeKeyframe video samples dropped because no decoder could start yet
 * @param audioDropped audio samples dropped: too much of it waited for the first keyframe, or it
 *     lies before the end of the session before, or where silence was put in its place
 * @param timesRepaired samples whose decode time did not increase and was moved one tick past the
 *     one before
 * @param timesRefused samples dropped for a time beyond what the timeline can hold
 * @param timesJumped times the publisher's clock was set: the timeline went on without a hole
 * @param silentFrames frames of silence put in the place of a sound that sent nothing
 */
public record ChunkerCounts(
    long videoBeforeKeyframe,
    long audioDropped,
    long timesRepaired,
    long timesRefused,
    long timesJumped,
    long silentFrames) {}
