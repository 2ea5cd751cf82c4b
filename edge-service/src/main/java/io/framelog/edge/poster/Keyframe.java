package io.framelog.edge.poster;

import io.framelog.log.Position;

/**
 * A keyframe at the beginning of a chunk.
 *
 * @param position of the chunk's header, or of the header of a later chunk without a picture that
 *     it stands for
 * @param mime from the log
 * @param media init segment and first part
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Keyframe(Position position, String mime, byte[] media) {}
