{{/* Name of everything in this release. */}}
{{- define "framelog.name" -}}
{{- if contains "framelog" .Release.Name -}}
{{- .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-framelog" .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Labels by which a Service and a Deployment find their pods. Call with (dict "root" $ "component" "edge"). */}}
{{- define "framelog.selector" -}}
app.kubernetes.io/name: framelog
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* All labels. */}}
{{- define "framelog.labels" -}}
{{ include "framelog.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The Kafka in use: the one given, else the bundled one. */}}
{{- define "framelog.bootstrapServers" -}}
{{- .Values.kafka.bootstrapServers | default (printf "%s-kafka:9092" (include "framelog.name" .)) -}}
{{- end }}

{{/*
A Deployment and its Service. Call with
(dict "root" $ "component" "edge" "image" "edge-service" "values" .Values.edge "ports" (list …)).
A port is (dict "name" "http" "container" 8080 "service" 80).
*/}}
{{- define "framelog.service" -}}
{{- $name := printf "%s-%s" (include "framelog.name" .root) .component -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "framelog.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicas }}
  selector:
    matchLabels:
      {{- include "framelog.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "framelog.labels" . | nindent 8 }}
    spec:
      # Kubernetes would put FRAMELOG_… variables of its own into the environment.
      enableServiceLinks: false
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 60
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: {{ .component }}
          image: "{{ .root.Values.image.registry }}/{{ .image }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          env:
            - name: KAFKA_BOOTSTRAP_SERVERS
              value: {{ include "framelog.bootstrapServers" .root | quote }}
            - name: FRAMELOG_NODE_ID
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            - name: FRAMELOG_LOG_REPLICATION_FACTOR
              value: {{ .root.Values.kafka.replicationFactor | quote }}
            - name: FRAMELOG_LOG_RETENTION
              value: {{ .root.Values.log.retention | quote }}
            - name: FRAMELOG_LOG_RETENTION_BYTES
              value: {{ .root.Values.log.retentionBytes | int64 | quote }}
            {{- range $key, $value := .values.env }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          ports:
            {{- range .ports }}
            - name: {{ .name }}
              containerPort: {{ .container }}
            {{- end }}
          lifecycle:
            preStop:
              # Until no node's rules lead here any more: an edge's viewers, told to reconnect, must
              # not find the edge that sent them away.
              exec: {command: [sleep, "3"]}
          startupProbe:
            httpGet: {path: /q/health/started, port: http}
            periodSeconds: 2
            failureThreshold: 60
          readinessProbe:
            httpGet: {path: /q/health/ready, port: http}
            periodSeconds: 5
          livenessProbe:
            httpGet: {path: /q/health/live, port: http}
            periodSeconds: 10
            failureThreshold: 6
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "framelog.labels" . | nindent 4 }}
  {{- with .values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .values.service.type }}
  selector:
    {{- include "framelog.selector" . | nindent 4 }}
  ports:
    {{- range .ports }}
    {{- if .service }}
    - name: {{ .name }}
      port: {{ .service }}
      targetPort: {{ .name }}
    {{- end }}
    {{- end }}
{{- end }}
