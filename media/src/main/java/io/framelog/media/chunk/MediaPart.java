package io.framelog.media.chunk;

import io.framelog.media.Bytes;

/**
 * The smallest appendable piece.
 *
 * @param chunk number of its chunk
 * @param index index in the chunk, from 0; 0 is the keyframe
 * @param ptsUs smallest presentation time in it, µs on the stream's timeline
 * @param durationUs largest presentation time plus duration in it, less {@code ptsUs}, µs
 * @param reachUs how far it has brought the first track, video where there is one: where its last
 *     sample ends in decode time, as far as is known then, µs on the stream's timeline; that of the
 *     part before when it holds none
 * @param bytes one {@code moof+mdat} or one Cluster
 */
public record MediaPart(
    long chunk, int index, long ptsUs, long durationUs, long reachUs, Bytes bytes) {}
