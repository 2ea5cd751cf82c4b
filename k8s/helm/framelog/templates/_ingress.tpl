{{/*
An Ingress that routes paths to a component's port http, the same for each host. Called with
(dict "component" <component> "paths" (list (dict "path" "/api" "type" "Prefix"))).
*/}}
{{- define "framelog.ingress" -}}
{{- $component := .component -}}
{{- $paths := .paths -}}
{{- $ingress := $component.values.ingress -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "framelog.componentName" $component }}
  labels:
    {{- include "framelog.labels" $component | nindent 4 }}
  {{- with $ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with $ingress.className }}
  ingressClassName: {{ . | quote }}
  {{- end }}
  {{- with $ingress.tls.secretName }}
  tls:
    - secretName: {{ . | quote }}
      hosts:
        {{- toYaml $ingress.hosts | nindent 8 }}
  {{- end }}
  rules:
    {{- range $ingress.hosts }}
    - host: {{ . | quote }}
      http:
        paths:
          {{- range $paths }}
          - path: {{ .path }}
            pathType: {{ .type }}
            backend:
              service:
                name: {{ include "framelog.componentName" $component }}
                port:
                  name: http
          {{- end }}
    {{- end }}
{{- end }}
