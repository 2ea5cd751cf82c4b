{{/*
What the pods of all components have in common. Called with a component, see _names.tpl.
*/}}

{{/* Metadata of a pod: a changed setting starts new pods. */}}
{{- define "framelog.pod.metadata" -}}
labels:
  {{- include "framelog.selectorLabels" . | nindent 2 }}
  {{- with .root.Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  checksum/settings: {{ include "framelog.settings" . | sha256sum }}
  {{- with .values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Identity: no rights in the cluster, no root. */}}
{{- define "framelog.pod.identity" -}}
serviceAccountName: {{ include "framelog.componentName" . }}
automountServiceAccountToken: false
# Kubernetes would put variables FRAMELOG_… and KAFKA_… of its own into the environment.
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Pod security standard "restricted", with "framelog.container.security". */}}
{{- define "framelog.pod.security" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "framelog.container.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where a pod may run. */}}
{{- define "framelog.pod.scheduling" -}}
{{- with .values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Spreads a component's pods over zones and hosts. */}}
{{- define "framelog.pod.spread" -}}
topologySpreadConstraints:
  - topologyKey: topology.kubernetes.io/zone
    maxSkew: 1
    whenUnsatisfiable: {{ .values.spread.zones }}
    labelSelector:
      matchLabels:
        {{- include "framelog.selectorLabels" . | nindent 8 }}
  - topologyKey: kubernetes.io/hostname
    maxSkew: 1
    whenUnsatisfiable: {{ .values.spread.hosts }}
    labelSelector:
      matchLabels:
        {{- include "framelog.selectorLabels" . | nindent 8 }}
{{- end }}

{{/* Environment: Kafka, the node's name, where the settings are. "nodeId" may say another field for the name. */}}
{{- define "framelog.container.env" -}}
- name: FRAMELOG_NODE_ID
  valueFrom:
    fieldRef:
      fieldPath: {{ .nodeId | default "metadata.name" }}
- name: QUARKUS_CONFIG_LOCATIONS
  value: /etc/framelog/application.properties
{{ include "framelog.kafka.env" . }}
{{- with .values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* A service waits for Kafka before it has started, for as long as the start-up probe lets it. */}}
{{- define "framelog.container.probes" -}}
startupProbe:
  httpGet:
    path: /q/health/started
    port: http
  periodSeconds: 2
  failureThreshold: {{ div .values.startupSeconds 2 }}
readinessProbe:
  httpGet:
    path: /q/health/ready
    port: http
  periodSeconds: 5
  timeoutSeconds: 5
livenessProbe:
  httpGet:
    path: /q/health/live
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/* Endpoints are gone everywhere before the process is instructed to leave. */}}
{{- define "framelog.container.preStop" -}}
preStop:
  exec:
    command: [sleep, {{ . | quote }}]
{{- end }}

{{- define "framelog.container.volumeMounts" -}}
- name: settings
  mountPath: /etc/framelog
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- end }}

{{/* /tmp is the only place a service writes to: FFmpeg's libraries are unpacked there. */}}
{{- define "framelog.pod.volumes" -}}
- name: settings
  configMap:
    name: {{ include "framelog.componentName" . }}
- name: tmp
  emptyDir:
    sizeLimit: {{ .values.tmpSize }}
{{- end }}
