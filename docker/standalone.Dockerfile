# Everything in one process, with its own broker. Build first with ./framelog build, then:
#   docker build -f docker/standalone.Dockerfile -t framelog/standalone .
#   docker run -p 8080:8080 -p 9090:9090 framelog/standalone --demo
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
COPY standalone/target/quarkus-app/ /opt/framelog/
# Mount a volume there and set FRAMELOG_DATA_DIR=/data to keep streams.
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
EXPOSE 8080 9090
ENV FRAMELOG_DATA_DIR=memory \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70 -Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp"
ENTRYPOINT ["java", "-jar", "/opt/framelog/quarkus-run.jar"]
