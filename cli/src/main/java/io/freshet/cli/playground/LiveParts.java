package io.freshet.cli.playground;

import io.freshet.cli.train.TrainedRelease;
import io.freshet.server.retrieval.RetrievalServer;

/** What runs, or watches what runs, while events are played live. */
record LiveParts(
    PlaygroundSystem system,
    TrainedRelease trained,
    RetrievalServer retrieval,
    RetrievalClient client,
    PipelineWatch watch,
    TopicCounts counts) {}
