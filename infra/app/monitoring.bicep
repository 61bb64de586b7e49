param name string
param workspaceName string
param auditName string
param location string
param tags object
param retentionDays int
param dailyGigabytes int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyGigabytes }
  }
}

// The log of who touched the audit has no daily cap: whoever fills the other logs would hide behind it.
resource auditWorkspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: auditName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
    workspaceCapping: { dailyQuotaGb: -1 }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    SamplingPercentage: 100 // an alarm is one line
  }
}

output id string = insights.id
output name string = insights.name
output workspaceId string = workspace.id
output auditWorkspaceId string = auditWorkspace.id
