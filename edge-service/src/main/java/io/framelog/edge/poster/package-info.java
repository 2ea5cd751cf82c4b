/** The newest keyframe of a stream as a picture: looked up, decoded in a child process, kept. */
@NullMarked
package io.framelog.edge.poster;

import org.jspecify.annotations.NullMarked;
