/** Viewers without a browser: a WebSocket client, a plain consumer, ffprobe. */
@NullMarked
package io.framelog.it.watch;

import org.jspecify.annotations.NullMarked;
