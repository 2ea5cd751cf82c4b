/** The edge as a node: its view of streams and nodes, sign of life, health, metrics, shutdown. */
@NullMarked
package io.framelog.edge.node;

import org.jspecify.annotations.NullMarked;
