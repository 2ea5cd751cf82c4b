package io.framelog.log;

/**
 * A session that has a stream: it was claimed and has not ended.
 *
 * @param session its number
 * @param owner as in its claim; {@code unknown} where neither claim nor header says it any more
 * @param claimedAtMs timestamp of its claim, ms since 1970; 0 when retention has taken the claim
 * @param takeovers how often in a row the stream was taken from a session that had not ended, as
 *     its claim says; 0 when that is not known
 */
public record Holder(long session, String owner, long claimedAtMs, int takeovers) {}
