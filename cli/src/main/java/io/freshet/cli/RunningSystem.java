package io.freshet.cli;

import io.freshet.cli.rollout.EmbeddingJobs;
import io.freshet.schemas.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What a command has to know of a system that runs.
 *
 * @param bootstrapServers of Kafka
 * @param topics as they are called there
 * @param releases directory of releases
 * @param jobs its embedding jobs
 * @param inferenceHttp inference servers that are to be told to load a release
 * @param retrieval a retrieval server
 */
record RunningSystem(
    String bootstrapServers,
    Topics topics,
    Path releases,
    EmbeddingJobs jobs,
    List<URI> inferenceHttp,
    URI retrieval) {}
