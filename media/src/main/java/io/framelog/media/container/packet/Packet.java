package io.framelog.media.container.packet;

import java.nio.ByteBuffer;

/**
 * One packet of a track; times in the track's time base, {@link PacketStreamWriter#UNKNOWN_TIME}
 * where the container states none.
 *
 * @param duration 0 when unknown
 * @param data valid only during the call
 */
record Packet(long dts, long pts, long duration, boolean key, ByteBuffer data) {}
