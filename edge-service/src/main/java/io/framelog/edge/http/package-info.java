/** Viewers on plain HTTP, for players without our code. */
@NullMarked
package io.framelog.edge.http;

import org.jspecify.annotations.NullMarked;
