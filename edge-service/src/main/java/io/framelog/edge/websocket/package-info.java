/**
 * Viewers on WebSocket: the upgrade, the messages of docs/3-wire-format, and viewers in the past,
 * with a cursor that reads the log until it has caught up with the channel.
 */
@NullMarked
package io.framelog.edge.websocket;

import org.jspecify.annotations.NullMarked;
