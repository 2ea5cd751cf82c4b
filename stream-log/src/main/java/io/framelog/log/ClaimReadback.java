package io.framelog.log;

/**
 * The numbers at which a new session continues the stream.
 *
 * @param nextChunk number of the next chunk
 * @param nextDisc {@code disc} of the next header
 * @param endUs largest presentation time plus duration, µs
 */
record ClaimReadback(long nextChunk, int nextDisc, long endUs) {}
