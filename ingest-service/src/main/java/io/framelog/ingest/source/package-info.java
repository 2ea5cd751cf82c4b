/** The sources of publishers' bytes: connections and their lifecycle, independent of the media. */
@NullMarked
package io.framelog.ingest.source;

import org.jspecify.annotations.NullMarked;
