// What somebody must be told. The texts looked for are those of the app's own log messages; a test holds the two together. The app hands no
// exception to the log, only kinds and places (FailureText), so every message is a trace.
param actionGroupName string
param location string
param tags object
param email string
param workspaceId string
param auditWorkspaceId string
param auditAccountName string
param auditAccountId string
param appPrincipalId string
param insightsId string
param vaultId string
param healthUrl string

@allowed([5, 10, 15])
param everyMinutes int

@minValue(0)
@maxValue(3)
@description('0: no availability test.')
param healthLocations int

var queries = [
  {
    name: 'audit-alarm'
    title: 'The audit contradicts itself'
    severity: 0
    query: 'AppTraces | where Message startswith "ALARM:"'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'audit-not-written'
    title: 'Acts do not happen because their record cannot be written'
    severity: 1
    query: 'AppTraces | where Message has "is not on record"'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'anchor-late'
    title: 'The audit was not anchored for half an hour'
    severity: 1
    query: 'AppTraces | where Message startswith "Anchored "'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'act-unknown'
    title: 'Nobody can say whether an act happened'
    severity: 3
    query: 'AppTraces | where Message has "has an intent and no outcome"'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'function-failed'
    title: 'Requests fail'
    severity: 3
    query: 'AppTraces | where Message startswith "The function "'
    operator: 'GreaterThan'
    threshold: 10
  }
  {
    name: 'source-refused'
    title: 'A source refuses people\'s logins'
    severity: 3
    query: 'AppTraces | where Message startswith "Source " and SeverityLevel >= 2'
    operator: 'GreaterThan'
    threshold: 20
  }
  {
    name: 'leaving-unfinished'
    title: 'Something of a person who left did not end'
    severity: 1
    query: 'AppTraces | where Message has "did not end" or Message has "was not followed up"'
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'run-parked'
    title: 'Runs of people were parked: their authority is gone or in doubt'
    severity: 3
    query: 'AppTraces | where Message has "is parked: "'
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'refresh-refused'
    title: 'Identity providers no longer honour what people have signed in with'
    severity: 3
    query: 'AppTraces | where Message has "was not refreshed"'
    operator: 'GreaterThan'
    threshold: 20
  }
  {
    name: 'log-cap'
    title: 'The logs of the app reached their daily cap: alarms of today are missing'
    severity: 1
    query: '_LogOperation | where Category =~ "Ingestion" and Detail has "OverQuota"'
    operator: 'GreaterThan'
    threshold: 0
  }
]

// Azure bills per rule, so queries of one severity share a rule. Each row that is found is an alert of its own, named by its dimension.
var severities = [0, 1, 3]
var operators = { GreaterThan: '>', LessThan: '<' }

// Only inserts of rows and of new blobs by the app itself are expected. A batch is an EntityGroupTransaction; the app's role lets it hold inserts only.
var touched = 'union isfuzzy=true StorageTableLogs, StorageBlobLogs | where AccountName =~ "${auditAccountName}" and Category in ("StorageWrite", "StorageDelete") and StatusCode startswith "2" | where RequesterObjectId != "${appPrincipalId}" or OperationName !in ("InsertEntity", "EntityGroupTransaction", "PutBlob")'

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'onbehalf'
    enabled: true
    emailReceivers: empty(email) ? [] : [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [for severity in severities: {
  name: 'onbehalf-severity-${severity}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Onbehalf: severity ${severity}'
    description: join(map(filter(queries, one => one.severity == severity), one => '${one.name}: ${one.title}.'), ' ')
    severity: severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT${everyMinutes}M'
    windowSize: 'PT30M'
    autoMitigate: true
    skipQueryValidation: true // the tables come with the first log line
    criteria: {
      allOf: [
        {
          query: 'union isfuzzy=true ${join(map(filter(queries, one => one.severity == severity), one => '(${one.query} | summarize Found = count() | where Found ${operators[one.operator]} ${one.threshold} | extend Alert = "${one.name}")'), ', ')}'
          timeAggregation: 'Count'
          dimensions: [{ name: 'Alert', operator: 'Include', values: ['*'] }]
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [group.id] }
  }
}]

resource auditTouched 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: 'onbehalf-audit-touched'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Onbehalf: somebody other than the app wrote to the audit\'s account, or rows or anchors changed'
    severity: 0
    enabled: true
    scopes: [auditWorkspaceId]
    evaluationFrequency: 'PT${everyMinutes}M'
    windowSize: 'PT30M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: touched
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [group.id] }
  }
}

