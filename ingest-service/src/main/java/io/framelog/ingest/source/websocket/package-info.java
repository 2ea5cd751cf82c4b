/** Publishers on WebSocket: browsers with a MediaRecorder or a canvas. */
@NullMarked
package io.framelog.ingest.source.websocket;

import org.jspecify.annotations.NullMarked;
