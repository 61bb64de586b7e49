// A small PostgreSQL server for the demo company. Nobody has a password there: the deployer administers it, and two people sign in as themselves.
param name string
param location string
param tags object
param adminId string
param adminName string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard_B1ms', tier: 'Burstable' }
  properties: {
    version: '16'
    createMode: 'Default'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: { storageSizeGB: 32, autoGrow: 'Disabled' }
    backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'Disabled' }
    network: { publicNetworkAccess: 'Enabled' }
  }
}

resource administrator 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: adminId
  properties: {
    principalName: adminName
    principalType: 'User'
    tenantId: tenant().tenantId
  }
}

// Azure's own notation for its own addresses, which an app without a network of its own comes from. The server changes one thing at a time.
resource fromAzure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = {
  parent: server
  name: 'azure'
  dependsOn: [administrator]
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
}

output name string = server.name
output source object = {
  name: 'demo'
  kind: 'postgres'
  host: server.properties.fullyQualifiedDomainName
  database: 'company'
  credential: 'entra'
  demo: true
}
