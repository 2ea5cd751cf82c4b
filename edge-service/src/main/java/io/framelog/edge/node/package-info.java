/**
 * The edge as a node: its view of streams and nodes, heartbeat, health, shutdown; wires the rest.
 */
@NullMarked
package io.framelog.edge.node;

import org.jspecify.annotations.NullMarked;
