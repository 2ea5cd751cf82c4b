package io.framelog.edge.poster;

import io.framelog.log.Position;

/**
 * The beginning of a chunk.
 *
 * @param position of its header, or of that of a chunk without a picture behind it
 * @param mime as it is in the log
 * @param media init segment and first part
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Keyframe(Position position, String mime, byte[] media) {}
