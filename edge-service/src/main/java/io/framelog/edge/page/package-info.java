/** The player pages and the list of what is live. */
@NullMarked
package io.framelog.edge.page;

import org.jspecify.annotations.NullMarked;
