package io.framelog.media.codec;

import io.framelog.media.Bytes;

/**
 * A frame of sound as its own header describes it.
 *
 * @param headerBytes bytes before the frame itself, which are no part of the sample
 * @param frameBytes bytes of header and frame, more than {@code headerBytes}
 * @param samples it decodes to, at {@code sampleRate}
 * @param sampleRate Hz
 * @param channels 1..8; 0 where only another frame, or the whole of this one, tells
 * @param config the track's configuration in the form that {@link io.framelog.media.Codec}
 *     describes; empty where the codec has none or the frame does not tell it
 */
public record AudioFrame(
    int headerBytes, int frameBytes, int samples, int sampleRate, int channels, Bytes config) {}
