{{/*
Edges read from the Kafka replica of their own zone if they know which that is, and a pod without rights cannot
ask for its node's labels. So each zone of `edge.zones` has a Deployment of its own; without zones there is one
for all. Each is called with its edge group:
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

{{/* FRAMELOG_RACK: the group's zone, or what Kubernetes wrote on the pod (from 1.35 on). */}}
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
