{{/*
The services' Kafka configuration for each kafka.mode. Called with the root context, framelog.kafka.env with the
component.
*/}}

{{- define "framelog.kafka.name" -}}
{{- printf "%s-kafka" (include "framelog.fullname" .) -}}
{{- end }}

{{- define "framelog.kafka.bootstrapServers" -}}
{{- $kafka := .Values.kafka -}}
{{- if eq $kafka.mode "external" -}}
{{- $kafka.external.bootstrapServers -}}
{{- else if eq $kafka.mode "strimzi" -}}
{{- printf "%s-kafka-bootstrap:9093" (include "framelog.kafka.name" .) -}}
{{- else -}}
{{- include "framelog.kafka.name" . }}:9092
{{- end -}}
{{- end }}

{{- define "framelog.kafka.replicationFactor" -}}
{{- $kafka := .Values.kafka -}}
{{- if eq $kafka.mode "external" -}}
{{- $kafka.external.replicationFactor -}}
{{- else if eq $kafka.mode "strimzi" -}}
{{- min 3 $kafka.strimzi.replicas -}}
{{- else -}}
1
{{- end -}}
{{- end }}

{{- define "framelog.kafka.env" -}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ include "framelog.kafka.bootstrapServers" .root | quote }}
{{- $kafka := .root.Values.kafka }}
{{- if eq $kafka.mode "bundled" }}
{{ include "framelog.kafka.env.bundled" .root }}
{{- else if eq $kafka.mode "strimzi" }}
{{ include "framelog.kafka.env.strimzi" . }}
{{- else }}
{{- include "framelog.kafka.env.external" $kafka.external }}
{{- end }}
{{- end }}

{{/*
Bundled: a password, without TLS, in the cluster's network. Variables that contain only a secret must not begin with
KAFKA_ or FRAMELOG_: the services would read them as settings.
*/}}
{{- define "framelog.kafka.secretName" -}}
{{- .Values.kafka.bundled.existingSecret | default (include "framelog.kafka.name" .) -}}
{{- end }}

{{- define "framelog.kafka.password" -}}
- name: BROKER_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "framelog.kafka.secretName" . | quote }}
      key: password
{{- end }}

{{- define "framelog.kafka.env.bundled" -}}
{{ include "framelog.kafka.password" . }}
- name: KAFKA_SECURITY_PROTOCOL
  value: SASL_PLAINTEXT
- name: KAFKA_SASL_MECHANISM
  value: PLAIN
- name: KAFKA_SASL_JAAS_CONFIG
  value: org.apache.kafka.common.security.plain.PlainLoginModule required username="framelog" password="$(BROKER_PASSWORD)";
{{- end }}

{{/* External: configured by `kafka.external`. Keys and certificates are PEM, directly from their Secrets. */}}
{{- define "framelog.kafka.env.external" -}}
{{- $tls := .tls.enabled }}
{{- $sasl := ne .sasl.mechanism "" }}
- name: KAFKA_SECURITY_PROTOCOL
  value: {{ printf "%s%s" (ternary "SASL_" "" $sasl) (ternary "SSL" "PLAINTEXT" $tls) }}
{{- if and $tls .tls.caSecret.name }}
- name: KAFKA_SSL_TRUSTSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_TRUSTSTORE_CERTIFICATES
  valueFrom:
    secretKeyRef:
      name: {{ .tls.caSecret.name | quote }}
      key: {{ .tls.caSecret.key | quote }}
{{- end }}
{{- if and $tls .tls.clientSecret.name }}
- name: KAFKA_SSL_KEYSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN
  valueFrom:
    secretKeyRef:
      name: {{ .tls.clientSecret.name | quote }}
      key: {{ .tls.clientSecret.certificateKey | quote }}
- name: KAFKA_SSL_KEYSTORE_KEY
  valueFrom:
    secretKeyRef:
      name: {{ .tls.clientSecret.name | quote }}
      key: {{ .tls.clientSecret.privateKeyKey | quote }}
{{- end }}
{{- if $sasl }}
- name: BROKER_USERNAME
  valueFrom:
    secretKeyRef:
      name: {{ .sasl.secret.name | quote }}
      key: {{ .sasl.secret.usernameKey | quote }}
