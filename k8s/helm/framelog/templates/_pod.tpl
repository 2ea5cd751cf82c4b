{{/*
Common parts of the pods of all components. Called with a component, see _names.tpl.
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

{{/* Identity: a ServiceAccount without rights in the cluster, and a user other than root. */}}
{{- define "framelog.pod.identity" -}}
serviceAccountName: {{ include "framelog.componentName" . }}
automountServiceAccountToken: false
# Otherwise Kubernetes adds service variables with the prefixes FRAMELOG_ and KAFKA_ to the environment.
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

{{/* Scheduling constraints of a pod. */}}
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

{{/* Environment: Kafka, the node's name, the location of the settings. "nodeId" can name another field for the name. */}}
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

{{/* A service waits for Kafka while it starts, up to the limit of the start-up probe. */}}
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

{{/* Delays the stop of the process until the removal of its endpoint has reached all nodes. */}}
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

{{/* /tmp is the only folder that a service writes to: FFmpeg's libraries are unpacked there. */}}
{{- define "framelog.pod.volumes" -}}
- name: settings
  configMap:
    name: {{ include "framelog.componentName" . }}
- name: tmp
  emptyDir:
    sizeLimit: {{ .values.tmpSize }}
{{- end }}
