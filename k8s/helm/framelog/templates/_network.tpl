{{/*
Parts of NetworkPolicies. A rule without `from` or `to` allows everyone; so does an empty list in the values.
*/}}

{{/* The pods of a policy. Called with a component. */}}
{{- define "framelog.network.subject" -}}
podSelector:
  matchLabels:
    {{- include "framelog.selectorLabels" . | nindent 4 }}
policyTypes: [Ingress, Egress]
{{- end }}

{{/*
Allows ingress from peers, the pod of helm test, Prometheus, and the ingress controllers if there is an Ingress;
an empty list of peers allows everyone. Called with
(dict "root" $ "peers" .Values.networkPolicy.viewers "ingress" .Values.edge.ingress "ports" (list 8080)).
*/}}
{{- define "framelog.network.admit" -}}
{{- $network := .root.Values.networkPolicy -}}
- ports:
    {{- range .ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- if .peers }}
  from:
    {{- toYaml .peers | nindent 4 }}
    - podSelector:
        matchLabels:
          {{- include "framelog.selectorLabels" (dict "root" .root "name" "test") | nindent 10 }}
    {{- with $network.prometheus }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- if .ingress.enabled }}
    {{- with $network.ingressControllers }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- end }}
  {{- end }}
{{- end }}

{{/* DNS at any address: it can be a Service in kube-system or an address of the node. */}}
{{- define "framelog.network.toDns" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end }}

{{/* The brokers. Called with the root context. */}}
{{- define "framelog.network.toKafka" -}}
{{- $kafka := .Values.kafka -}}
{{- if eq $kafka.mode "bundled" -}}
- to:
    - podSelector:
        matchLabels:
          {{- include "framelog.selectorLabels" (dict "root" . "name" "kafka") | nindent 10 }}
  ports:
    - port: 9092
      protocol: TCP
{{- else if eq $kafka.mode "strimzi" -}}
- to:
    - podSelector:
        matchLabels:
          strimzi.io/cluster: {{ include "framelog.kafka.name" . }}
  ports:
    - port: 9093
      protocol: TCP
{{- else -}}
{{- $ports := list -}}
{{- range splitList "," $kafka.external.bootstrapServers }}
{{- $ports = append $ports (splitList ":" . | last | int) }}
{{- end -}}
- ports:
    {{- range uniq $ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
  {{- with .Values.networkPolicy.kafka }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Destinations of every Framelog service, plus additional ones. Called with a component and "extra". */}}
{{- define "framelog.network.egress" -}}
{{ include "framelog.network.toDns" . }}
{{ include "framelog.network.toKafka" .root }}
{{- with .extra }}
{{ toYaml . }}
{{- end }}
{{- end }}
