/** The page a browser publishes from. */
@NullMarked
package io.framelog.ingest.page;

import org.jspecify.annotations.NullMarked;
