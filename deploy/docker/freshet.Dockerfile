# ./freshet with everything it needs: the servers, the commands, the encoder and the tensor engine.
# Build from the root of the project: docker compose build
FROM eclipse-temurin:17-jdk-jammy

RUN useradd --create-home freshet
USER freshet
WORKDIR /home/freshet/freshet
COPY --chown=freshet . .
# Builds all modules and resolves the class path; what comes after starts at once.
RUN ./mvnw -B -ntp -q -DskipTests install && ./freshet version && mkdir -p /home/freshet/releases

ENTRYPOINT ["./freshet"]
CMD ["--help"]
