{{/* A component's ServiceAccount, without a token or a Role. Called with a component. */}}
{{- define "framelog.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "framelog.componentName" . }}
  labels:
    {{- include "framelog.labels" . | nindent 4 }}
  {{- with .values.serviceAccountAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
