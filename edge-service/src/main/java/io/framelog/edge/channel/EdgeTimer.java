package io.framelog.edge.channel;

import java.util.concurrent.ScheduledExecutorService;

/** The thread for retries, channels to be closed later, and viewers in the past; never blocked. */
public record EdgeTimer(ScheduledExecutorService executor) {}
