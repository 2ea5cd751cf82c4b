# control-api: REST API and dashboard. Build first with ./framelog build, then from the repository's root:
#   docker build -f docker/control-api.Dockerfile -t framelog/control-api .
# docker/build builds all images. BASE_IMAGE is any Debian or Ubuntu with Java 17 or newer.
ARG BASE_IMAGE=eclipse-temurin:25-jre

# Separate layers: the libraries rarely change, Framelog's jars change with each build.
FROM ${BASE_IMAGE} AS sorted
COPY control-api/target/quarkus-app/ /libraries/
RUN mkdir -p /own/lib/main \
 && mv /libraries/lib/main/io.framelog.* /own/lib/main/ \
 && mv /libraries/app /libraries/quarkus /libraries/quarkus-run.jar /own/ \
 && rm /libraries/quarkus-app-dependencies.txt

FROM ${BASE_IMAGE} AS assembled
RUN groupadd --gid 10001 framelog \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin framelog
COPY --from=sorted /libraries/ /opt/framelog/
COPY --from=sorted /own/ /opt/framelog/
COPY docker/health /opt/framelog/
WORKDIR /opt/framelog
ENV HOME=/tmp \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"

# An archive of the classes that a start loads: it saves half of the start's processor time and 40 MB of memory.
FROM assembled AS trained
COPY docker/kafka/target/lib/ /train/kafka/lib/
COPY docker/kafka/run docker/kafka/log-options /train/kafka/
COPY docker/health docker/train /train/
RUN /train/train service java -jar /opt/framelog/quarkus-run.jar

FROM assembled
ARG VERSION=snapshot
COPY --from=trained /opt/framelog/classes.* /opt/framelog/java-options /opt/framelog/
LABEL org.opencontainers.image.title="Framelog control API" \
      org.opencontainers.image.description="Control API and dashboard" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/opt/framelog/health", "8080", "/q/health/ready"]
ENTRYPOINT ["java", "@/opt/framelog/java-options", "-jar", "/opt/framelog/quarkus-run.jar"]
