{{/* The fields that depend on a Service's type. Called with a component's `service` values. */}}
{{- define "framelog.service.exposure" -}}
type: {{ .type }}
{{- if ne .type "ClusterIP" }}
externalTrafficPolicy: {{ .externalTrafficPolicy }}
{{- end }}
{{- if eq .type "LoadBalancer" }}
{{- with .loadBalancerClass }}
loadBalancerClass: {{ . }}
{{- end }}
{{- with .loadBalancerSourceRanges }}
loadBalancerSourceRanges:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* A port of a Service. Called with (dict "service" <values> "name" "http"). */}}
{{- define "framelog.service.port" -}}
- name: {{ .name }}
  port: {{ get .service.ports .name }}
  targetPort: {{ .name }}
  {{- if ne .service.type "ClusterIP" }}
  {{- with get .service.nodePorts .name }}
  nodePort: {{ . }}
  {{- end }}
  {{- end }}
{{- end }}
