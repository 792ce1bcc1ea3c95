# ./freshet over the PyTorch for CUDA that the tensor engine's bindings are made for; docs/deployment.md, "On a GPU".
# Build from the root of the project: docker compose --profile gpu build
FROM pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime

RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jdk-headless curl \
 && rm -rf /var/lib/apt/lists/*
# Where PyTorch's wheel lies, which build of it that is, and where the engine finds CUDA's runtime to count GPUs by.
ENV PYTORCH_LIBRARY_PATH=/opt/conda/lib/python3.11/site-packages/torch/lib \
    PYTORCH_FLAVOR=cu128 \
    LD_LIBRARY_PATH=/opt/conda/lib/python3.11/site-packages/nvidia/cuda_runtime/lib

RUN useradd --create-home freshet
USER freshet
WORKDIR /home/freshet/freshet
COPY --chown=freshet . .
# Builds all modules and resolves the class path; what comes after starts at once.
RUN ./mvnw -B -ntp -q -DskipTests install && ./freshet version && mkdir -p /home/freshet/releases

ENTRYPOINT ["./freshet"]
CMD ["--help"]
