/** What must hold of the media path whatever a publisher sends; driven by the fuzz tests. */
@NullMarked
package io.framelog.media.fuzz;

import org.jspecify.annotations.NullMarked;
