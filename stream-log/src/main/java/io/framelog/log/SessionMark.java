package io.framelog.log;

/**
 * Fields that a session's writer adds to its records, so that readers can detect late ones.
 *
 * @param held see {@link LoggedRecord#held()}
 * @param owner as in the session's claim
 */
record SessionMark(long held, String owner) {}
