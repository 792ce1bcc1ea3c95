# Flink with the three jobs in its user library and our configuration.
ARG FRESHET_IMAGE=freshet:0.1.0
FROM ${FRESHET_IMAGE} AS freshet

FROM flink:2.3.0-java17
COPY --from=freshet --chown=flink /home/freshet/freshet/flink-jobs/target/freshet-flink-jobs-*-job.jar /opt/flink/usrlib/freshet.jar
COPY --chown=flink deploy/flink/config.yaml /opt/flink/conf/config.yaml
COPY --chown=flink deploy/docker/submit.sh /opt/flink/bin/submit.sh
RUN mkdir -p /opt/flink/state && chown flink /opt/flink/state
