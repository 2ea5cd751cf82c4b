/**
 * Where publishers' bytes come from: connections and their lifecycle, never what the bytes mean.
 */
@NullMarked
package io.framelog.ingest.source;

import org.jspecify.annotations.NullMarked;
