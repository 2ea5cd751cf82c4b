package io.framelog.media.codec;

import io.framelog.media.Bytes;

/**
 * An audio frame as described by its own header.
 *
 * @param headerBytes bytes before the frame itself, which are not part of the sample
 * @param frameBytes bytes of header and frame, more than {@code headerBytes}
 * @param samples number of decoded samples, at {@code sampleRate}
 * @param sampleRate Hz
 * @param channels 1..8; 0 when only another frame, or the complete one, states them
 * @param config the track's configuration in the form that {@link io.framelog.media.Codec}
 *     describes; empty when the codec has none or the frame does not contain it
 */
public record AudioFrame(
    int headerBytes, int frameBytes, int samples, int sampleRate, int channels, Bytes config) {}
