/** Invariants of the media path for any input; used by the fuzz tests. */
@NullMarked
package io.framelog.media.fuzz;

import org.jspecify.annotations.NullMarked;
