/** The player pages and the list of live streams. */
@NullMarked
package io.framelog.edge.page;

import org.jspecify.annotations.NullMarked;
