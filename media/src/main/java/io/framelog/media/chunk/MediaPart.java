package io.framelog.media.chunk;

import io.framelog.media.Bytes;

/**
 * The smallest appendable piece.
 *
 * @param chunk number of its chunk
 * @param index index in the chunk, from 0; 0 is the keyframe
 * @param ptsUs smallest presentation time in it, µs on the stream's timeline
 * @param durationUs largest presentation time plus duration in it, less {@code ptsUs}, µs
 * @param bytes one {@code moof+mdat} or one Cluster
 */
public record MediaPart(long chunk, int index, long ptsUs, long durationUs, Bytes bytes) {}
