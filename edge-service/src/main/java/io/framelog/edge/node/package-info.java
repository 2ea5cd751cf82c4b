/**
 * The edge as a node: its view of streams and nodes, heartbeat, health, shutdown, and the beans.
 */
@NullMarked
package io.framelog.edge.node;

import org.jspecify.annotations.NullMarked;
