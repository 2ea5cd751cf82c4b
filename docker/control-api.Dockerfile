# control-api: what is live, and its dashboard. Build first with ./framelog build, then from the repository's root:
#   docker build -f docker/control-api.Dockerfile -t framelog/control-api .
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
COPY control-api/target/quarkus-app/ /opt/framelog/
USER 10001:10001
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70"
ENTRYPOINT ["java", "-jar", "/opt/framelog/quarkus-run.jar"]
