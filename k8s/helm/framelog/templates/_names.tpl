{{/*
Names and labels.

Most templates are called with a component:
  (dict "root" $ "name" "edge" "values" .Values.edge)
*/}}

{{/* Prefix of all names in this release. Short enough for the longest suffix, "-control-api", and a zone. */}}
{{- define "framelog.fullname" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $chart .Release.Name -}}
{{- .Release.Name | trunc 35 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $chart | trunc 35 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Name of a component's Deployment, Service, ConfigMap, … */}}
{{- define "framelog.componentName" -}}
{{- printf "%s-%s" (include "framelog.fullname" .root) .name -}}
{{- end }}

{{/* Labels that select a component's pods. A selector is immutable: do not change these labels. */}}
{{- define "framelog.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Values.nameOverride | default .root.Chart.Name | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Labels of all manifests. */}}
{{- define "framelog.labels" -}}
{{ include "framelog.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The component's image, or <registry>/<repository>:<tag>. Called with a component and "repository". */}}
{{- define "framelog.image" -}}
{{- $image := .root.Values.image -}}
{{- .values.image | default (printf "%s/%s:%s" $image.registry .repository ($image.tag | default .root.Chart.AppVersion)) -}}
{{- end }}

{{/*
API versions that changed since Kubernetes 1.20. Checks the cluster's APIs and its version, because
`helm template --kube-version` has no cluster.
*/}}
{{- define "framelog.podDisruptionBudget.apiVersion" -}}
{{- $v1 := and (.Capabilities.APIVersions.Has "policy/v1") (semverCompare ">=1.21-0" .Capabilities.KubeVersion.Version) -}}
{{- ternary "policy/v1" "policy/v1beta1" $v1 -}}
{{- end }}

{{- define "framelog.autoscaler.apiVersion" -}}
{{- $v2 := and (.Capabilities.APIVersions.Has "autoscaling/v2") (semverCompare ">=1.23-0" .Capabilities.KubeVersion.Version) -}}
{{- ternary "autoscaling/v2" "autoscaling/v2beta2" $v2 -}}
{{- end }}
