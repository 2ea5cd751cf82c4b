{{/*
A component's application.properties, lowest precedence first: the chart's own settings, `settings`,
`<component>.settings`. The schema refuses keys in these maps that other values of the chart set.
*/}}
{{- define "framelog.settings" -}}
{{- $own := include (printf "framelog.settings.%s" .name) . | fromYaml -}}
{{- $all := include "framelog.settings.everywhere" .root | fromYaml -}}
{{- $settings := merge (dict) .values.settings .root.Values.settings $own $all -}}
{{- range $key, $value := $settings }}
{{ $key }}={{ include "framelog.settings.text" $value }}
{{- end }}
{{- end }}

{{/* Helm parses large integers as floating point numbers; a backslash is an escape in a properties file. */}}
{{- define "framelog.settings.text" -}}
{{- if kindIs "float64" . -}}
{{- int64 . -}}
{{- else -}}
{{- . | toString | replace "\\" "\\\\" -}}
{{- end -}}
{{- end }}

{{- define "framelog.settings.everywhere" -}}
framelog.log.retention: {{ .Values.log.retention }}
framelog.hosts: {{ include "framelog.hosts" . | quote }}
framelog.log.retention-bytes: {{ .Values.log.retentionBytes | int64 | quote }}
framelog.log.replication-factor: {{ include "framelog.kafka.replicationFactor" . | quote }}
{{- end }}

{{/* Host names of the services: those of Services and Ingresses, and `hosts`. */}}
{{- define "framelog.hosts" -}}
{{- $hosts := list -}}
{{- range $name, $values := dict "ingest" .Values.ingest "edge" .Values.edge "control-api" .Values.controlApi -}}
{{- $service := include "framelog.componentName" (dict "root" $ "name" $name) -}}
{{- $full := printf "%s.%s" $service $.Release.Namespace -}}
{{- $hosts = concat $hosts (list $service $full (printf "%s.svc" $full) (printf "%s.svc.cluster.local" $full)) -}}
{{- if $values.ingress.enabled -}}
{{- $hosts = concat $hosts $values.ingress.hosts -}}
{{- end -}}
{{- end -}}
{{- concat $hosts .Values.hosts | uniq | join "," -}}
{{- end }}

{{/*
Whether a component receives the addresses of proxies or nodes instead of its clients'. Limits per address would
then apply to all clients together. Forwarded addresses do not help: a client that connects to the Service
without the Ingress can forge them. The limits per process remain.
*/}}
{{- define "framelog.sharedAddresses" -}}
{{- $service := .values.service -}}
{{- if or .values.ingress.enabled (and (ne $service.type "ClusterIP") (eq $service.externalTrafficPolicy "Cluster")) -}}
true
{{- end -}}
{{- end }}

{{- define "framelog.settings.ingest" -}}
framelog.ingest.end-timeout: {{ .values.shutdown.endSeconds }}s
{{- if include "framelog.sharedAddresses" . }}
framelog.http.idle-per-address: "0"
framelog.ingest.connections-per-address: "0"
framelog.ingest.connection-rate.per-address: "0"
framelog.ingest.new-streams.per-address: "0"
{{- end }}
{{- with include "framelog.watchUrl" .root }}
framelog.ingest.watch-url: {{ . }}
{{- end }}
{{- end }}

{{- define "framelog.settings.edge" -}}
framelog.edge.drain-duration: {{ .values.shutdown.drainSeconds }}s
framelog.edge.moved-grace: {{ .values.shutdown.movedGraceSeconds }}s
{{- if include "framelog.sharedAddresses" . }}
framelog.http.idle-per-address: "0"
{{- end }}
{{- end }}

{{- define "framelog.settings.control-api" -}}
{{- if include "framelog.sharedAddresses" . }}
framelog.http.idle-per-address: "0"
{{- else -}}
{}
{{- end }}
{{- end }}

{{- define "framelog.settings.capture" -}}
framelog.ingest.end-timeout: {{ .values.shutdown.endSeconds }}s
framelog.ingest.capture.api-devices: {{ .values.apiDevices }}
{{- range $name, $capture := .values.captures }}
{{- range $key, $value := $capture }}
framelog.ingest.captures.{{ $name }}.{{ $key | kebabcase }}: {{ include "framelog.settings.text" $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* The edges' URL for links on the page /publish, if it is known. */}}
{{- define "framelog.watchUrl" -}}
{{- $ingress := .Values.edge.ingress -}}
{{- if .Values.ingest.watchUrl -}}
{{- .Values.ingest.watchUrl -}}
{{- else if $ingress.enabled -}}
{{- printf "%s://%s/" (ternary "https" "http" (ne $ingress.tls.secretName "")) (first $ingress.hosts) -}}
{{- end -}}
{{- end }}

{{/* The ConfigMap with the settings. */}}
{{- define "framelog.settings.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "framelog.componentName" . }}
  labels:
    {{- include "framelog.labels" . | nindent 4 }}
data:
  application.properties: |
    {{- include "framelog.settings" . | trim | nindent 4 }}
{{- end }}
