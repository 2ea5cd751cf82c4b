/** What a number of streams and viewers needs, worked out from what was measured. */
@NullMarked
package io.framelog.benchmarks.sizing;

import org.jspecify.annotations.NullMarked;
