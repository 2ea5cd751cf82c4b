{{/*
A component's application.properties, lowest precedence first: what the chart needs to be so, `settings`,
`<component>.settings`. The schema keeps the two maps from what other values stand for.
*/}}
{{- define "framelog.settings" -}}
{{- $own := include (printf "framelog.settings.%s" .name) . | fromYaml -}}
{{- $all := include "framelog.settings.everywhere" .root | fromYaml -}}
{{- $settings := merge (dict) .values.settings .root.Values.settings $own $all -}}
{{- range $key, $value := $settings }}
{{ $key }}={{ include "framelog.settings.text" $value }}
{{- end }}
{{- end }}

{{/* YAML reads large integers as floating point numbers; a backslash escapes in a properties file. */}}
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

{{/* Names under which the services are reached: those of Services and Ingresses, and those given. */}}
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
Whether a component sees the addresses of proxies or nodes instead of its clients': bounds on what one address may
do would then be bounds on all clients together. Forwarded addresses are no way out: whoever reaches the Service
without the Ingress could write any. The bounds on a whole process stay.
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

{{/* Where viewers find the edges, if that is known: for links on the page /publish. */}}
{{- define "framelog.watchUrl" -}}
{{- $ingress := .Values.edge.ingress -}}
{{- if .Values.ingest.watchUrl -}}
{{- .Values.ingest.watchUrl -}}
{{- else if $ingress.enabled -}}
{{- printf "%s://%s/" (ternary "https" "http" (ne $ingress.tls.secretName "")) (first $ingress.hosts) -}}
{{- end -}}
{{- end }}

{{/* The ConfigMap that holds them. */}}
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
