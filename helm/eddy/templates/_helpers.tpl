{{- define "eddy.name" -}}
{{- .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* The name of everything: the release's, with the chart's unless that is in it already. */}}
{{- define "eddy.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "eddy.headless" -}}
{{- printf "%s-headless" (include "eddy.fullname" .) -}}
{{- end -}}

{{- define "eddy.selectorLabels" -}}
app.kubernetes.io/name: {{ include "eddy.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "eddy.labels" -}}
{{ include "eddy.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "eddy.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "eddy.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "eddy.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* Where the JAAS line of the SASL user is, and under which key. */}}
{{- define "eddy.saslSecret" -}}
{{- default (include "eddy.fullname" .) .Values.kafka.sasl.existingSecret -}}
{{- end -}}
{{- define "eddy.saslKey" -}}
{{- if .Values.kafka.sasl.existingSecret -}}{{ .Values.kafka.sasl.existingSecretKey }}{{- else -}}sasl.jaas.config{{- end -}}
{{- end -}}

{{/* Where the tokens are. */}}
{{- define "eddy.accessSecret" -}}
{{- default (printf "%s-access" (include "eddy.fullname" .)) .Values.access.existingSecret -}}
{{- end -}}

{{- define "eddy.scheme" -}}
{{- ternary "HTTPS" "HTTP" (ne .Values.tls.existingSecret "") -}}
{{- end -}}

{{- define "eddy.jaas" -}}
{{- $module := ternary "org.apache.kafka.common.security.plain.PlainLoginModule" "org.apache.kafka.common.security.scram.ScramLoginModule" (eq .Values.kafka.sasl.mechanism "PLAIN") -}}
{{- $quoted := .Values.kafka.sasl.password | replace "\\" "\\\\" | replace "\"" "\\\"" -}}
{{- $user := .Values.kafka.sasl.username | replace "\\" "\\\\" | replace "\"" "\\\"" -}}
{{- printf "%s required username=\"%s\" password=\"%s\";" $module $user $quoted -}}
{{- end -}}

{{/* The settings file: what the values name, above what the chart decides. */}}
{{- define "eddy.settings" -}}
{{- $tls := .Values.kafka.tls.enabled -}}
{{- $sasl := .Values.kafka.sasl.enabled -}}
{{- $file := dict
      "stream.bootstrap-servers" .Values.kafka.bootstrapServers
      "stream.state-dir" "/var/lib/eddy/state"
      "serve.host" "0.0.0.0"
      "serve.hosts" "*"
      "serve.client-share" (ternary "1" "0.75" .Values.ingress.enabled)
      "serve.port" "8080"
      "serve.operations-port" "8081" -}}
{{- if .Values.access.open -}}
{{- $_ := set $file "serve.open" "true" -}}
{{- else -}}
{{- $_ := set $file "serve.tokens-file" "/etc/eddy-access/tokens" -}}
{{- $_ := set $file "serve.peer-token-file" "/etc/eddy-access/peer" -}}
{{- end -}}
{{- if .Values.tls.existingSecret -}}
{{- $_ := set $file "serve.tls-certificate" "/etc/eddy-tls/tls.crt" -}}
{{- $_ := set $file "serve.tls-key" "/etc/eddy-tls/tls.key" -}}
{{- if .Values.tls.peers -}}
{{- $_ := set $file "serve.tls-peer-ca" "/etc/eddy-tls/ca.crt" -}}
{{- end -}}
{{- end -}}
{{- if or $tls $sasl -}}
{{- $_ := set $file "kafka.security.protocol" (printf "%s%s" (ternary "SASL_" "" $sasl) (ternary "SSL" "PLAINTEXT" $tls)) -}}
{{- end -}}
{{- if $sasl -}}
{{- $_ := set $file "kafka.sasl.mechanism" .Values.kafka.sasl.mechanism -}}
{{- end -}}
{{- if $tls -}}
{{- if .Values.kafka.tls.caSecret -}}
{{- $_ := set $file "kafka.ssl.truststore.type" "PEM" -}}
{{- end -}}
{{- if .Values.kafka.tls.clientSecret -}}
{{- $_ := set $file "kafka.ssl.keystore.type" "PEM" -}}
{{- end -}}
{{- if not .Values.kafka.tls.endpointIdentification -}}
{{- $_ := set $file "kafka.ssl.endpoint.identification.algorithm" "" -}}
{{- end -}}
{{- end -}}
{{- range $key, $value := merge (deepCopy .Values.settings) $file }}
{{- /* A whole number of a values file is a float, which Go would write as 5.36870912e+08. */}}
{{- $text := toString $value }}
{{- if and (kindIs "float64" $value) (eq (floor $value) $value) }}{{ $text = $value | int64 | toString }}{{ end }}
{{ $key }}={{ $text | replace "\\" "\\\\" }}
{{- end }}
{{- end -}}
