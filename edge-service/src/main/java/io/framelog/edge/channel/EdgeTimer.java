package io.framelog.edge.channel;

import java.util.concurrent.ScheduledExecutorService;

/** The one thread for retries, lingering channels and viewers in the past; never blocks. */
public record EdgeTimer(ScheduledExecutorService executor) {}
