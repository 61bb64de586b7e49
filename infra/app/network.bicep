param name string
param location string
param tags object
param storageId string
param auditId string
param vaultId string
param openAiId string

var suffix = environment().suffixes.storage
var zones = [
  'privatelink.blob.${suffix}'
  'privatelink.queue.${suffix}'
  'privatelink.table.${suffix}'
  'privatelink.vaultcore.azure.net'
  'privatelink.openai.azure.com'
]
var endpoints = concat([
  { name: 'blob', group: 'blob', zone: 0, target: storageId }
  { name: 'queue', group: 'queue', zone: 1, target: storageId }
  { name: 'table', group: 'table', zone: 2, target: storageId }
  { name: 'audit-blob', group: 'blob', zone: 0, target: auditId }
  { name: 'audit-table', group: 'table', zone: 2, target: auditId }
  { name: 'vault', group: 'vault', zone: 3, target: vaultId }
], empty(openAiId) ? [] : [{ name: 'openai', group: 'account', zone: 4, target: openAiId }])

resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.0.1.0/24' }
      }
      {
        name: 'app'
        properties: {
          addressPrefix: '10.0.2.0/24'
          delegations: [
            {
              name: 'flex'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
    ]
  }
}

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in zones: {
  name: zone
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, i) in zones: {
  parent: dns[i]
  name: 'app'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: vnet.id }
  }
}]

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = [for one in endpoints: {
  name: 'pe-${one.name}-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: '${vnet.id}/subnets/endpoints' }
    privateLinkServiceConnections: [
      {
        name: one.name
        properties: {
          privateLinkServiceId: one.target
          groupIds: [one.group]
        }
      }
    ]
  }
}]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [for (one, i) in endpoints: {
  parent: endpoint[i]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: one.group
        properties: { privateDnsZoneId: dns[one.zone].id }
      }
    ]
  }
}]

output appSubnetId string = '${vnet.id}/subnets/app'
