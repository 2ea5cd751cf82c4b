package io.framelog.log;

/**
 * Where a session goes on.
 *
 * @param nextChunk number of the next chunk
 * @param nextDisc {@code disc} of the next header
 * @param endUs largest presentation time plus duration, µs
 */
record ClaimReadback(long nextChunk, int nextDisc, long endUs) {}
