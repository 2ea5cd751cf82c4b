/**
 * Viewers on WebSocket: the upgrade, the messages of docs/3-wire-format, and viewers in the past,
 * which read the log until they have caught up with the channel.
 */
@NullMarked
package io.framelog.edge.websocket;

import org.jspecify.annotations.NullMarked;
