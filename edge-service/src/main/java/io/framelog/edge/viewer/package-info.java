/** One player connection: what it has been told, its bounded queue, its place in the stream. */
@NullMarked
package io.framelog.edge.viewer;

import org.jspecify.annotations.NullMarked;
