package io.framelog.media.chunk;

/**
 * How many of a session's samples the chunker has dropped, repaired or inserted so far.
 *
 * @param videoBeforeKeyframe video samples dropped because no decoder could start yet
 * @param audioDropped audio samples dropped: too many before the first keyframe, before the end of
 *     the previous session, or where silence was inserted
 * @param timesRepaired samples whose decode time did not increase and was set to one tick after the
 *     previous one
 * @param timesRefused samples dropped because of a time outside the timeline's range
 * @param timesJumped how often the publisher's clock was set; the timeline continued without a gap
 * @param silentFrames frames of silence inserted for an audio track without samples
 */
public record ChunkerCounts(
    long videoBeforeKeyframe,
    long audioDropped,
    long timesRepaired,
    long timesRefused,
    long timesJumped,
    long silentFrames) {}
