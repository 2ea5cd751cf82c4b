# All services and a broker in one process. Build first with ./framelog build, then from the repository's root:
#   docker build -f docker/standalone.Dockerfile -t framelog/standalone .
#   docker run -p 8080:8080 -p 9090:9090 framelog/standalone --demo
# BASE_IMAGE is any Debian or Ubuntu with Java 17 or newer.
ARG BASE_IMAGE=eclipse-temurin:25-jre

# Separate layers: the libraries rarely change, Framelog's jars change with each build.
FROM ${BASE_IMAGE} AS sorted
COPY standalone/target/quarkus-app/ /libraries/
RUN mkdir -p /own/lib/main \
 && mv /libraries/lib/main/io.framelog.* /own/lib/main/ \
 && mv /libraries/app /libraries/quarkus /libraries/quarkus-run.jar /own/ \
 && rm /libraries/quarkus-app-dependencies.txt

FROM ${BASE_IMAGE}
ARG VERSION=snapshot
# Libraries that FFmpeg's libavdevice needs; ALSA's package has another name on Ubuntu.
RUN apt-get update \
 && asound=$(apt-cache show libasound2t64 >/dev/null 2>&1 && echo libasound2t64 || echo libasound2) \
 && apt-get install -y --no-install-recommends "$asound" libpulse0 libxcb1 libxcb-shm0 \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*
# Mount a volume at /data and set FRAMELOG_DATA_DIR=/data to keep streams.
RUN groupadd --gid 10001 framelog \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin framelog \
 && mkdir /data \
 && chown 10001:10001 /data
# Unpacked here, so that they are not unpacked to /tmp, which is in memory and need not allow execution.
COPY docker/native/target/ffmpeg/ /opt/framelog/native/
COPY docker/native/target/netty/ /opt/framelog/native/
COPY --from=sorted /libraries/ /opt/framelog/
COPY --from=sorted /own/ /opt/framelog/
COPY docker/health /opt/framelog/
LABEL org.opencontainers.image.title="Framelog" \
      org.opencontainers.image.description="Live video as a log: all services in one process" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
USER 10001:10001
WORKDIR /opt/framelog
ENV HOME=/tmp \
    FRAMELOG_DATA_DIR=memory \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"
EXPOSE 8080 9090
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/opt/framelog/health", "8080", "/q/health/ready"]
ENTRYPOINT ["java", "-Djava.library.path=/opt/framelog/native", "-Dorg.bytedeco.javacpp.pathsfirst=true", "-jar", "/opt/framelog/quarkus-run.jar"]
