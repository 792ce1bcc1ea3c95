/** The jobs: pipelines (tables of contents), their mains and their configuration. */
@NullMarked
package io.freshet.jobs;

import org.jspecify.annotations.NullMarked;
