/**
 * What the doctor looks at, a class per place: the machine, the broker and its topics, the schema
 * registry, a release, Flink's configuration, a job's keys. Each check is a finding: fine, a
 * warning, or something that must be mended, with advice. Nothing is changed anywhere.
 */
@NullMarked
package io.freshet.cli.doctor;

import org.jspecify.annotations.NullMarked;
