# Apache Kafka as released, one node (KRaft), configured by the same variables as the image apache/kafka. Build
# first with ./framelog build, then from the repository's root, or all images with docker/build:
#   docker build -f docker/kafka.Dockerfile -t framelog/kafka .
ARG BASE_IMAGE=eclipse-temurin:25-jre

FROM ${BASE_IMAGE} AS assembled
RUN groupadd --gid 10001 kafka \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kafka \
 && mkdir -p /var/lib/kafka/data \
 && chown 10001:10001 /var/lib/kafka/data
COPY docker/kafka/target/lib/ /opt/kafka/lib/
COPY docker/health docker/kafka/run docker/kafka/log-options /opt/kafka/
WORKDIR /opt/kafka
# The root file system may be read-only: the configuration is written to /tmp, the data to its volume.
ENV HOME=/tmp \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError" \
    KAFKA_LOG_DIRS=/var/lib/kafka/data

# An archive of the classes that a start loads.
FROM assembled AS trained
COPY docker/health docker/train /train/
RUN /train/train kafka

FROM assembled
ARG VERSION=snapshot
COPY --from=trained /opt/kafka/classes.* /opt/kafka/java-options /opt/kafka/
LABEL org.opencontainers.image.title="Apache Kafka for Framelog" \
      org.opencontainers.image.description="Apache Kafka as released, a single node" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
USER 10001:10001
VOLUME /var/lib/kafka/data
EXPOSE 9092
HEALTHCHECK --interval=2s --timeout=2s --start-period=60s --retries=5 CMD ["/opt/kafka/health", "9092"]
ENTRYPOINT ["/opt/kafka/run"]
