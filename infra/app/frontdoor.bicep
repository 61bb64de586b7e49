// The app's only way in. It forwards the app's own paths and no other, so the host's (/admin, /runtime) are not reachable from outside.
param name string
param tags object
param originHost string

// Those of WriteWebFile and of the files in web/public.
var pages = ['t', 'inbox', 'search', 'rooms', 'chats', 'wiki', 'artifacts', 'automations', 'runs', 'connections', 'memory', 'access', 'audit', 'settings']
var files = ['icon.svg', 'push.js', 'theme.js']
var paths = concat(['/', '/api/*', '/auth/*', '/assets/*'], map(files, file => '/${file}'), flatten(map(pages, page => ['/${page}', '/${page}/*'])))
// A route takes 25 patterns.
var pathsOfRoute = 20

resource profile 'Microsoft.Cdn/profiles@2024-02-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: { name: 'Standard_AzureFrontDoor' }
  // An event stream lasts up to 220 seconds.
  properties: { originResponseTimeoutSeconds: 240 }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2024-02-01' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

// Without probes: with one origin they decide nothing, and each would be an execution.
resource group 'Microsoft.Cdn/profiles/originGroups@2024-02-01' = {
  parent: profile
  name: 'app'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
    sessionAffinityState: 'Disabled'
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-02-01' = {
  parent: group
  name: 'app'
  properties: {
    hostName: originHost
    originHostHeader: originHost
    httpPort: 80
    httpsPort: 443
    priority: 1
    weight: 1000
    enabledState: 'Enabled'
    enforceCertificateNameCheck: true
  }
}

resource routes 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01' = [for i in range(0, (length(paths) + pathsOfRoute - 1) / pathsOfRoute): {
  parent: endpoint
  name: 'app-${i}'
  dependsOn: [origin]
  properties: {
    originGroup: { id: group.id }
    patternsToMatch: take(skip(paths, i * pathsOfRoute), pathsOfRoute)
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
  }
}]

output id string = profile.properties.frontDoorId
output address string = 'https://${endpoint.properties.hostName}'
