# ingest-service: publishers to the log. Build first with ./framelog build, then from the repository's root:
#   docker build -f docker/ingest-service.Dockerfile -t framelog/ingest-service .
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
COPY ingest-service/target/quarkus-app/ /opt/framelog/
USER 10001:10001
EXPOSE 8080 9090
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70"
ENTRYPOINT ["java", "-jar", "/opt/framelog/quarkus-run.jar"]
