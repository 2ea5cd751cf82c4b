/** Viewers on plain HTTP, for players without the Framelog SDK. */
@NullMarked
package io.framelog.edge.http;

import org.jspecify.annotations.NullMarked;
