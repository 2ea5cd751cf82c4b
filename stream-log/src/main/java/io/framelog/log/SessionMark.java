package io.framelog.log;

/**
 * What a session's writer adds to its records, so that any reader can tell a late one.
 *
 * @param held see {@link LoggedRecord#held()}
 * @param owner as in the session's claim
 */
record SessionMark(long held, String owner) {}
