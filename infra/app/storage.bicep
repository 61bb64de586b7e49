// Conversations, sessions, the deployed package and the task hub. No key opens it.
param name string
param location string
param tags object
param sku string
param isPrivate bool
param allowedIp string

// The audit's table is in an account of its own: audit.bicep.
var tables = ['threads', 'inbox', 'turns', 'events', 'sessions', 'links', 'people', 'wiki', 'automations', 'memory', 'runs', 'offboarding', 'grants', 'artifacts']
var isClosed = isPrivate && empty(allowedIp)

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isClosed ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      ipRules: isPrivate && !empty(allowedIp) ? [{ value: allowedIp, action: 'Allow' }] : []
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'app-package'
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [for name in tables: {
  parent: tableService
  name: name
}]

output id string = account.id
output name string = account.name
output deploymentContainer string = packages.name
output tableEndpoint string = account.properties.primaryEndpoints.table
