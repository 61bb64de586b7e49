// Lets the deployer's machine reach the demo's server while scripts/demo fills it. The script removes the rule.
param server string
param from string
param to string

resource demo 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' existing = {
  name: server
}

resource door 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = {
  parent: demo
  name: 'seeding'
  properties: { startIpAddress: from, endIpAddress: to }
}
