/** Publishers on WebSocket: browsers, with what a MediaRecorder or a canvas gives them. */
@NullMarked
package io.framelog.ingest.source.websocket;

import org.jspecify.annotations.NullMarked;
