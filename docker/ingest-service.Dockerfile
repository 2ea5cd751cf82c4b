# ingest-service: writes streams to the log. Build first with ./framelog build, then from the repository's root:
#   docker build -f docker/ingest-service.Dockerfile -t framelog/ingest-service .
# docker/build builds all images. BASE_IMAGE is any Debian or Ubuntu with Java 17 or newer.
ARG BASE_IMAGE=eclipse-temurin:25-jre

# Separate layers: the libraries rarely change, Framelog's jars change with each build.
FROM ${BASE_IMAGE} AS sorted
COPY ingest-service/target/quarkus-app/ /libraries/
RUN mkdir -p /own/lib/main \
 && rm -f /libraries/lib/main/org.bytedeco.*-linux-*.jar \
 && mv /libraries/lib/main/io.framelog.* /own/lib/main/ \
 && mv /libraries/app /libraries/quarkus /libraries/quarkus-run.jar /own/ \
 && rm /libraries/quarkus-app-dependencies.txt

FROM ${BASE_IMAGE} AS assembled
# Libraries that FFmpeg's libavdevice needs; ALSA's package has another name on Ubuntu.
RUN apt-get update \
 && asound=$(apt-cache show libasound2t64 >/dev/null 2>&1 && echo libasound2t64 || echo libasound2) \
 && apt-get install -y --no-install-recommends "$asound" libpulse0 libxcb1 libxcb-shm0 \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 framelog \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin framelog
# Unpacked here, so that they are not unpacked to /tmp, which is in memory and need not allow execution.
COPY docker/native/target/ffmpeg/ /opt/framelog/native/
COPY --from=sorted /libraries/ /opt/framelog/
COPY --from=sorted /own/ /opt/framelog/
COPY docker/health /opt/framelog/
WORKDIR /opt/framelog
ENV HOME=/tmp \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=40 -XX:+ExitOnOutOfMemoryError"

# An archive of the classes that a start loads: it saves half of the start's processor time and 40 MB of memory.
FROM assembled AS trained
COPY docker/kafka/target/lib/ /train/kafka/lib/
COPY docker/kafka/run docker/kafka/log-options /train/kafka/
COPY docker/health docker/train /train/
RUN /train/train service java -Djava.library.path=/opt/framelog/native -Dorg.bytedeco.javacpp.pathsfirst=true -jar /opt/framelog/quarkus-run.jar

FROM assembled
ARG VERSION=snapshot
COPY --from=trained /opt/framelog/classes.* /opt/framelog/java-options /opt/framelog/
LABEL org.opencontainers.image.title="Framelog ingest service" \
      org.opencontainers.image.description="Writes published streams to the log" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
USER 10001:10001
EXPOSE 8080 9090
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/opt/framelog/health", "8080", "/q/health/ready"]
ENTRYPOINT ["java", "@/opt/framelog/java-options", "-Djava.library.path=/opt/framelog/native", "-Dorg.bytedeco.javacpp.pathsfirst=true", "-jar", "/opt/framelog/quarkus-run.jar"]
