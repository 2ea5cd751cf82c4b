/** The HTTP interface. */
@NullMarked
package io.framelog.control.rest;

import org.jspecify.annotations.NullMarked;
