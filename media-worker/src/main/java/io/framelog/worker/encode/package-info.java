/** Sound in whatever form, encoded anew. */
@NullMarked
package io.framelog.worker.encode;

import org.jspecify.annotations.NullMarked;