// What would make such a write possible, or unseen. Each deployment of the template fires it once, since it sets the same properties again.
resource auditGuards 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'onbehalf-audit-guards'
  location: 'global'
  tags: tags
  properties: {
    description: 'Policies, roles, diagnostics, network or keys of the audit\'s account changed.'
    enabled: true
    scopes: [auditAccountId]
    condition: {
      allOf: [
        { field: 'category', equals: 'Administrative' }
        {
          anyOf: [
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/write' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/delete' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/listkeys/action' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/regeneratekey/action' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/managementPolicies/write' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/managementPolicies/delete' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/write' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/containers/write' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/containers/delete' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/write' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/delete' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/lock/action' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/extend/action' }
            { field: 'operationName', equals: 'Microsoft.Storage/storageAccounts/tableServices/tables/delete' }
            { field: 'operationName', equals: 'Microsoft.Authorization/roleAssignments/write' }
            { field: 'operationName', equals: 'Microsoft.Authorization/roleAssignments/delete' }
            { field: 'operationName', equals: 'Microsoft.Insights/diagnosticSettings/write' }
            { field: 'operationName', equals: 'Microsoft.Insights/diagnosticSettings/delete' }
          ]
        }
      ]
    }
    actions: { actionGroups: [{ actionGroupId: group.id }] }
  }
}

// A role given on the group reaches the audit as well, and a custom role can be widened.
resource roles 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'onbehalf-roles'
  location: 'global'
  tags: tags
  properties: {
    description: 'A role of the resource group was assigned, or a role definition was changed or deleted.'
    enabled: true
    scopes: [resourceGroup().id]
    condition: {
      allOf: [
        { field: 'category', equals: 'Administrative' }
        {
          anyOf: [
            { field: 'operationName', equals: 'Microsoft.Authorization/roleAssignments/write' }
            { field: 'operationName', equals: 'Microsoft.Authorization/roleDefinitions/write' }
            { field: 'operationName', equals: 'Microsoft.Authorization/roleDefinitions/delete' }
          ]
        }
      ]
    }
    actions: { actionGroups: [{ actionGroupId: group.id }] }
  }
}

// The doors of the host and of the task hub open to whoever holds a host key. Nobody needs one, so a request for them raises an alert.
resource keys 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'onbehalf-host-keys'
  location: 'global'
  tags: tags
  properties: {
    description: 'Somebody read or set the host keys of the app.'
    enabled: true
    scopes: [resourceGroup().id]
    condition: {
      allOf: [
        { field: 'category', equals: 'Administrative' }
        {
          anyOf: [
            { field: 'operationName', equals: 'Microsoft.Web/sites/host/listkeys/action' }
            { field: 'operationName', equals: 'Microsoft.Web/sites/functions/listkeys/action' }
            { field: 'operationName', equals: 'Microsoft.Web/sites/host/systemkeys/write' }
            { field: 'operationName', equals: 'Microsoft.Web/sites/host/functionkeys/write' }
          ]
        }
      ]
    }
    actions: { actionGroups: [{ actionGroupId: group.id }] }
  }
}

resource throttling 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'onbehalf-vault-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'The vault answers 429: people wait for their credentials.'
    severity: 2
    enabled: true
    scopes: [vaultId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricName: 'ServiceApiResult'
          metricNamespace: 'Microsoft.KeyVault/vaults'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 10
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
        }
      ]
    }
    actions: [{ actionGroupId: group.id }]
  }
}

// Health asks the tables, the vault and every directory, so it also tells of a directory that refuses or cannot be reached.
resource health 'Microsoft.Insights/webtests@2022-06-15' = if (healthLocations > 0) {
  name: 'onbehalf-health'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'onbehalf-health'
    Name: 'Onbehalf health'
    Enabled: true
    Frequency: 900
    Timeout: 60
    Kind: 'standard'
    RetryEnabled: true
    Locations: map(take(['us-va-ash-azr', 'emea-nl-ams-azr', 'apac-sg-sin-azr'], healthLocations), place => { Id: place })
    Request: { RequestUrl: healthUrl, HttpVerb: 'GET' }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
      ContentValidation: { ContentMatch: '{"status":"ok","version"', IgnoreCase: false, PassIfTextFound: true }
    }
  }
}

resource unwell 'Microsoft.Insights/metricAlerts@2018-03-01' = if (healthLocations > 0) {
  name: 'onbehalf-unwell'
  location: 'global'
  tags: tags
  properties: {
    description: 'Health is not ok from two places: storage, vault, directory, sources or model.'
    severity: 1
    enabled: true
    scopes: [health.id, insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insightsId
      failedLocationCount: min(healthLocations, 2)
    }
    actions: [{ actionGroupId: group.id }]
  }
}
