/** Which HTTP requests a service answers: by their host, by the page that sends them, by type. */
@NullMarked
package io.framelog.security.web;

import org.jspecify.annotations.NullMarked;
