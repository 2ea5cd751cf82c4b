/** What is counted of an edge, as meters. */
@NullMarked
package io.framelog.edge.metrics;

import org.jspecify.annotations.NullMarked;
