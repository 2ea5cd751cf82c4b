package io.framelog.log;

/**
 * A session that has a stream: it was claimed and has not ended.
 *
 * @param session its number
 * @param owner as in its claim; {@code unknown} if retention has removed it from the log
 * @param claimedAtMs timestamp of its claim, ms since 1970; 0 when retention has removed the claim
 * @param takeovers how many times in a row, according to its claim, the stream was taken from a
 *     session that had not ended; 0 if unknown
 */
public record Holder(long session, String owner, long claimedAtMs, int takeovers) {}
