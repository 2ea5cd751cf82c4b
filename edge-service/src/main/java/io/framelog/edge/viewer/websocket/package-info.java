/** Viewers on WebSocket: the upgrade and the messages of docs/3-wire-format. */
@NullMarked
package io.framelog.edge.viewer.websocket;

import org.jspecify.annotations.NullMarked;
