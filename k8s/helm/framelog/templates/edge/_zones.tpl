{{/*
Edges read from the Kafka replica of their zone if it is configured, but a pod without rights cannot
read its node's labels. So each zone of `edge.zones` has its own Deployment; without zones there is one
Deployment. Each is rendered with its edge group:
  (dict "root" $ "name" "edge" "values" .Values.edge "zone" "eu-1a"), where zone may be "".
*/}}

{{- define "framelog.edge.groupName" -}}
{{- include "framelog.componentName" . -}}
{{- with .zone }}-{{ . }}{{ end -}}
{{- end }}

{{- define "framelog.edge.groupSelectorLabels" -}}
{{ include "framelog.selectorLabels" . }}
{{- with .zone }}
framelog.io/zone: {{ . | quote }}
{{- end }}
{{- end }}

{{/* FRAMELOG_RACK: the group's zone, or the pod's zone label (Kubernetes 1.35 and newer). */}}
{{- define "framelog.edge.rack" -}}
{{- if .zone }}
- name: FRAMELOG_RACK
  value: {{ .zone | quote }}
{{- else if .values.rackFromPodLabel }}
{{- if semverCompare "<1.33-0" .root.Capabilities.KubeVersion.Version }}
{{- fail "edge.rackFromPodLabel: Kubernetes writes the zone on pods from 1.35 on (1.33 with a feature gate); set edge.zones instead" }}
{{- end }}
- name: FRAMELOG_RACK
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['topology.kubernetes.io/zone']
{{- end }}
{{- end }}
