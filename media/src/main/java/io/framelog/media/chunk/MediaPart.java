package io.framelog.media.chunk;

import io.framelog.media.Bytes;

/**
 * The smallest unit of media that a player can append.
 *
 * @param chunk number of its chunk
 * @param index index in the chunk, from 0; part 0 begins with the keyframe
 * @param ptsUs smallest presentation time in it, µs on the stream's timeline
 * @param durationUs largest presentation time plus duration in it, less {@code ptsUs}, µs
 * @param reachUs expected decode end of the last sample of the first track (video if there is one),
 *     µs on the stream's timeline; the previous part's value when the part has no sample of it
 * @param bytes one {@code moof+mdat} or one Cluster
 */
public record MediaPart(
    long chunk, int index, long ptsUs, long durationUs, long reachUs, Bytes bytes) {}
