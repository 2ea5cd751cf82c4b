package io.framelog.media.packaging;

import io.framelog.media.Bytes;

/**
 * The data that a player needs once, before media.
 *
 * @param mime full MIME type with codecs, suitable for {@code MediaSource.isTypeSupported}
 * @param bytes {@code ftyp+moov}, or EBML header, Segment, Info and Tracks
 */
public record InitSegment(String mime, Bytes bytes) {}
