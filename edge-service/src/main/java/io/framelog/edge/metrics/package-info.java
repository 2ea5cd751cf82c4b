/** The meters of an edge. */
@NullMarked
package io.framelog.edge.metrics;

import org.jspecify.annotations.NullMarked;
