/** Viewers without a browser: a WebSocket client, a Kafka consumer, ffprobe and players. */
@NullMarked
package io.framelog.it.watch;

import org.jspecify.annotations.NullMarked;
