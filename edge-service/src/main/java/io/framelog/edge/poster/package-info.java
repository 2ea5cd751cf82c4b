/**
 * The newest keyframe of a stream as a picture: read from the log, decoded in a child process,
 * cached.
 */
@NullMarked
package io.framelog.edge.poster;

import org.jspecify.annotations.NullMarked;