- name: BROKER_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .sasl.secret.name | quote }}
      key: {{ .sasl.secret.passwordKey | quote }}
- name: KAFKA_SASL_MECHANISM
  value: {{ .sasl.mechanism }}
- name: KAFKA_SASL_JAAS_CONFIG
  value: org.apache.kafka.common.security.{{ ternary "plain.PlainLoginModule" "scram.ScramLoginModule" (eq .sasl.mechanism "PLAIN") }} required username="$(BROKER_USERNAME)" password="$(BROKER_PASSWORD)";
{{- end }}
{{- end }}

{{/*
Strimzi: its operator creates the Secrets of the cluster's CA and of each KafkaUser. Called with the component;
capture nodes are ingest nodes.
*/}}
{{- define "framelog.kafka.env.strimzi" -}}
{{- $service := ternary "ingest" .name (eq .name "capture") -}}
{{- $user := include "framelog.kafka.strimzi.userName" (dict "root" .root "service" $service) -}}
- name: KAFKA_SSL_TRUSTSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_TRUSTSTORE_CERTIFICATES
  valueFrom:
    secretKeyRef:
      name: {{ include "framelog.kafka.name" .root }}-cluster-ca-cert
      key: ca.crt
{{- if eq .root.Values.kafka.strimzi.authentication "tls" }}
- name: KAFKA_SECURITY_PROTOCOL
  value: SSL
- name: KAFKA_SSL_KEYSTORE_TYPE
  value: PEM
- name: KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN
  valueFrom:
    secretKeyRef:
      name: {{ $user }}
      key: user.crt
- name: KAFKA_SSL_KEYSTORE_KEY
  valueFrom:
    secretKeyRef:
      name: {{ $user }}
      key: user.key
{{- else }}
- name: KAFKA_SECURITY_PROTOCOL
  value: SASL_SSL
- name: KAFKA_SASL_MECHANISM
  value: SCRAM-SHA-512
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ $user }}
      key: sasl.jaas.config
{{- end }}
{{- end }}

{{/* Called with the service: (dict "root" $ "service" "edge") */}}
{{- define "framelog.kafka.strimzi.userName" -}}
{{- printf "%s-%s" (include "framelog.kafka.name" .root) .service -}}
{{- end }}

{{/* The complete topic rights of a service: docs/operations/secure.md, "Rights". Called with its name. */}}
{{- define "framelog.kafka.rights" -}}
{{- if eq . "ingest" -}}
- {name: framelog., patternType: prefix, operations: [Create, Describe]}
- {name: framelog.live., patternType: prefix, operations: [Read, Write, DescribeConfigs]}
- {name: framelog.streams, patternType: literal, operations: [Write]}
- {name: framelog.settings, patternType: literal, operations: [Read]}
- {name: framelog.nodes, patternType: literal, operations: [Read, Write]}
- {name: framelog.commands, patternType: literal, operations: [Read]}
{{- else if eq . "edge" -}}
- {name: framelog., patternType: prefix, operations: [Describe]}
- {name: framelog.live., patternType: prefix, operations: [Read]}
- {name: framelog.streams, patternType: literal, operations: [Read]}
- {name: framelog.settings, patternType: literal, operations: [Read]}
- {name: framelog.nodes, patternType: literal, operations: [Read, Write]}
{{- else if eq . "control-api" -}}
- {name: framelog., patternType: prefix, operations: [Describe]}
- {name: framelog.live., patternType: prefix, operations: [Delete]}
- {name: framelog.streams, patternType: literal, operations: [Read, Write]}
- {name: framelog.settings, patternType: literal, operations: [Read, Write]}
- {name: framelog.nodes, patternType: literal, operations: [Read, Write]}
- {name: framelog.commands, patternType: literal, operations: [Write]}
{{- end -}}
{{- end }}

{{/* Strimzi supports v1 since 0.49, and only v1 since 1.0. */}}
{{- define "framelog.kafka.strimzi.apiVersion" -}}
{{- $old := and (.Capabilities.APIVersions.Has "kafka.strimzi.io/v1beta2") (not (.Capabilities.APIVersions.Has "kafka.strimzi.io/v1")) -}}
{{- ternary "kafka.strimzi.io/v1beta2" "kafka.strimzi.io/v1" $old -}}
{{- end }}
